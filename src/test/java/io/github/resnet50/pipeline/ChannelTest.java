package io.github.resnet50.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelTest {

  @Test
  void givesElementsInTheOrderInWhichTheyCame() throws Exception {
    Channel<Integer> channel = new Channel<>(3);
    for (int i = 1; i <= 3; i++) {
      channel.put(i);
    }
    assertEquals(1, channel.take());
    assertEquals(2, channel.take());
    assertEquals(3, channel.take());
  }

  @Test
  void holdsAtLeastOneElement() {
    assertThrows(IllegalArgumentException.class, () -> new Channel<String>(0));
  }

  @Test
  void putWaitsWhileItIsFull() throws Exception {
    Channel<String> channel = new Channel<>(1);
    channel.put("first");
    Other producer = Other.start(() -> channel.put("second"));
    producer.awaitWaiting();
    assertEquals(0, channel.takeBlockedNanos());
    assertEquals("first", channel.take());
    producer.join();
    assertNull(producer.failure());
    assertEquals("second", channel.take());
  }

  @Test
  void takeWaitsForAnElement() throws Exception {
    Channel<String> channel = new Channel<>(1);
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    Other consumer = Other.start(() -> taken.add(channel.take()));
    consumer.awaitWaiting();
    channel.put("late");
    consumer.join();
    assertEquals(List.of("late"), taken);
  }

  @Test
  void countsTheTimeThatProducersAndConsumersWait() throws Exception {
    Channel<String> channel = new Channel<>(1);
    channel.put("a");
    Other producer = Other.start(() -> channel.put("b"));
    long least = producer.waitsAtLeast(TimeUnit.MILLISECONDS.toNanos(5));
    channel.take();
    producer.join();
    assertTrue(channel.putBlockedNanos() >= least, "put " + channel.putBlockedNanos());
    assertEquals(0, channel.takeBlockedNanos());

    channel.take();
    Other consumer = Other.start(channel::take);
    least = consumer.waitsAtLeast(TimeUnit.MILLISECONDS.toNanos(5));
    channel.put("c");
    consumer.join();
    assertTrue(channel.takeBlockedNanos() >= least, "take " + channel.takeBlockedNanos());
  }

  @Test
  void whatIsInsideCanBeTakenAfterTheClose() throws Exception {
    Channel<String> channel = new Channel<>(2);
    channel.put("left");
    channel.close();
    assertEquals("left", channel.take());
    assertNull(channel.take());
    assertNull(channel.take(), "the end stays the end");
  }

  @Test
  void closeWakesEveryWaitingConsumer() throws Exception {
    Channel<String> channel = new Channel<>(1);
    List<Other> consumers =
        IntStream.range(0, 3).mapToObj(i -> Other.start(() -> assertNull(channel.take()))).toList();
    for (Other consumer : consumers) {
      consumer.awaitWaiting();
    }
    channel.close();
    for (Other consumer : consumers) {
      consumer.join();
      assertNull(consumer.failure());
    }
  }

  @Test
  void nothingCanBePutAfterTheClose() {
    Channel<String> channel = new Channel<>(1);
    channel.close();
    assertThrows(IllegalStateException.class, () -> channel.put("late"));
  }

  @Test
  void closeEndsAWaitingPutWithAnErrorInsteadOfLeavingItWaiting() throws Exception {
    Channel<String> channel = new Channel<>(1);
    channel.put("full");
    Other producer = Other.start(() -> channel.put("late"));
    producer.awaitWaiting();
    channel.close();
    producer.join();
    assertInstanceOf(IllegalStateException.class, producer.failure());
    assertEquals("full", channel.take());
    assertNull(channel.take());
  }

  @Test
  void interruptionEndsAWaitingPutAndLosesNothing() throws Exception {
    Channel<String> channel = new Channel<>(1);
    channel.put("kept");
    Other producer = Other.start(() -> channel.put("dropped"));
    producer.awaitWaiting();
    producer.interrupt();
    producer.join();
    assertInstanceOf(InterruptedException.class, producer.failure());
    channel.close();
    assertEquals("kept", channel.take());
    assertNull(channel.take());
  }

  @Test
  void interruptionEndsAWaitingTake() throws Exception {
    Channel<String> channel = new Channel<>(1);
    Other consumer = Other.start(channel::take);
    consumer.awaitWaiting();
    consumer.interrupt();
    consumer.join();
    assertInstanceOf(InterruptedException.class, consumer.failure());
  }

  @Test
  void manyProducersAndConsumersLoseAndDoubleNothing() throws Exception {
    Channel<Integer> channel = new Channel<>(2);
    List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
    List<Other> producers =
        IntStream.range(0, 4)
            .mapToObj(
                p ->
                    Other.start(
                        () -> {
                          for (int i = 0; i < 500; i++) {
                            channel.put(p * 500 + i);
                          }
                        }))
            .toList();
    List<Other> consumers =
        IntStream.range(0, 4)
            .mapToObj(
                c ->
                    Other.start(
                        () -> {
                          for (Integer i = channel.take(); i != null; i = channel.take()) {
                            taken.add(i);
                          }
                        }))
            .toList();
    for (Other producer : producers) {
      producer.join();
    }
    channel.close();
    for (Other consumer : consumers) {
      consumer.join();
    }
    assertEquals(IntStream.range(0, 2000).boxed().toList(), taken.stream().sorted().toList());
  }

  /** A thread of the test, whose failure is kept. */
  private static final class Other {
    private final Thread thread;
    private volatile Throwable failure;

    private interface Task {
      void run() throws Exception;
    }

    private Other(Task task) {
      thread =
          new Thread(
              () -> {
                try {
                  task.run();
                } catch (Throwable t) {
                  failure = t;
                }
              });
    }

    static Other start(Task task) {
      Other other = new Other(task);
      other.thread.start();
      return other;
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    /** Looks on while it waits; returns a time that it has waited in any case. */
    long waitsAtLeast(long nanos) {
      awaitWaiting();
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
      return nanos;
    }

    void interrupt() {
      thread.interrupt();
    }

    void join() throws InterruptedException {
      thread.join();
    }

    Throwable failure() {
      return failure;
    }
  }
}
