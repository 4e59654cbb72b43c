package io.github.resnet50.cli;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.features.FeatureCache;
import io.github.resnet50.features.FeatureRun;
import io.github.resnet50.features.ImageFeatures;
import io.github.resnet50.features.Variants;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.report.Progress;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.commons.io.function.IOConsumer;

/** Features of images of which only records are known: by a model, and kept by content. */
final class FeatureSearch {
  private final Context context;
  private final LongRunOptions common;
  private final RunSetup run;
  private long failed;
  private String firstFailure = "";

  /** The model that the options ask for; nothing is loaded yet. */
  FeatureSearch(Context context, LongRunOptions common, EngineOptions engine) throws Exception {
    this.context = context;
    this.common = common;
    this.run = RunSetup.of(context, common, engine, ScanOptions.of(List.of()), 1);
  }

  /**
   * Computes features, or takes those that are known.
   *
   * @param sink gets each image that has features, by the index that it has in {@code images}
   * @return false where a signal ended it
   */
  boolean run(Iterator<ImageRef> images, IOConsumer<ImageFeatures> sink) throws Exception {
    FeatureCache cache =
        FeatureCache.open(
            run.models().home(), run.spec(), run.sha256(), run.models().engineName(run.spec()));
    try (RunConsole console = run.models().console("find", Progress.FILES);
        FeatureRun features =
            new FeatureRun(run.config(), run.spec(), run.engine(), cache, console.features())) {
      context.signal().calls(features::stop);
      boolean isWhole = features.run(images, Variants.NONE, image -> take(image, sink)).complete();
      cache.problem().ifPresent(run.models()::note);
      return isWhole;
    } finally {
      context.signal().endsAtOnce();
    }
  }

  private void take(ImageFeatures image, IOConsumer<ImageFeatures> sink) throws IOException {
    if (image.failure() == null) {
      sink.accept(image);
      return;
    }
    failed++;
    if (firstFailure.isEmpty()) {
      firstFailure = image.ref().name() + ": " + image.failure();
    }
  }

  /** How many images had none. */
  long failed() {
    return failed;
  }

  /** The first of them, and why. */
  String firstFailure() {
    return firstFailure;
  }

  /**
   * Says that a signal ended it.
   *
   * @return the exit code
   */
  int interrupted() {
    context.say("interrupted; features that were computed are kept");
    return ExitCode.INTERRUPTED;
  }

  /**
   * Says which images had none.
   *
   * @return the exit code
   */
  int end() {
    String line = failed + " images could not be looked at; first " + firstFailure;
    if (failed > 0 && !common.quiet) {
      context.say(line);
    }
    return context.end(failed == 0 ? ExitCode.OK : ExitCode.SOME_FAILED, common, line);
  }

  /**
   * The images of records, each with its place among them.
   *
   * @param taken asked for each record in its turn: whether its image is one of them
   */
  static Iterator<ImageRef> images(
      Iterator<RecordedImage> records, BiPredicate<Long, RecordedImage> taken) {
    return new Lookahead<>() {
      private long places;

      @Override
      protected ImageRef advance() {
        while (records.hasNext()) {
          RecordedImage image = records.next();
          long place = places++;
          if (taken.test(place, image)) {
            return image(place, image);
          }
        }
        return null;
      }
    };
  }

  /** The image of a record, which may be gone. */
  private static ImageRef image(long place, RecordedImage image) {
    RecordedImage.Found found = image.find();
    return found.source() == null
        ? new ImageRef(
            place,
            image.name(),
            new FileSource(found.path()),
            new ImageFailure(Kind.NOT_FOUND, "no such file"))
        : new ImageRef(place, image.name(), found.source());
  }
}
