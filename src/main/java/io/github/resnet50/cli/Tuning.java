package io.github.resnet50.cli;

import io.github.resnet50.basics.MachineMemory;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.bench.AutoTune;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Recommendations.Stored;
import io.github.resnet50.bench.SettingStats;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.run.BatchBudget;
import io.github.resnet50.run.RunConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batch size and threads for a run: as the user says, else as stored for this model and machine,
 * else the defaults; the least where memory is scarce.
 *
 * @param reasons why, a line for each that the program chose
 */
record Tuning(int batchSize, int threads, List<String> reasons) {
  /** ResNet50 takes 1.2 GiB on two threads, 0.9 on one with single images. */
  private static final long SCARCE_BYTES = 5L << 28;

  /** Measures on a model's first use; empty if that is not worth the time. */
  interface AutoTuner {
    /** For models that are not measured on their first use. */
    AutoTuner NONE = Optional::empty;

    Optional<Stored> tune() throws Exception;
  }

  /**
   * @param batchSize as the user wants it, or null
   * @param threads as the user wants them, or null
   */
  static Tuning of(
      Integer batchSize, Integer threads, ModelAccess models, ModelSpec spec, AutoTuner tuner)
      throws Exception {
    if (batchSize != null && threads != null) {
      return new Tuning(batchSize, threads, List.of());
    }
    if (isScarce(MachineMemory.bytes())) {
      return new Tuning(
          batchSize != null ? batchSize : 1,
          threads != null ? threads : 1,
          List.of("batch_size and threads that are not given are 1: there is little memory"));
    }
    Optional<Stored> stored = stored(models, spec);
    if (stored.isEmpty()) {
      stored = tuner.tune();
    }
    Optional<String> source = stored.map(Tuning::source);
    List<String> reasons = new ArrayList<>();
    int chosenBatch =
        batchSize != null
            ? batchSize
            : stored.map(Stored::batchSize).orElse(EngineOptions.AUTO_BATCH);
    int chosenThreads =
        threads != null ? threads : stored.map(Stored::threads).orElse(EngineOptions.cores());
    if (batchSize == null) {
      reasons.add(
          "batch_size " + chosenBatch + ": " + source.orElse("the default; see bench --save"));
    }
    if (threads == null) {
      reasons.add(
          "threads " + chosenThreads + ": " + source.orElse("one a core; see bench --save"));
    }
    return new Tuning(chosenBatch, chosenThreads, List.copyOf(reasons));
  }

  /** Whether the usual settings might have the system end the process. */
  static boolean isScarce(long memoryBytes) {
    return memoryBytes > 0 && memoryBytes < SCARCE_BYTES;
  }

  /**
   * A run's configuration with these.
   *
   * @throws UsageException where its batches do not fit into memory
   */
  RunConfig applied(RunConfig asked, ModelSpec spec) throws UsageException {
    RunConfig config = asked.with(batchSize, threads);
    BatchBudget budget = BatchBudget.of(config, spec.preprocessing());
    if (!budget.fits()) {
      throw new UsageException(
          "too little memory: "
              + budget.describe()
              + "; take a smaller --batch-size or fewer --threads, or give more with"
              + " JAVA_OPTS=-Xmx4g");
    }
    return config;
  }

  private static String source(Stored stored) {
    return "calibration".equals(stored.source())
        ? "measured at the first long run, on " + stored.measured() + "; see bench --save"
        : "from bench on " + stored.measured();
  }

  private static Optional<Stored> stored(ModelAccess models, ModelSpec spec) throws ModelException {
    Recommendations recommendations = new Recommendations(models.home());
    if (!recommendations.exist()) {
      return Optional.empty();
    }
    try {
      return recommendations.find(
          Recommendations.key(models.sha256(spec), spec), host(models, spec));
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  /** This machine, and the engine that will be started on it. */
  private static HostInfo host(ModelAccess models, ModelSpec spec) {
    return HostInfo.detect(models.engineName(spec), null, null);
  }

  /**
   * Measures the best settings for a model at its first long run on a machine, and stores them;
   * none if the run is short or its images cannot be counted.
   *
   * @param input as the user gave it
   * @param scan the same, ready to be walked
   */
  record FirstLongRun(ModelAccess models, ModelSpec spec, InputOptions input, ScanOptions scan)
      implements AutoTuner {

    @Override
    public Optional<Stored> tune() throws Exception {
      if (!input.canBeWalkedTwice() || !isLong()) {
        return Optional.empty();
      }
      try (RunConsole console = models.console("calibrate", "measurements")) {
        console.note(
            "first long run of "
                + spec.name()
                + " on this machine: finding its batch size, once, for a few seconds");
        SettingStats best =
            new AutoTune(EngineOptions.cores()).run(spec, models.engine(spec, console::note));
        Stored stored =
            Stored.of(
                best,
                "calibration",
                Instant.now(),
                Version.number(),
                host(models, spec),
                Recommendations.key(models.sha256(spec), spec));
        try {
          new Recommendations(models.home()).save(stored);
        } catch (IOException e) {
          console.note("the batch size found is not kept: " + SafeFiles.reason(e));
        }
        return Optional.of(stored);
      }
    }

    private boolean isLong() throws IOException {
      return ImageScanner.count(scan, images -> images <= EngineOptions.LONG_RUN)
          > EngineOptions.LONG_RUN;
    }
  }
}
