package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.decode.BandChoice;
import io.github.resnet50.image.scene.SceneOptions;
import io.github.resnet50.image.scene.Tiling;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options for images that are larger than the model sees, or whose numbers are no colours yet. */
@Heading(Section.INPUT)
final class SceneChoice {
  @Journaled("tiles")
  @Option(
      names = "--tiles",
      paramLabel = "N[,OVERLAP]",
      description =
          "Cut each image into tiles of N by N of its pixels, that share OVERLAP pixels (or 10%%);"
              + " a record each, with its place in the columns x and y.")
  String tiles;

  @Journaled("bands")
  @Option(
      names = "--bands",
      paramLabel = "R,G,B",
      split = ",",
      hideParamSyntax = true,
      description =
          "Of TIFF: which bands are red, green and blue, counted from 1, or the one that is gray.")
  List<Integer> bands = List.of();

  @Journaled("stretch")
  @Option(
      names = "--stretch",
      paramLabel = "LOW,HIGH",
      split = ",",
      hideParamSyntax = true,
      description =
          "Of TIFF: percentiles of each band between which its levels lie, such as 2,98; 0 and what"
              + " is no number are left out.")
  List<Double> stretch = List.of();

  /** What they say. */
  SceneOptions options(long maxPixels, boolean isStream, boolean byContent) throws UsageException {
    Tiling tiling = tiles == null ? null : parsed("--tiles " + tiles, () -> Tiling.parse(tiles));
    if (isStream && (tiling != null || !bands.isEmpty() || !stretch.isEmpty())) {
      throw new UsageException(
          "--tiles, --bands and --stretch do not go with --tar: a scene is read more than once");
    }
    if (tiling != null && byContent) {
      throw new UsageException("--tiles does not go with --by-content");
    }
    if (!stretch.isEmpty() && stretch.size() != 2) {
      throw new UsageException("--stretch: expected two percentiles, such as 2,98");
    }
    BandChoice choice =
        parsed(
            stretch.isEmpty() ? "--bands" : "--bands, --stretch",
            () ->
                new BandChoice(
                    bands,
                    stretch.isEmpty()
                        ? null
                        : new BandChoice.Stretch(stretch.get(0), stretch.get(1))));
    return new SceneOptions(tiling, choice, maxPixels);
  }

  /** The columns that tell tiles apart, where there are any. */
  Set<ImageColumn> columns() {
    return tiles == null ? Set.of() : Set.of(ImageColumn.X, ImageColumn.Y);
  }

  /** A value that checks itself. */
  private interface Checked<T> {
    T get();
  }

  private static <T> T parsed(String option, Checked<T> value) throws UsageException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
  }
}
