package io.github.resnet50.report.timing;

import io.github.resnet50.basics.Inline;
import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.timing.StageClock.Stats;
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
 * @param config the options in effect, as strings, numbers, booleans or null
 * @param bottleneck see {@link Bottleneck}; null where nothing was done
 */
public record TimingReport(
    @Inline Program program,
    HostInfo host,
    ModelInfo model,
    Map<String, Object> config,
    PathCounts images,
    @Inline Measurements measurements,
    Stage bottleneck) {

  public TimingReport {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /**
   * The program that ran.
   *
   * @param tool its name
   * @param started when the run began
   */
  public record Program(String tool, String version, Instant started) {
    /** As pages name it. */
    public String name() {
      return tool + " " + version;
    }
  }

  /**
   * What a run measures.
   *
   * @param wallSeconds the whole run, start of the engine included
   * @param imagesPerSecond over the steady part, see {@link ThroughputMeter}
   * @param stages one entry for every stage
   */
  public record Measurements(
      double wallSeconds,
      double imagesPerSecond,
      StartupTimes startup,
      Map<Stage, Stats> stages,
      Batches batches,
      MemoryPeak memory) {
    public Measurements {
      stages = Collections.unmodifiableMap(new EnumMap<>(stages));
      if (stages.size() != Stage.values().length) {
        throw new IllegalArgumentException("not every stage: " + stages.keySet());
      }
    }
  }

  /**
   * The model that classified.
   *
   * @param sha256 of the model's graph, in lower-case hexadecimal, or null where it is not known
   * @param preprocessing its settings by their keys in the JSON report
   */
  public record ModelInfo(
      String name, String path, String sha256, Map<String, Object> preprocessing) {

    public static ModelInfo of(String name, String path, String sha256, Preprocessing steps) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("width", steps.width());
      settings.put("height", steps.height());
      settings.put("resize", steps.resizing().resize());
      settings.put("resize_short", steps.resizing().resizeShort());
      settings.put("center_crop", steps.resizing().centerCrop());
      settings.put("crop_mode", steps.resizing().cropMode().toString());
      settings.put("interpolation", steps.resizing().interpolation().toString());
      settings.put("scale", steps.scaling().scale());
      settings.put("mean", steps.scaling().mean());
      settings.put("std", steps.scaling().std());
      settings.put("channel_order", steps.channelOrder());
      return new ModelInfo(name, path, sha256, Collections.unmodifiableMap(settings));
    }
  }

  /**
   * Paths found, and what became of them.
   *
   * @param notTaken null where nothing lay beside them
   */
  public record PathCounts(long found, long ok, long failed, @Inline NotTaken notTaken) {
    public static PathCounts of(long found, long ok, long failed, PassedOver passedOver) {
      NotTaken notTaken = passedOver.isNothing() ? null : new NotTaken(passedOver);
      return new PathCounts(found, ok, failed, notTaken);
    }
  }

  /**
   * What the walk met and did not take.
   *
   * @param passedOver by reason and by suffix
   */
  public record NotTaken(PassedOver passedOver) {}

  /**
   * What is spent once a run.
   *
   * @param engineSeconds loading the engine's native libraries
   * @param modelSeconds loading the model
   * @param firstBatchSeconds inference of the first batch, which warms the engine up
   */
  public record StartupTimes(double engineSeconds, double modelSeconds, double firstBatchSeconds) {}

  /**
   * The batches that went through the engine.
   *
   * @param meanSize images a batch
   */
  public record Batches(long count, double meanSize) {}

  private static final Table<Map.Entry<Stage, Stats>> STAGES =
      Table.of(
          Column.of("stage", Map.Entry::getKey),
          column("count", Stats::count),
          column("total_seconds", Stats::totalSeconds),
          column("mean_ms", Stats::meanMs),
          column("p50_ms", Stats::p50Ms),
          column("p90_ms", Stats::p90Ms),
          column("p95_ms", Stats::p95Ms),
          column("p99_ms", Stats::p99Ms),
          column("max_ms", Stats::maxMs),
          column("blocked_seconds", Stats::blockedSeconds));

  private static Column<Map.Entry<Stage, Stats>> column(String key, Function<Stats, ?> value) {
    return Column.of(key, entry -> value.apply(entry.getValue()));
  }

  /**
   * Writes a header and a line a stage, nothing else; the writer is flushed and stays open. As JSON
   * the report is written by {@link ReportJson#write}.
   */
  public void writeCsv(Writer out) throws IOException {
    STAGES.writeCsv(measurements.stages().entrySet(), out);
  }
}
