package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeMemoryTest {
  private static final long MIB = 1 << 20;
  private final DecodeMemory memory = new DecodeMemory(64 * MIB);

  @Test
  void whatFitsTogetherIsDoneTogether() throws Exception {
    assertEquals("both", memory.with(15 * MIB, () -> memory.with(15 * MIB, () -> "both")));
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
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    firstMayGo.countDown();
    holder.join();
    second.join();
    assertFalse(met.get());
  }

  private void with20(Runnable work) {
    try {
      memory.with(
          20 * MIB,
          () -> {
            work.run();
            return null;
          });
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
    assertEquals("done", memory.with(50 * MIB, () -> "done"));
    assertEquals("again", memory.withAll(() -> "again"));
  }

  @Test
  void isFreeAgainAfterAFailure() throws Exception {
    assertThrows(
        ImageException.class,
        () ->
            memory.withAll(
                () -> {
                  throw new ImageException(ImageFailure.Kind.CORRUPT, "x");
                }));
    assertEquals("free", memory.withAll(() -> "free"));
  }

  @Test
  void whatCanNeverFitFailsBeforeItIsTried() {
    ImageException refused =
        assertThrows(ImageException.class, () -> memory.with(100 * MIB, () -> "never"));
    assertEquals(ImageFailure.Kind.OUT_OF_MEMORY, refused.failure().kind());
    assertEquals(
        "decoding it takes 100 MiB of a Java heap of 64 MiB (JAVA_OPTS=-Xmx...)",
        refused.failure().message());
  }
}
