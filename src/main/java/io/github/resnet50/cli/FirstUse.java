package io.github.resnet50.cli;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.bench.AutoTune;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Recommendations.Stored;
import io.github.resnet50.bench.SettingStats;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Measures the best settings for a model at its first long run on a machine, and stores them. */
final class FirstUse {
  private final Models models;
  private final EngineOptions engine;

  FirstUse(Models models, EngineOptions engine) {
    this.models = models;
    this.engine = engine;
  }

  /** The new measurement, now stored; empty if the run is short or its images cannot be counted. */
  Optional<Stored> tune(ModelSpec spec, InputOptions input, ScanOptions scan) throws Exception {
    if (!input.canBeWalkedTwice() || !isLong(scan)) {
      return Optional.empty();
    }
    CommonOptions common = models.common();
    try (RunConsole console =
        new RunConsole("calibrate", "measurements", models.context(), common.quiet)) {
      console.note(
          "first long run of "
              + spec.name()
              + " on this machine: finding its batch size, once, for a few seconds");
      SettingStats best =
          new AutoTune(EngineOptions.cores())
              .run(
                  spec,
                  models.engine(engine, console::note),
                  new BenchConsole(console, common.verbose));
      Home home = models.home();
      Stored stored =
          Stored.of(
              best,
              "calibration",
              Instant.now(),
              Version.number(),
              HostInfo.detect(null, null),
              ContentHash.in(home).of(new ModelDirectory(spec.directory())));
      try {
        new Recommendations(home).save(stored);
      } catch (IOException e) {
        console.note("the batch size found is not kept: " + SafeFiles.reason(e));
      }
      return Optional.of(stored);
    }
  }

  private static boolean isLong(ScanOptions scan) throws IOException {
    try (ImageScanner scanner = new ImageScanner(scan)) {
      int files = 0;
      for (; files <= EngineOptions.LONG_RUN && scanner.hasNext(); files++) {
        scanner.next();
      }
      return files > EngineOptions.LONG_RUN;
    }
  }
}
