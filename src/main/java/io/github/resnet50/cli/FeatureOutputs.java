package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.features.FeatureTable;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The files of {@code features}: a table as CSV or Parquet, or numbers for NumPy and a table of
 * their paths.
 */
final class FeatureOutputs implements AutoCloseable {
  private static final String FEATURES = "--output";
  private static final String PATHS = "paths of --output";
  private static final String NPY = ".npy";
  private static final String PARQUET = ".parquet";

  private final Path file;
  private final Outputs outputs;
  private final boolean isTable; // Parquet
  private FeatureTable table;

  /**
   * @param target {@code .npy}, {@code .csv}, {@code .parquet}, or {@code -} for CSV on standard
   *     output
   */
  FeatureOutputs(String target, InputGuard guard, Context context) throws UsageException {
    this.file = FileNames.path(target);
    this.outputs = new Outputs(context, guard);
    isTable = hasSuffix(target, PARQUET);
    if (isTable && (Output.isStandard(file) || isDevice(file))) {
      throw new UsageException("--output " + target + ": " + Outputs.NEEDS_A_FILE);
    }
    boolean csv = Output.isStandard(file) || hasSuffix(target, ".csv") || isDevice(file);
    if (!csv && !isTable) {
      if (!hasSuffix(target, NPY)) {
        throw new UsageException("--output " + target + ": must end in .npy, .csv or .parquet");
      }
      Path paths =
          FileNames.path(target.substring(0, target.length() - NPY.length()) + ".paths.csv");
      guard.check(FEATURES, paths);
      outputs.add(
          PATHS,
          paths); // first, because as soon as the numbers are visible their paths must be visible
      // too
    }
    outputs.add(FEATURES, file);
  }

  private static boolean hasSuffix(String name, String suffix) {
    return name.toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /**
   * Opens the files, so that an unusable path is known before any work is done.
   *
   * @param augmented whether there will be variants
   * @param about of what the features are, by name
   */
  void open(boolean overwrite, boolean augmented, Map<String, String> about)
      throws UsageException, IOException {
    outputs.open(overwrite);
    if (isTable) {
      table = FeatureTable.parquet(outputs.stream(FEATURES), augmented, about);
      return;
    }
    table =
        outputs.has(PATHS)
            ? FeatureTable.npy(
                outputs.stream(FEATURES),
                OutputFormat.writer(outputs.stream(PATHS)),
                file.toAbsolutePath().getParent(),
                augmented)
            : FeatureTable.csv(OutputFormat.writer(outputs.stream(FEATURES)), augmented);
  }

  FeatureTable table() {
    return table;
  }

  /** Commits the files. */
  void commit() throws IOException {
    table.end();
    outputs.commit();
  }

  /** As {@link Outputs#discard}. */
  void discard() {
    outputs.discard();
  }

  /** The name of the output in messages. */
  String name() {
    return outputs.name(FEATURES) + (outputs.has(PATHS) ? " and " + outputs.name(PATHS) : "");
  }

  @Override
  public void close() throws IOException {
    try (outputs) {
      if (table != null) {
        table.close();
      }
    }
  }
}
