package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.options.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopOnSignalTest {
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final StopOnSignal signal = new StopOnSignal(said::add);

  @Test
  void anEndAtOnceUndoesAndSaysWhatIsLeft() {
    List<String> undone = new ArrayList<>();
    signal.undoes(() -> undone.add("file"));
    signal.stop();
    assertEquals(List.of("interrupted; nothing is written"), said);
    assertEquals(List.of("file"), undone);
    signal.endsAtOnce("no model is stored");
    signal.tells(code -> undone.add("exit " + code));
    signal.stop();
    assertEquals("interrupted; no model is stored", said.get(1));
    assertEquals("exit 130", undone.get(2));
  }

  /** Has a signal come while something that can be stopped is at work. */
  private void interrupt(int exitCode, String... says) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    signal.calls(stopped::countDown);
    Thread hook = new Thread(signal::stop);
    hook.start();
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
    Collections.addAll(said, says);
    signal.release(exitCode);
    hook.join();
  }

  @Test
  void whatCanBeStoppedSaysItself() throws Exception {
    interrupt(ExitCode.INTERRUPTED, "half is there");
    assertEquals(List.of("half is there"), said);
  }

  @Test
  void whatWasDoneByThenIsNotSilent() throws Exception {
    interrupt(ExitCode.OK);
    assertEquals(List.of("interrupted when all was done"), said);
  }

  @Test
  void whatFailedByThenHasSaidSo() throws Exception {
    interrupt(ExitCode.SOME_FAILED, "1 of 2 images failed");
    assertEquals(List.of("1 of 2 images failed"), said);
    assertEquals(130, signal.exitCode(ExitCode.SOME_FAILED), "the process ends with the signal");
  }

  @Test
  void whatDoesNotEndInTimeIsNotSilent() {
    StopOnSignal hasty = new StopOnSignal(said::add, Duration.ofMillis(1));
    hasty.calls(() -> said.add("stopped"));
    hasty.stop();
    assertEquals(List.of("stopped", "interrupted; what was in hand is not written"), said);
    hasty.leaves("a.json is written");
    hasty.tells(code -> said.add("exit " + code));
    hasty.stop();
    assertEquals("interrupted; what was in hand is not written; a.json is written", said.get(3));
    assertEquals("exit 130", said.get(4));
  }

  @Test
  void afterWhatCanBeStoppedAnEndIsAtOnceAgain() {
    signal.calls(() -> said.add("stopped"));
    signal.endsAtOnce();
    signal.stop();
    assertEquals(List.of("interrupted; nothing is written"), said);
  }
}
