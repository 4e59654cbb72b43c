package io.github.resnet50.run;

import io.github.resnet50.report.StageClock;

/** One clock a stage of the timing report. */
record StageClocks(
    StageClock read,
    StageClock decode,
    StageClock preprocess,
    StageClock inference,
    StageClock write) {
  StageClocks() {
    this(new StageClock(), new StageClock(), new StageClock(), new StageClock(), new StageClock());
  }
}
