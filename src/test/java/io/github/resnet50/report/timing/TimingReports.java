package io.github.resnet50.report.timing;

import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Scaling;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Timing reports for tests. */
public final class TimingReports {
  /** The keys of a report, in their order: whoever changes them breaks other people's scripts. */
  public static final List<String> KEYS =
      List.of(
          "tool",
          "version",
          "started",
          "host",
          "model",
          "config",
          "images",
          "wall_seconds",
          "images_per_second",
          "startup",
          "stages",
          "batches",
          "memory",
          "bottleneck");

  private TimingReports() {}

  public static TimingReport of(double wallSeconds, Stage bottleneck) {
    Map<Stage, StageClock> clocks = StageClock.ofStages();
    clocks.get(Stage.READ).record(1_500_000);
    clocks.get(Stage.READ).blocked(250_000_000);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("batch_size", 32);
    config.put("paths", List.of("a <b>", "c"));
    config.put("resume", false);
    config.put("max_failures", null);
    return new TimingReport(
        new TimingReport.Program("resnet50", "0.1.0", Instant.parse("2026-01-02T03:04:05Z")),
        new HostInfo(
            "A CPU",
            2,
            8L << 30,
            "Linux 6 amd64",
            "OpenJDK 17",
            new HostInfo.HostEngine("TensorFlow", "2.16.1", "cpu()")),
        TimingReport.ModelInfo.of(
            "resnet50",
            "/models/resnet50",
            null,
            new Preprocessing(
                224,
                224,
                Resizing.cropped(256),
                new Scaling(1f / 255, List.of(0.485f, 0.456f, 0.406f), List.of(1f, 1f, 1f)),
                Preprocessing.ChannelOrder.BGR)),
        config,
        TimingReport.PathCounts.of(200, 198, 2, PassedOver.NOTHING),
        new TimingReport.Measurements(
            wallSeconds,
            14.125,
            new TimingReport.StartupTimes(1.5, 0.75, 0.5),
            StageClock.snapshots(clocks),
            new TimingReport.Batches(7, 28.571428571428573),
            new MemoryPeak(123456789, null)),
        bottleneck);
  }
}
