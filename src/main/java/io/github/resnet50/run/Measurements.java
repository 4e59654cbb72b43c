package io.github.resnet50.run;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.report.Bottleneck;
import io.github.resnet50.report.Stage;
import io.github.resnet50.report.StageStats;
import io.github.resnet50.report.TimingReport.Batches;
import io.github.resnet50.report.TimingReport.Startup;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run's time went, in the terms of the timing report.
 *
 * @param engine what computed
 * @param wallSeconds from the start of the run to its end
 * @param imagesPerSecond over the steady part
 */
public record Measurements(
    EngineInfo engine,
    double wallSeconds,
    double imagesPerSecond,
    Startup startup,
    Map<Stage, StageStats> stages,
    Batches batches,
    Optional<Bottleneck> bottleneck) {}
