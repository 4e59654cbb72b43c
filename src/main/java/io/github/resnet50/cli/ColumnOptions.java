package io.github.resnet50.cli;

import io.github.resnet50.cli.CertaintyOptions.Applied;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.OutputFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Options for what a record says of the image itself. */
@Heading(Section.OUTPUT)
final class ColumnOptions {
  static final String COLUMNS = "columns";
  static final String EMBED = "embed";

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

  /**
   * What was asked for, in the form of an output.
   *
   * @param others columns that are there anyway
   * @throws UsageException where that has no place for it
   */
  Applied on(Applied applied, OutputFormat format, Set<ImageColumn> others) throws UsageException {
    if (embed && format == OutputFormat.CSV) {
      throw new UsageException(
          "--embed: CSV has no place for an embedding; write .parquet, .jsonl or .json");
    }
    Set<ImageColumn> all = new TreeSet<>(columns);
    all.addAll(others);
    return applied.with(all, embed);
  }
}
