package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.EmbeddingTable;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The features of a prediction file for NumPy, made of that file once it is complete: so that it
 * needs no journal of its own, and can be made later where a run ended between the two.
 */
final class EmbeddingsFile implements Closeable {
  private final Path file;
  private final Output output;

  /**
   * Opens it, so that an unusable path is known before any work is done.
   *
   * @param overwrite whether one that exists may be replaced
   */
  EmbeddingsFile(Path file, boolean overwrite, Context context) throws UsageException {
    this.file = file;
    this.output = Outputs.open(file, overwrite, context);
  }

  /** Makes it of predictions that are complete. */
  void write(Path predictions, OutputFormat format) throws IOException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      EmbeddingTable.write(predictions, format, output.stream(), folder);
      output.commit();
    } finally {
      output.discard(); // what is committed stays
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
