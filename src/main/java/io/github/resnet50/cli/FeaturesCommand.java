package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.TarOption;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.features.Augmentation;
import io.github.resnet50.features.FeatureCache;
import io.github.resnet50.features.FeatureRun;
import io.github.resnet50.features.Variants;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.Progress;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code features}: images in, what the last dense layer sees of them out. */
@Heading(Section.OUTPUT)
@Command(
    name = "features",
    description = {
      "Writes pooled features of images, for use elsewhere.",
      "They are what the last layer of a model sees, 2048 numbers an image for ResNet50.",
      "Features are kept in $RESNET50_HOME/cache by what images contain: a second run over the same"
          + " images takes seconds."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "X.npy holds float32 [rows][features]; X.paths.csv beside it tells the path of each row"
          + " (path,status,error,row), and why a path has none. X.csv holds both"
          + " (path,status,error,f0,f1,...), and X.parquet too, with the features as a list.",
      "",
      "Examples:",
      "  resnet50 features photos -o photos.npy",
      "  resnet50 features photos -o photos.csv --augment 4 --seed 1"
    })
final class FeaturesCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private final Context context;

  @Mixin InputOptions input;
  @Mixin TarOption tar;
  @Mixin EngineOptions engine;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|-",
      defaultValue = Output.STANDARD_OUTPUT,
      description =
          "Features; the suffix .npy, .csv or .parquet names the format; - is CSV on standard"
              + " output (default: ${DEFAULT-VALUE}).")
  String output;

  @Range(min = 0, max = 1000)
  @Heading(Section.METHOD)
  @Option(
      names = "--augment",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Besides the image as it is (variant 0), K random variants of it: part of it, mirrored,"
              + " turned, in other colours (default: ${DEFAULT-VALUE}).")
  int augment;

  @Heading(Section.METHOD)
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "What random variants depend on besides the image itself (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin SharedOptions.OverwriteOption overwrite;

  @Mixin LongRunOptions common;

  FeaturesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ScanOptions scan = input.scan(context.in()); // wrong usage is reported before a missing model
    tar.check(input);
    Optional<String> missing = tar.given ? Optional.empty() : input.missing();
    if (missing.isPresent()) {
      context.say(missing.get() + "; nothing is written");
      return ExitCode.NO_IMAGE;
    }
    RunSetup run = RunSetup.of(context, common, engine, scan, 1);
    Variants variants = new Variants(augment, seed, Augmentation.DEFAULT);
    try (FeatureOutputs outputs = new FeatureOutputs(output, new InputGuard(input), context)) {
      outputs.open(
          overwrite.given,
          augment > 0,
          Map.of(
              "version", Version.number(),
              "model", run.sha256(),
              "model_name", run.spec().name(),
              "preprocessing", run.spec().preprocessing().identity()));
      FeatureCache cache =
          FeatureCache.open(
              run.models().home(), run.spec(), run.sha256(), run.models().engineName(run.spec()));
      FeatureRun.Totals totals;
      StringBuilder firstFailure = new StringBuilder();
      WalkCounts walk;
      try (RunConsole console = run.models().console("features", Progress.FILES);
          FeatureRun features =
              new FeatureRun(run.config(), run.spec(), run.engine(), cache, console.features());
          ImageWalk images =
              tar.given ? TarOption.kept(context.in(), scan) : new ImageScanner(scan)) {
        context.signal().calls(features::stop);
        if (!tar.given && input.canBeWalkedTwice()) {
          console.countAhead(scan);
        }
        totals =
            features.run(
                images,
                variants,
                image -> {
                  outputs.table().write(image);
                  if (image.failure() != null && firstFailure.isEmpty()) {
                    firstFailure.append(image.ref().name()).append(": ").append(image.failure());
                  }
                });
        walk = images.counts();
      }
      if (totals.complete() && totals.found() == 0) {
        return WalkReport.nothingTaken(context, walk, scan);
      }
      if (totals.complete()) {
        outputs.commit();
      } else {
        outputs.discard();
      }
      cache.problem().ifPresent(run.models()::note);
      printTotals(totals, outputs, cache);
      WalkReport.note(context, common, walk);
      return totals.complete()
          ? context.failed(common, totals.failed(), totals.found(), firstFailure.toString())
          : ExitCode.INTERRUPTED;
    }
  }

  private void printTotals(FeatureRun.Totals totals, FeatureOutputs outputs, FeatureCache cache)
      throws IOException {
    if (!totals.complete()) {
      context.say("interrupted; what was computed is kept, and the same command goes on from it");
    } else if (!common.quiet) {
      context
          .err()
          .printf(
              "%s, %d of them known before, %d failed; see %s%n",
              Text.counted(totals.found(), "image"),
              totals.fromCache(),
              totals.failed(),
              outputs.name());
    }
    if (common.verbose) {
      context.err().printf("feature cache: %.1f MiB in %s%n", cache.bytes() / MIB, cache.root());
    }
    context.err().flush();
  }
}
