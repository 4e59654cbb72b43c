package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.LabelOptions;
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
@Heading(Section.INPUT)
final class FittingOptions {
  @Option(
      names = "--calibrate",
      paramLabel = "DIR|CSV",
      description =
          "Images like those to be classified; labels are not needed (default: the drawn images of"
              + " this program; your own are better).")
  Path calibrate;

  @Option(
      names = "--evaluate",
      paramLabel = "DIR|CSV",
      description =
          "Other images, to take the price on; where labelled (class folders, or a CSV of"
              + " path,label) also in accuracy (default: every third of --calibrate's, held out).")
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
  @Heading(Section.METHOD)
  @Option(
      names = "--max-drop",
      paramLabel = "POINTS",
      defaultValue = "4",
      description =
          "At most so many of 100 calibration images may get another top-1, and twice as many on"
              + " ONNX Runtime: the costliest layers stay in float for that (default:"
              + " ${DEFAULT-VALUE}).")
  double maxDrop;

  @Range(min = 1, max = 1024)
  @Heading(Section.MODEL)
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Engine threads when speed is measured (default: one a core).")
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
