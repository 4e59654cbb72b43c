package io.github.resnet50.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PipelineTest {
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void noThreadIsLeft() {
    assertFalse(workers.isEmpty());
    for (Thread worker : workers) {
      assertFalse(worker.isAlive(), worker.getName());
    }
  }

  @Test
  void carriesElementsFromStageToStage() throws Exception {
    Channel<Integer> numbers = new Channel<>(2);
    Channel<Integer> squares = new Channel<>(2);
    AtomicInteger sum = new AtomicInteger();
    stage(
        "source",
        1,
        () -> {
          for (int i = 1; i <= 100; i++) {
            numbers.put(i);
          }
        },
        numbers::close);
    stage(
        "square",
        3,
        () -> {
          for (Integer i = numbers.take(); i != null; i = numbers.take()) {
            squares.put(i * i);
          }
        },
        squares::close);
    stage(
        "sink",
        1,
        () -> {
          for (Integer i = squares.take(); i != null; i = squares.take()) {
            sum.addAndGet(i);
          }
        },
        () -> {});
    pipeline.await();
    assertEquals(338350, sum.get());
  }

  @Test
  void completionFollowsTheLastWorkerAndRunsOnce() throws Exception {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch allAtWork = new CountDownLatch(3);
    stage(
        "work",
        3,
        () -> {
          allAtWork.countDown();
          allAtWork.await();
          events.add("worker");
        },
        () -> events.add("completion"));
    pipeline.await();
    assertEquals(List.of("worker", "worker", "worker", "completion"), events);
  }

  @Test
  void aFailedWorkersStageIsNotCompleted() {
    AtomicBoolean completed = new AtomicBoolean();
    stage(
        "work",
        1,
        () -> {
          throw new IOException("broken");
        },
        () -> completed.set(true));
    assertThrows(PipelineException.class, pipeline::await);
    assertFalse(completed.get());
  }

  @Test
  void theFirstFailureInterruptsEveryOtherWorkerAndIsTheOneReported() {
    CountDownLatch waiting = new CountDownLatch(3);
    AtomicInteger interrupted = new AtomicInteger();
    stage(
        "waiting",
        3,
        () -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw new IllegalStateException("only what the interruption led to", e);
          }
        },
        () -> {});
    IOException first = new IOException("the cause");
    stage(
        "failing",
        1,
        () -> {
          waiting.await();
          throw first;
        },
        () -> {});
    PipelineException e = assertThrows(PipelineException.class, pipeline::await);
    assertSame(first, e.getCause());
    assertEquals("the cause", e.getMessage());
    assertEquals(3, interrupted.get());
  }

  @Test
  void anErrorIsAFailureToo() {
    AssertionError error = new AssertionError("deep inside");
    stage(
        "work",
        1,
        () -> {
          throw error;
        },
        () -> {});
    assertSame(error, assertThrows(PipelineException.class, pipeline::await).getCause());
  }

  @Test
  void aFailingCompletionIsAFailure() {
    IOException cause = new IOException("at the end");
    stage(
        "work",
        2,
        () -> {},
        () -> {
          throw cause;
        });
    assertSame(cause, assertThrows(PipelineException.class, pipeline::await).getCause());
  }

  @Test
  void aStageStartedAfterAFailureIsInterruptedToo() throws Exception {
    IOException cause = new IOException("early");
    CountDownLatch failed = new CountDownLatch(1);
    stage(
        "failing",
        1,
        () -> {
          failed.countDown();
          throw cause;
        },
        () -> {});
    failed.await();
    stage("late", 1, () -> new CountDownLatch(1).await(), () -> {});
    assertSame(cause, assertThrows(PipelineException.class, pipeline::await).getCause());
  }

  @Test
  void threadsAreNamedForTheirStage() throws Exception {
    Set<String> names = ConcurrentHashMap.newKeySet();
    stage("scan", 1, () -> names.add(Thread.currentThread().getName()), () -> {});
    stage("decode", 2, () -> names.add(Thread.currentThread().getName()), () -> {});
    pipeline.await();
    assertEquals(Set.of("scan", "decode-1", "decode-2"), names);
  }

  @Test
  void anInterruptedAwaitEndsTheWorkersBeforeItReturns() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicBoolean tidied = new AtomicBoolean();
    stage("waiting", 1, waits(waiting, tidied), () -> {});
    waiting.await();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, pipeline::await);
    assertTrue(tidied.get(), "what the workers use may be closed now");
  }

  @Test
  void closingEndsWorkersThatNobodyHasAwaited() {
    AtomicBoolean tidied = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Error noThreads = new OutOfMemoryError("unable to create native thread");
    Error thrown =
        assertThrows(
            OutOfMemoryError.class,
            () -> {
              try (pipeline) {
                stage("waiting", 1, waits(waiting, tidied), () -> {});
                waiting.await();
                throw noThreads; // as a stage may that fails to start
              }
            });
    assertSame(noThreads, thrown);
    assertTrue(tidied.get(), "what the workers use may be closed now");
  }

  @Test
  void closingAfterTheEndDoesNothing() throws Exception {
    stage("work", 1, () -> {}, () -> {});
    pipeline.await();
    pipeline.close();
    pipeline.await();
  }

  /** A worker that waits until it is interrupted, and then tidies up. */
  private static Pipeline.Worker waits(CountDownLatch waiting, AtomicBoolean tidied) {
    return () -> {
      waiting.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        tidied.set(true);
      }
    };
  }

  private void stage(
      String name, int count, Pipeline.Worker worker, Pipeline.Completion completion) {
    pipeline.stage(
        name,
        count,
        () -> {
          workers.add(Thread.currentThread());
          worker.run();
        },
        completion);
  }
}
