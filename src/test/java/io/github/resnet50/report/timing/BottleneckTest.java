package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BottleneckTest {
  private static final Bottleneck.Pool WRITER = new Bottleneck.Pool(1, Map.of(Stage.WRITE, 0.1));

  private static Bottleneck.Pool decoders(
      int workers, double read, double decode, double preprocess) {
    return new Bottleneck.Pool(
        workers, Map.of(Stage.READ, read, Stage.DECODE, decode, Stage.PREPROCESS, preprocess));
  }

  private static Bottleneck.Pool predictors(int workers, double busy) {
    return new Bottleneck.Pool(workers, Map.of(Stage.INFERENCE, busy));
  }

  @Test
  void thePoolThatHardlyWaits() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.INFERENCE, 0.95)),
        Bottleneck.find(List.of(decoders(4, 2, 8, 2), predictors(1, 9.5), WRITER), 10));
  }

  @Test
  void busyTimeIsSharedByTheWorkers() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.INFERENCE, 0.9)),
        Bottleneck.find(List.of(decoders(8, 4, 20, 4), predictors(1, 9), WRITER), 10));
  }

  @Test
  void aPoolIsJudgedByAllItsStages() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.DECODE, 1)),
        Bottleneck.find(List.of(decoders(1, 3, 4, 3), predictors(1, 7), WRITER), 10));
  }

  @Test
  void withinThePoolTheLongestStage() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.READ, 0.9)),
        Bottleneck.find(List.of(decoders(2, 15, 2, 1), predictors(1, 3), WRITER), 10));
  }

  @Test
  void neverBusierThanAllTheTime() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.INFERENCE, 1)),
        Bottleneck.find(List.of(predictors(1, 11)), 10));
  }

  @Test
  void ofEqualsTheLater() {
    assertEquals(
        Optional.of(new Bottleneck(Stage.INFERENCE, 0.5)),
        Bottleneck.find(List.of(predictors(1, 5), decoders(1, 0, 5, 0)), 10));
  }

  @Test
  void nothingDone() {
    assertEquals(Optional.empty(), Bottleneck.find(List.of(), 10));
    assertEquals(Optional.empty(), Bottleneck.find(List.of(predictors(1, 0)), 10));
    assertEquals(Optional.empty(), Bottleneck.find(List.of(predictors(1, 1)), 0));
  }

  @Test
  void poolsFromRecordedTimes() {
    Map<Stage, StageClock> clocks = StageClock.ofStages();
    clocks.get(Stage.DECODE).record(3_000_000_000L);
    clocks.get(Stage.READ).record(1_000_000_000L);
    Bottleneck.Pool pool =
        Bottleneck.Pool.of(2, EnumSet.of(Stage.READ, Stage.DECODE), StageClock.snapshots(clocks));
    assertEquals(new Bottleneck.Pool(2, Map.of(Stage.READ, 1.0, Stage.DECODE, 3.0)), pool);
    assertThrows(IllegalArgumentException.class, () -> new Bottleneck.Pool(0, Map.of()));
  }
}
