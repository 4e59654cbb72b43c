package io.github.resnet50.report.timing;

import java.util.EnumMap;
import java.util.Map;

/** A {@link StageClock} for every stage of one run; safe for use by many threads. */
public final class StageClocks {
  private final Map<Stage, StageClock> clocks = new EnumMap<>(Stage.class);

  public StageClocks() {
    for (Stage stage : Stage.values()) {
      clocks.put(stage, new StageClock());
    }
  }

  public StageClock of(Stage stage) {
    return clocks.get(stage);
  }

  /** What was recorded so far, for every stage, in their order. */
  public Map<Stage, StageStats> snapshot() {
    Map<Stage, StageStats> stats = new EnumMap<>(Stage.class);
    clocks.forEach((stage, clock) -> stats.put(stage, clock.snapshot()));
    return stats;
  }
}
