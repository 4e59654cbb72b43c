package io.github.resnet50.bench;

import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.TimingReport;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reports for tests. */
final class Reports {
  static final HostInfo HOST = new HostInfo("Fast 9", 2, 8_000_000_000L, "os", "jvm", "2", "cpu()");
  static final String SHA256 = "0123456789abcdef".repeat(4);

  private Reports() {}

  static SettingStats setting(int batchSize, int threads, double imagesPerSecond) {
    return SettingStats.of(
        new Setting(batchSize, threads),
        List.of(new Window(imagesPerSecond, List.of(1_000_000L * batchSize))),
        new WarmUp.Outcome(2, batchSize != 1));
  }

  static BenchReport report(Double flops, SortedMap<Integer, Double> peaks) {
    List<SettingStats> settings =
        List.of(
            setting(1, 1, 10).withArithmetic(flops, peaks.get(1)),
            setting(8, 2, 20.25).withArithmetic(flops, peaks.get(2)));
    return new BenchReport(
        "resnet50",
        "1.2.3",
        Instant.parse("2026-11-23T23:30:00Z"),
        HOST,
        new TimingReport.Model("toy", "/models/toy", SHA256, null),
        "synthetic",
        64,
        0,
        5,
        2,
        10,
        new TimingReport.Startup(0.5, 1, 0.25),
        1.75,
        new MemoryPeak(50_000_000, 700_000_000L),
        flops,
        peaks,
        settings,
        Recommendation.of(settings));
  }

  static BenchReport report() {
    SortedMap<Integer, Double> peaks = new TreeMap<>();
    peaks.put(1, 100.0);
    peaks.put(2, 180.0);
    return report(8e9, peaks);
  }
}
