package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.image.ImageColumn;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Options for what a record says of the image itself. */
@Heading(Section.OUTPUT)
final class ColumnOptions {
  static final String COLUMNS = "columns";

  @Journaled(COLUMNS)
  @Option(
      names = "--columns",
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      description =
          "End each record with these, in this order: " + ImageColumn.NAMES + " (default: none).")
  SortedSet<ImageColumn> columns = new TreeSet<>();
}
