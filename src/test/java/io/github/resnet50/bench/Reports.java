package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.bench.BenchRun.BenchConfig;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.TimingReport;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reports for tests. */
final class Reports {
  static final HostInfo HOST =
      new HostInfo(
          "Fast 9",
          2,
          8_000_000_000L,
          "os",
          "jvm",
          new HostInfo.HostEngine("TensorFlow", "2", "cpu()"));
  static final String SHA256 = "0123456789abcdef".repeat(4);

  private static final int ROUNDS = 5;

  private Reports() {}

  static SettingStats setting(int batchSize, int threads, double imagesPerSecond) {
    return setting(batchSize, threads, imagesPerSecond, ROUNDS, null, null);
  }

  static SettingStats setting(
      int batchSize, int threads, double imagesPerSecond, int rounds, Double flops, Double peak) {
    Measurement round = new Measurement(imagesPerSecond, List.of(1_000_000L * batchSize));
    return SettingStats.of(
        "TensorFlow",
        new Rounds.EntrantResult(
            new Setting(batchSize, threads),
            new Rounds.WarmUp(2, batchSize != 1, imagesPerSecond),
            Collections.nCopies(rounds, round)),
        flops,
        peak);
  }

  private static BenchReport report(
      SortedMap<Integer, Double> peaks, BenchReport.BenchedModel... entries) {
    return new BenchReport(
        "1.2.3",
        Instant.parse("2026-11-23T23:30:00Z"),
        HOST,
        "synthetic",
        new BenchConfig(ROUNDS, 2, 10),
        new BenchReport.ProcessStats(new MemoryPeak(50_000_000, 700_000_000L), peaks),
        List.of(entries),
        entries.length > 1);
  }

  private static BenchReport.BenchedModel entry(
      String name, Double flops, SettingStats... settings) {
    return new BenchReport.BenchedModel(
        "",
        new TimingReport.ModelInfo(name, "/models/" + name, SHA256, null),
        new EngineInfo("TensorFlow", "2", "cpu()"),
        102_600_000,
        new BenchReport.MeasuredImages(64, 0),
        new BenchReport.Loading(0.5, 1, 0.25),
        flops,
        List.of(settings));
  }

  static BenchReport report(Double flops, SortedMap<Integer, Double> peaks) {
    return report(
        peaks,
        entry(
            "toy",
            flops,
            setting(1, 1, 10, 1, flops, peaks.get(1)),
            setting(8, 2, 20.25, ROUNDS, flops, peaks.get(2))));
  }

  static BenchReport report() {
    SortedMap<Integer, Double> peaks = new TreeMap<>();
    peaks.put(1, 100.0);
    peaks.put(2, 180.0);
    return report(8e9, peaks);
  }

  static BenchReport comparison() {
    return report(
        new TreeMap<>(),
        entry("toy", 8e9, setting(8, 2, 20.25, ROUNDS, 8e9, null)),
        entry("longer", null, setting(1, 2, 10)));
  }
}
