package io.github.resnet50.bench;

import io.github.resnet50.report.timing.HostInfo;
import java.time.Instant;
import java.util.List;

/**
 * How fast several models are, measured in turn. The components are the keys of the JSON report, as
 * those of {@link BenchReport} are.
 *
 * @param models the first is what the others are compared with
 */
public record ComparisonReport(
    String tool,
    String version,
    Instant started,
    HostInfo host,
    String images,
    int repeats,
    double seconds,
    double warmUpSeconds,
    List<Entry> models) {
  public ComparisonReport {
    models = List.copyOf(models);
  }

  /**
   * One model.
   *
   * @param bytes of all its files
   * @param failed images that could not be decoded and were left out
   * @param modelSeconds loading it, the engine being up
   * @param flopsPerImage floating-point operations; null where the model does not tell
   * @param ratio images a second over the first model's
   */
  public record Entry(
      String name,
      String path,
      String sha256,
      long bytes,
      int failed,
      double modelSeconds,
      double firstBatchSeconds,
      Double flopsPerImage,
      SettingStats measured,
      double ratio) {}

  /** Images that were left out, of all models. */
  public int failed() {
    return models.stream().mapToInt(Entry::failed).max().orElse(0);
  }
}
