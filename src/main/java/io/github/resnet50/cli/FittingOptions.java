package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.model.labelled.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The images that a compressed model is fitted to and measured on, and how much it may lose. */
final class FittingOptions {
  private static final int MOST_THREADS = 1024;

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

  @Option(
      names = "--max-images",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Calibrate on so many images at most, evenly spread (default: ${DEFAULT-VALUE}).")
  int maxImages;

  @Option(
      names = "--max-drop",
      paramLabel = "POINTS",
      defaultValue = "4",
      description =
          "On the calibration images at most so many of 100 may have another top-1 than before:"
              + " layers are kept in float for that, the costliest first (default:"
              + " ${DEFAULT-VALUE}).")
  double maxDrop;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Predictors at once when speed is measured (default: one a core).")
  Integer threads;

  void check() throws UsageException {
    if (!(maxDrop >= 0 && maxDrop <= 100)) {
      throw new UsageException("--max-drop " + maxDrop + ": expected points, 0 to 100");
    }
    if (maxImages < 1) {
      throw new UsageException("--max-images " + maxImages + ": expected 1 or more");
    }
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new UsageException("--threads " + threads + ": expected 1 to " + MOST_THREADS);
    }
  }

  LabelledImages calibration() throws UsageException, IOException {
    LabelledImages images =
        calibrate == null ? LabelledImages.samples() : images("--calibrate", calibrate);
    return images.atMost(maxImages);
  }

  /** Null where it was not asked for. */
  LabelledImages evaluation() throws UsageException, IOException {
    return evaluate == null ? null : images("--evaluate", evaluate);
  }

  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static LabelledImages images(String option, Path path)
      throws UsageException, IOException {
    if (!Files.exists(path)) {
      throw new UsageException(option + " " + path + ": no such file or directory");
    }
    try {
      return LabelledImages.read(path);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + " " + e.getMessage(), e);
    }
  }
}
