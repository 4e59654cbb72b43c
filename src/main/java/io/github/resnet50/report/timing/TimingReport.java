package io.github.resnet50.report.timing;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.Table.Column;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a run's time went. The components are the keys of the JSON report, in their order, with
 * {@code camelCase} for {@code snake_case}: renaming one breaks other people's scripts.
 *
 * @param tool the program's name
 * @param version the program's version
 * @param started when the run began
 * @param config the options in effect, as strings, numbers, booleans or null
 * @param wallSeconds the whole run, start of the engine included
 * @param imagesPerSecond over the steady part, see {@link ThroughputMeter}
 * @param stages one entry for every stage
 * @param bottleneck see {@link Bottleneck}; null where nothing was done
 */
public record TimingReport(
    String tool,
    String version,
    Instant started,
    HostInfo host,
    Model model,
    Map<String, Object> config,
    Images images,
    double wallSeconds,
    double imagesPerSecond,
    Startup startup,
    Map<Stage, StageStats> stages,
    Batches batches,
    MemoryPeak memory,
    Stage bottleneck) {

  public TimingReport {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    if (stages.size() != Stage.values().length) {
      throw new IllegalArgumentException("not every stage: " + stages.keySet());
    }
  }

  /**
   * What ran.
   *
   * @param tool the program's name
   * @param started when the run began
   */
  public record Program(String tool, String version, Instant started) {}

  /**
   * What classified.
   *
   * @param sha256 of the model's graph, in lower-case hexadecimal, or null where it is not known
   * @param preprocessing its settings by their keys in the JSON report
   */
  public record Model(String name, String path, String sha256, Map<String, Object> preprocessing) {

    public static Model of(String name, String path, String sha256, Preprocessing steps) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("width", steps.width());
      settings.put("height", steps.height());
      settings.put("resize", steps.resizing().resize());
      settings.put("resize_short", steps.resizing().resizeShort());
      settings.put("center_crop", steps.resizing().centerCrop());
      settings.put("scale", steps.scaling().scale());
      settings.put("mean", steps.scaling().mean());
      settings.put("std", steps.scaling().std());
      settings.put("channel_order", steps.channelOrder());
      return new Model(name, path, sha256, Collections.unmodifiableMap(settings));
    }
  }

  /** Paths found, and what became of them. */
  public record Images(long found, long ok, long failed) {}

  /**
   * What is paid once a run.
   *
   * @param engineSeconds loading the engine's native libraries
   * @param modelSeconds loading the model
   * @param firstBatchSeconds inference of the first batch, which warms the engine up
   */
  public record Startup(double engineSeconds, double modelSeconds, double firstBatchSeconds) {}

  /**
   * The batches that went through the engine.
   *
   * @param meanSize images a batch
   */
  public record Batches(long count, double meanSize) {}

  private static final Table<Map.Entry<Stage, StageStats>> STAGES =
      Table.of(
          Column.of("stage", Map.Entry::getKey),
          column("count", StageStats::count),
          column("total_seconds", StageStats::totalSeconds),
          column("mean_ms", StageStats::meanMs),
          column("p50_ms", StageStats::p50Ms),
          column("p90_ms", StageStats::p90Ms),
          column("p95_ms", StageStats::p95Ms),
          column("p99_ms", StageStats::p99Ms),
          column("max_ms", StageStats::maxMs),
          column("blocked_seconds", StageStats::blockedSeconds));

  private static Column<Map.Entry<Stage, StageStats>> column(
      String key, Function<StageStats, ?> value) {
    return Column.of(key, entry -> value.apply(entry.getValue()));
  }

  /**
   * Writes a header and a line a stage, nothing else; the writer is flushed and stays open. As JSON
   * the report is written by {@link ReportJson#write}.
   */
  public void writeCsv(Writer out) throws IOException {
    STAGES.writeCsv(stages.entrySet(), out);
  }
}
