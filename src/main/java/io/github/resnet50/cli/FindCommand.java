package io.github.resnet50.cli;

import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.PredictionsOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.find.Ranking;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code find}: paths of images, by what predictions say of them. */
@Heading(Section.METHOD)
@Command(
    name = "find",
    description = {
      "Prints the paths of images in predictions of which all that is asked for is true, one a"
          + " line.",
      "Without anything asked for these are all that were classified."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Duplicates are printed in groups, the largest image first, with an empty line (with -0 an"
          + " empty path) between them. They go by the column phash (classify --columns phash),"
          + " confirmed by features where the predictions have them (classify --embed) or --model"
          + " is given; without that column they need --model.",
      "",
      "Exit codes: 0 also where nothing is found; 3 some images could not be looked at.",
      "",
      "Examples:",
      "  resnet50 find predictions.csv --class dog --min-prob 0.6",
      "  resnet50 find predictions.csv --max-prob 0.6 -0 | xargs -0 cp -t aside --",
      "  resnet50 find predictions.csv --duplicates"
    })
final class FindCommand implements Callable<Integer> {
  private static final int MOST_LIKE = 20;

  private final Context context;

  @Mixin PredictionsOptions input;
  @Mixin FilterOptions filters;

  @Option(
      names = "--uncertain",
      description = "Least sure first: those whose best two classes are the nearest to each other.")
  boolean uncertain;

  @Option(
      names = "--like",
      paramLabel = "IMAGE",
      description =
          "Most alike first, by features: those of the predictions (classify --embed), else of"
              + " --model.")
  String like; // null: not asked for

  @Option(
      names = "--duplicates",
      description =
          "Images that show the same picture: resized, compressed otherwise, or mirrored.")
  boolean duplicates;

  @Range(min = 1)
  @Heading(Section.OUTPUT)
  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Only the first N (default: " + MOST_LIKE + " with --like, else all).")
  Integer top; // null: not given

  @Heading(Section.OUTPUT)
  @Option(
      names = {"-0", "--null"},
      description = "End each path in NUL instead of a line's end, as xargs -0 reads them.")
  boolean nullSeparated;

  @Mixin DecisionOptions decision;
  @Mixin EngineOptions engine;
  @Mixin LongRunOptions common;

  FindCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long orders = List.of(uncertain, like != null, duplicates).stream().filter(o -> o).count();
    if (orders > 1) {
      throw new UsageException("--uncertain, --like and --duplicates: take one of them");
    }
    if (duplicates && top != null) {
      throw new UsageException("--top does not go with --duplicates");
    }
    if (filters.isOfFailed() && orders > 0) {
      throw new UsageException("--failed goes alone: such images have no class");
    }
    Consumer<String> notes = common.quiet ? note -> {} : context::say;
    Predictions predictions = new Predictions(input, decision, notes);
    Predicate<ItemResult> wanted = filters.of(predictions, notes);
    try (PathPrinter paths = new PathPrinter(context.out(), nullSeparated)) {
      if (like != null) {
        int most = top == null ? MOST_LIKE : top;
        return new LikeSearch(context, common, engine, predictions, wanted).find(like, most, paths);
      }
      if (duplicates) {
        return new DuplicateFinder(context, common, engine, predictions, wanted).find(paths);
      }
      if (uncertain) {
        printRanked(predictions, wanted, paths);
      } else {
        print(predictions, wanted, paths);
      }
      return ExitCode.OK;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Each path once: tiles have that of their scene. */
  private void print(Predictions predictions, Predicate<ItemResult> wanted, PathPrinter paths)
      throws IOException {
    int most = top == null ? Integer.MAX_VALUE : top;
    LongMap printed = new LongMap();
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = filtered(images, wanted);
      while (printed.size() < most && each.hasNext()) {
        String name = each.next().name();
        if (printed.add(new Sha256().add(name).head())) {
          paths.print(name);
        }
      }
    }
  }

  private void printRanked(Predictions predictions, Predicate<ItemResult> wanted, PathPrinter paths)
      throws IOException {
    Ranking leastSure = new Ranking(top == null ? Integer.MAX_VALUE : top);
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = filtered(images, wanted);
      while (each.hasNext()) {
        RecordedImage image = each.next();
        if (image.record() instanceof Predicted record) {
          leastSure.add(image.name(), -margin(record.predictions()));
        }
      }
    }
    for (Ranking.Ranked image : leastSure.ranked()) {
      paths.print(image.name());
    }
  }

  /** By how much the best class leads; a second one that is not recorded has no probability. */
  private static double margin(List<Prediction> best) {
    return best.get(0).probability() - (best.size() > 1 ? best.get(1).probability() : 0);
  }

  /** Those of which it is true. */
  static Lookahead<RecordedImage> filtered(RecordedImages images, Predicate<ItemResult> wanted) {
    return new Lookahead<>() {
      @Override
      protected RecordedImage advance() {
        while (images.hasNext()) {
          RecordedImage image = images.next();
          if (wanted.test(image.record())) {
            return image;
          }
        }
        return null;
      }
    };
  }
}
