package io.github.resnet50.bench;

import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.TimingReport;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a benchmark found. The components are the keys of the JSON report, in their order, with
 * {@code camelCase} for {@code snake_case}: renaming one breaks other people's scripts.
 *
 * @param images {@code synthetic}, or {@code files}
 * @param imageCount how many different ones there are
 * @param failed images that could not be decoded and were left out
 * @param repeats measurements a setting
 * @param seconds the least that a measurement takes
 * @param warmUpSeconds the most that a warm-up takes, but for its last window
 * @param startup its first batch is of the smallest size
 * @param firstPredictionSeconds engine, model and first batch together
 * @param memory of the whole process, all settings
 * @param flopsPerImage floating-point operations; null where the model does not tell
 * @param sgemmGflops what large matrix products reach, by number of threads; empty where it was not
 *     measured
 */
public record BenchReport(
    String tool,
    String version,
    Instant started,
    HostInfo host,
    TimingReport.Model model,
    String images,
    int imageCount,
    int failed,
    int repeats,
    double seconds,
    double warmUpSeconds,
    TimingReport.Startup startup,
    double firstPredictionSeconds,
    MemoryPeak memory,
    Double flopsPerImage,
    SortedMap<Integer, Double> sgemmGflops,
    List<SettingStats> settings,
    Recommendation recommendation) {
  public BenchReport {
    sgemmGflops = Collections.unmodifiableSortedMap(new TreeMap<>(sgemmGflops));
    settings = List.copyOf(settings);
  }
}
