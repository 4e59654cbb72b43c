package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeMemoryTest {
  private static final long MIB = 1 << 20;
  private final DecodeMemory memory = new DecodeMemory(64 * MIB, 100 * MIB);

  private static final double PATIENCE = 5;

  @Test
  void whatFitsTogetherIsDoneTogether() throws Exception {
    memory.take(15 * MIB, 0, PATIENCE);
    memory.take(15 * MIB, 0, PATIENCE).end();
  }

  @Test
  void whatDoesNotWaitsForTheOther() throws Exception {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean met = new AtomicBoolean();
    CountDownLatch firstIsIn = new CountDownLatch(1);
    CountDownLatch firstMayGo = new CountDownLatch(1);
    Runnable first =
        () -> {
          busy.set(true);
          firstIsIn.countDown();
          await(firstMayGo);
          busy.set(false);
        };
    Thread holder = new Thread(() -> with20(first));
    holder.start();
    firstIsIn.await();
    Thread second = new Thread(() -> with20(() -> met.set(busy.get())));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    firstMayGo.countDown();
    holder.join();
    second.join();
    assertFalse(met.get());
  }

  private void with20(Runnable work) {
    try {
      DecodeMemory.Lease lease = memory.take(20 * MIB, 0, PATIENCE);
      work.run();
      lease.end();
    } catch (ImageException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsLargerThanTheShareIsDoneAlone() throws Exception {
    memory.take(50 * MIB, 90 * MIB, PATIENCE).end();
    memory.takeAll(PATIENCE).end();
  }

  @Test
  void isGivenBackWhateverBecomesOfTheWork() throws Exception {
    try (TimeLimit limit = new TimeLimit(PATIENCE, new AtomicInteger())) {
      ImageException corrupt = new ImageException(ImageFailure.Kind.CORRUPT, "x");
      assertThrows(
          ImageException.class,
          () ->
              limit.call(
                  () -> {
                    throw corrupt;
                  },
                  memory.takeAll(PATIENCE)));
      memory.takeAll(PATIENCE).end();
    }
  }

  @Test
  void nativeMemoryWaitsAsTheHeapDoes() throws Exception {
    DecodeMemory.Lease first = memory.take(1, 20 * MIB, PATIENCE);
    AtomicBoolean done = new AtomicBoolean();
    Thread second =
        new Thread(
            () -> {
              try {
                memory.take(1, 20 * MIB, PATIENCE).end();
                done.set(true);
              } catch (ImageException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(done.get());
    first.end();
    second.join();
    assertTrue(done.get());
  }

  @Test
  void whatIsLeftBehindKeepsItsMemoryUntilItEnds() throws Exception {
    CountDownLatch ends = new CountDownLatch(1);
    try (TimeLimit limit = new TimeLimit(0.05, new AtomicInteger())) {
      DecodeMemory.Lease lease = memory.take(20 * MIB, 30 * MIB, PATIENCE);
      ImageException late =
          assertThrows(
              ImageException.class,
              () ->
                  limit.call(
                      () -> {
                        await(ends);
                        return "too late";
                      },
                      lease));
      assertEquals(ImageFailure.Kind.TIMEOUT, late.failure().kind());
      ImageException nothingFree =
          assertThrows(ImageException.class, () -> memory.take(20 * MIB, 0, 0.05));
      assertEquals(
          "Timeout: no memory for it within 0.05 s (--image-timeout): images that took longer hold"
              + " it still",
          nothingFree.failure().toString());
      assertThrows(ImageException.class, () -> memory.take(0, 20 * MIB, 0.05));
      memory.take(5 * MIB, MIB, PATIENCE).end(); // what fits beside it does not wait
      ends.countDown();
      memory.take(32 * MIB, 32 * MIB, PATIENCE).end();
      memory.takeAll(PATIENCE).end();
    }
  }

  @Test
  void whatDoesNotFitBesideTheHeapIsRefused() {
    ImageException refused =
        assertThrows(ImageException.class, () -> memory.take(MIB, 200 * MIB, PATIENCE));
    assertEquals(ImageFailure.Kind.OUT_OF_MEMORY, refused.failure().kind());
    assertEquals(
        "decoding it takes 200 MiB beside the Java heap, where this process has 100 MiB left: give"
            + " it more memory, or a smaller heap (JAVA_OPTS=-Xmx...)",
        refused.failure().message());
  }

  @Test
  void whatCanNeverFitFailsBeforeItIsTried() {
    ImageException refused =
        assertThrows(ImageException.class, () -> memory.take(100 * MIB, 0, PATIENCE));
    assertEquals(ImageFailure.Kind.OUT_OF_MEMORY, refused.failure().kind());
    assertEquals(
        "decoding it takes 100 MiB of a Java heap of 64 MiB (JAVA_OPTS=-Xmx...)",
        refused.failure().message());
  }
}
