package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.model.labelled.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The images that a compressed model is fitted to and measured on, and how much it may lose. */
final class FittingOptions {
  @Option(
      names = "--calibrate",
      paramLabel = "DIR|CSV",
      description =
          "Images like those to be classified, for what activations are like; labels are not needed"
              + " (default: the drawn images that come with the program; your own are better).")
  Path calibrate;

  @Option(
      names = "--evaluate",
      paramLabel = "DIR|CSV",
      description =
          "Other images, to take the price on; with labels (class folders, or a CSV file of"
              + " path,label) also in accuracy (default: every third of those to calibrate on,"
              + " which is then not calibrated on).")
  Path evaluate;

  @Range(min = 1)
  @Option(
      names = "--max-images",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Calibrate on so many images at most, evenly spread (default: ${DEFAULT-VALUE}).")
  int maxImages;

  @Range(min = 0, max = 100, unit = "points")
  @Option(
      names = "--max-drop",
      paramLabel = "POINTS",
      defaultValue = "4",
      description =
          "On the calibration images at most so many of 100 may have another top-1 than before:"
              + " layers are kept in float for that, the costliest first (default:"
              + " ${DEFAULT-VALUE}).")
  double maxDrop;

  @Range(min = 1, max = 1024)
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Predictors at once when speed is measured (default: one a core).")
  Integer threads;

  @Mixin WalkOptions walk;

  /**
   * The images to calibrate on.
   *
   * @throws NoImageException where there is none
   */
  LabelledImages calibration() throws UsageException, IOException, NoImageException {
    LabelledImages images =
        calibrate == null
            ? LabelledImages.samples()
            : LabelOptions.images("--calibrate", calibrate, walk.rules());
    return images.atMost(maxImages);
  }

  /** Null if it was not asked for. */
  LabelledImages evaluation() throws UsageException, IOException, NoImageException {
    return evaluate == null ? null : LabelOptions.images("--evaluate", evaluate, walk.rules());
  }

  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
