package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.compress.Recipe;
import io.github.resnet50.report.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** In which ways a model is made cheaper. */
final class RecipeOptions {
  private static final double MOST = 0.9;
  private static final String AUTO = "auto";

  @Option(
      names = "--int8",
      description =
          "Quantise: convolutions in 8 bits, on processors of x86-64 with oneDNN. No training.")
  boolean int8;

  @Option(
      names = "--prune",
      paramLabel = "F|auto",
      description =
          "Remove channels between convolutions, at most this share of them (0 to 0.9), first those"
              + " that never fire, then those that the others make up for best; auto: as many as"
              + " --max-drop allows. No training. With --int8, what is left is quantised.")
  String prune;

  @Option(
      names = "--curve",
      paramLabel = "FILE.csv",
      description =
          "With --prune: price fractions from 0 to 0.4 too, with --int8 also in 8 bits; a line"
              + " each on the label and in this file. Takes minutes.")
  Path curve;

  Recipe recipe() throws UsageException {
    if (!int8 && prune == null) {
      throw new UsageException("say how to compress: --int8, --prune F or both");
    }
    if (curve != null && prune == null) {
      throw new UsageException("--curve tells of pruning: give --prune too");
    }
    if (curve != null && !curve.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new UsageException("--curve " + curve + ": expected a file's name in .csv");
    }
    return new Recipe(prune != null, fraction(), int8, curve != null);
  }

  private OptionalDouble fraction() throws UsageException {
    if (prune == null || prune.equals(AUTO)) {
      return OptionalDouble.empty();
    }
    try {
      double fraction = Double.parseDouble(prune);
      if (fraction >= 0 && fraction <= MOST) {
        return OptionalDouble.of(fraction);
      }
    } catch (NumberFormatException e) {
      // Told below, as other values are.
    }
    throw new UsageException("--prune " + prune + ": expected 0 to " + MOST + ", or auto");
  }

  /** Opens the file now, so that an unusable path is known before any work is done. */
  Output openCurve(boolean overwrite, Context context) throws UsageException, IOException {
    return curve == null ? null : OutputOptions.open(curve, overwrite, context);
  }
}
