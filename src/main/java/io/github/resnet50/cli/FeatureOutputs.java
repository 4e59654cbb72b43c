package io.github.resnet50.cli;

import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.features.CsvFeatures;
import io.github.resnet50.features.FeatureTable;
import io.github.resnet50.features.NpyFeatures;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where {@code features} writes: a table as CSV, or numbers for NumPy and a table of their paths.
 */
final class FeatureOutputs implements AutoCloseable {
  private final Output features;
  private final Output paths; // null: the paths are in the table
  private final FeatureTable table;

  private FeatureOutputs(Output features, Output paths, FeatureTable table) {
    this.features = features;
    this.paths = paths;
    this.table = table;
  }

  /**
   * Opens the outputs now, so that an unusable path is known before any work is done.
   *
   * @param target {@code .npy}, {@code .csv}, or {@code -} for CSV on standard output
   * @param augmented whether there will be variants
   */
  static FeatureOutputs open(
      String target, InputOptions input, boolean overwrite, boolean augmented, Context context)
      throws UsageException, IOException {
    Path file = Path.of(target);
    boolean standard = target.equals(Output.STANDARD_OUTPUT);
    if (!standard) {
      new InputGuard(input).check("--output", file);
    }
    if (standard || hasSuffix(target, ".csv") || isDevice(file)) {
      Output output = OutputOptions.open(file, overwrite, context);
      return new FeatureOutputs(
          output, null, new CsvFeatures(OutputFormat.writer(output.stream()), augmented));
    }
    if (!hasSuffix(target, ".npy")) {
      throw new UsageException("--output " + target + ": must end in .npy or .csv");
    }
    Path table = Path.of(target.substring(0, target.length() - 4) + ".paths.csv");
    new InputGuard(input).check("--output", table);
    Output paths = OutputOptions.open(table, overwrite, context);
    Output output = null;
    try {
      output = OutputOptions.open(file, overwrite, context);
      return new FeatureOutputs(
          output,
          paths,
          new NpyFeatures(
              output.stream(),
              OutputFormat.writer(paths.stream()),
              file.toAbsolutePath().getParent(),
              augmented));
    } catch (UsageException | IOException e) {
      paths.close();
      if (output != null) {
        output.close();
      }
      throw e;
    }
  }

  private static boolean hasSuffix(String name, String suffix) {
    return name.toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  FeatureTable table() {
    return table;
  }

  /** Makes the result count; who sees the numbers sees their paths too. */
  void commit() throws IOException {
    table.end();
    if (paths != null) {
      paths.commit();
    }
    features.commit();
  }

  /** As people would call it. */
  String name() {
    return features.name() + (paths == null ? "" : " and " + paths.name());
  }

  @Override
  public void close() throws IOException {
    try (features;
        table) {
      if (paths != null) {
        paths.close();
      }
    }
  }
}
