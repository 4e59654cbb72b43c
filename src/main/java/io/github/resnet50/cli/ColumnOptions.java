package io.github.resnet50.cli;

import io.github.resnet50.cli.CertaintyOptions.Applied;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.OutputFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Options for what a record says of the image itself. */
@Heading(Section.OUTPUT)
final class ColumnOptions {
  static final String COLUMNS = "columns";
  static final String EMBED = "embed";
  static final String EMBEDDINGS = "--embeddings";

  @Journaled(COLUMNS)
  @Option(
      names = "--columns",
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description =
          "End each record with these, in this order: " + ImageColumn.NAMES + " (default: none).")
  SortedSet<ImageColumn> columns = new TreeSet<>();

  @Journaled(EMBED)
  @Option(
      names = "--embed",
      description =
          "End each record with embedding, the model's features as the command features gives"
              + " them; not in .csv.")
  boolean embed;

  @Journaled.Not("another file, made of the records")
  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Like --embed, and write the features for NumPy too (.npy): a row a record, in their"
              + " order, NaN where one failed.")
  Path embeddings;

  /**
   * What was asked for, in the form of an output.
   *
   * @param others columns that are there anyway
   * @throws UsageException where that has no place for it
   */
  Applied on(Applied applied, OutputOptions output, Set<ImageColumn> others) throws UsageException {
    String option = embeddings == null ? "--embed" : EMBEDDINGS;
    embed |= embeddings != null;
    if (embed && output.format() == OutputFormat.CSV) {
      throw new UsageException(
          option + ": CSV has no place for an embedding; write .parquet, .jsonl or .json");
    }
    if (embeddings != null && !output.isFile()) {
      throw new UsageException(
          EMBEDDINGS + " is made of the predictions: it needs an --output that is a file");
    }
    Set<ImageColumn> all = new TreeSet<>(columns);
    all.addAll(others);
    return applied.with(all, embed);
  }

  /** Adds their file to those that are checked; it is opened by itself. */
  Outputs reserve(Outputs outputs) throws UsageException {
    boolean isNpy =
        embeddings == null || embeddings.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    if (!isNpy) {
      throw new UsageException(EMBEDDINGS + " " + embeddings + ": must end in .npy");
    }
    return outputs.reserve(EMBEDDINGS, embeddings);
  }

  /** Opens it; null where none is wanted. */
  EmbeddingsFile open(boolean overwrite, Context context) throws UsageException {
    return embeddings == null ? null : new EmbeddingsFile(embeddings, overwrite, context);
  }
}
