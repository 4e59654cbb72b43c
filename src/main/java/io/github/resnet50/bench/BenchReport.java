package io.github.resnet50.bench;

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

/**
 * What a benchmark found: of one model in several settings, or of several models in one each. The
 * JSON report's keys are in {@link BenchTables}.
 *
 * @param version the program's
 * @param images {@code synthetic}, or {@code files}
 * @param models the first is what others are compared with; or one model, once for each engine
 * @param comparison whether models are compared, each in one setting; else the settings of one are
 */
public record BenchReport(
    String version,
    Instant started,
    HostInfo host,
    String images,
    BenchConfig config,
    ProcessStats process,
    List<BenchedModel> models,
    boolean comparison) {
  static final String TOOL = "resnet50";

  public BenchReport {
    models = List.copyOf(models);
  }

  /**
   * What belongs to the process and not to a model.
   *
   * @param memory of all settings
   * @param sgemmGflops what large matrix products reach, by number of threads; empty where it was
   *     not measured
   */
  public record ProcessStats(MemoryPeak memory, SortedMap<Integer, Double> sgemmGflops) {
    public ProcessStats {
      sgemmGflops = Collections.unmodifiableSortedMap(new TreeMap<>(sgemmGflops));
    }
  }

  /**
   * One model.
   *
   * @param size of the images, as in keys: empty for the one that the model came with
   * @param engine that ran it
   * @param bytes of all its files
   * @param flopsPerImage floating-point operations; null where they are not known
   */
  public record BenchedModel(
      String size,
      TimingReport.ModelInfo model,
      EngineInfo engine,
      long bytes,
      MeasuredImages images,
      Loading loading,
      Double flopsPerImage,
      List<SettingStats> settings) {
    public BenchedModel {
      settings = List.copyOf(settings);
    }

    /** The measurements of its only setting, or of its first. */
    SettingStats measured() {
      return settings.get(0);
    }
  }

  /**
   * The images that a model was measured on.
   *
   * @param count how many different ones there are
   * @param failed those that could not be decoded and were left out
   */
  public record MeasuredImages(int count, int failed) {}

  /**
   * How long it takes until a model predicts.
   *
   * @param engineSeconds until the engine was up; less for one that follows another
   * @param modelSeconds loading the model
   * @param firstBatchSeconds its first batch, of the smallest size
   */
  public record Loading(double engineSeconds, double modelSeconds, double firstBatchSeconds) {
    double firstPredictionSeconds() {
      return engineSeconds + modelSeconds + firstBatchSeconds;
    }
  }

  /** All settings of all engines that one model was measured in. */
  List<SettingStats> settings() {
    return models.stream().flatMap(entry -> entry.settings().stream()).toList();
  }

  /** Whether one model was measured on several engines. */
  boolean severalEngines() {
    return !comparison && models.size() > 1;
  }

  /** Images that were left out; the most of any model. */
  public int failed() {
    return models.stream().mapToInt(entry -> entry.images().failed()).max().orElse(0);
  }

  /** How to run the first model. */
  public SettingStats recommendation() {
    return SettingStats.recommended(settings());
  }

  /** Images a second over the first model's. */
  double ratio(BenchedModel entry) {
    return entry.measured().imagesPerSecond() / models.get(0).measured().imagesPerSecond();
  }
}
