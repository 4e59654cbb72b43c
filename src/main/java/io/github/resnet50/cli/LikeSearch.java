package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.find.Cosine;
import io.github.resnet50.find.Ranking;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code find --like}: images whose features point where another's do. They come from the
 * predictions where these have them, and else from a model, as the other image's do where it is not
 * among them.
 */
final class LikeSearch {
  private final Context context;
  private final LongRunOptions common;
  private final EngineOptions engine;
  private final Predictions predictions;
  private final Predicate<ItemResult> wanted;

  /**
   * @param wanted which records
   */
  LikeSearch(
      Context context,
      LongRunOptions common,
      EngineOptions engine,
      Predictions predictions,
      Predicate<ItemResult> wanted) {
    this.context = context;
    this.common = common;
    this.engine = engine;
    this.predictions = predictions;
    this.wanted = wanted;
  }

  /**
   * What the predictions say of the other image.
   *
   * @param features its own; null where it is not among them
   * @param length how many each image has; 0: they have none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(float[] features, int length) {}

  /**
   * Prints the images that are the most alike.
   *
   * @param image to which
   * @param most how many
   * @return the exit code
   */
  int find(String image, int most, PathPrinter paths) throws Exception {
    Path path = FileNames.path(image);
    if (!ImageScanner.exists(path)) {
      throw new UsageException("--like " + image + ": no such file");
    }
    Path itself = path.toAbsolutePath().normalize();
    Known known = look(itself);
    float[] features = known.features();
    FeatureSearch search = null;
    if (features == null) {
      search = new FeatureSearch(context, common, engine);
      Optional<float[]> own = features(search, image, path);
      if (own.isEmpty() && search.failed() > 0) {
        throw new UsageException("--like " + search.firstFailure());
      }
      if (own.isEmpty()) {
        return search.interrupted();
      }
      features = own.get();
    }
    if (known.length() > 0 && features.length != known.length()) {
      throw new UsageException(
          "--like %s: it has %d features by this model, and the images of %s have %d; take the --model that made those"
              .formatted(image, features.length, predictions.file(), known.length()));
    }
    Ranking ranking = new Ranking(most);
    if (known.length() > 0) {
      rankRecorded(features, itself, ranking);
    } else if (!rankComputed(search, features, itself, ranking)) {
      return search.interrupted();
    }
    for (Ranking.Ranked alike : ranking.ranked()) {
      paths.print(alike.name());
      if (common.verbose) {
        context.say("%.4f %s".formatted(alike.score(), alike.name()));
      }
    }
    return search == null ? ExitCode.OK : search.end();
  }

  /** Up to the image itself, where there are features. */
  private Known look(Path itself) throws IOException {
    int length = 0;
    try (RecordedImages images = predictions.openWithFeatures()) {
      while (images.hasNext()) {
        RecordedImage image = images.next();
        if (image.record() instanceof Predicted record) {
          float[] features = record.extras().embedding();
          if (features == null) {
            return new Known(null, 0);
          }
          length = features.length;
          if (isAt(image.name(), itself)) {
            return new Known(features, length);
          }
        }
      }
    }
    return new Known(null, length);
  }

  private static boolean isAt(String name, Path itself) {
    try {
      return FileNames.path(name).toAbsolutePath().normalize().equals(itself);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<float[]> features(FeatureSearch search, String name, Path path)
      throws Exception {
    float[][] features = new float[1][];
    ImageRef image = new ImageRef(0, name, ImageScanner.source(path, new OpenArchives()));
    search.run(List.of(image).iterator(), found -> features[0] = found.features());
    return Optional.ofNullable(features[0]);
  }

  private void rankRecorded(float[] features, Path itself, Ranking ranking) throws IOException {
    try (RecordedImages images = predictions.openWithFeatures()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      while (each.hasNext()) {
        RecordedImage image = each.next();
        float[] other = ((Predicted) image.record()).extras().embedding();
        if (other != null && other.length == features.length && !isAt(image.name(), itself)) {
          ranking.add(image.name(), Cosine.of(features, other));
        }
      }
    }
  }

  private boolean rankComputed(FeatureSearch search, float[] features, Path itself, Ranking ranking)
      throws Exception {
    try (RecordedImages images = predictions.open()) {
      return search.run(
          FeatureSearch.images(FindCommand.filtered(images, wanted), (place, each) -> true),
          image -> {
            if (!isAt(image.ref().name(), itself)) {
              ranking.add(image.ref().name(), Cosine.of(features, image.features()));
            }
          });
    }
  }
}
