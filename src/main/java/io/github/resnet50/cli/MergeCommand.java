package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.ShardMerge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge}: the parts of a sharded run put together. */
@Heading(Section.OUTPUT)
@Command(
    name = "merge",
    description = {
      "Puts the outputs of classify --shard together in walk order.",
      "Each PART needs its journal, PART.journal, beside it; give the parts in any order."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {"", "Examples:", "  resnet50 merge all.csv part-*.csv"})
final class MergeCommand implements Callable<Integer> {
  private static final String WHOLE = "OUT";

  private final Context context;

  @Parameters(index = "0", paramLabel = "OUT", description = "The whole; - is standard output.")
  Path out;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PART",
      description = "The output of each share.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--overwrite", description = "Replace OUT if it exists.")
  boolean overwrite;

  @Mixin CommonOptions common;

  MergeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context
        .signal()
        .endsAtOnce(out + " is not complete, and the same command makes it from its beginning");
    List<ShardMerge.Share> parts = new ArrayList<>();
    for (Path file : files) {
      if (InputGuard.isSame(out, file)) {
        throw new UsageException(out + ": is one of the parts, and would be written over");
      }
      parts.add(ShardMerge.Share.open(file));
    }
    ShardMerge merge = new ShardMerge(parts);
    Optional<OutputFormat> bySuffix = OutputFormat.forFile(out);
    if (bySuffix.isPresent() && bySuffix.get() != merge.format()) {
      throw new UsageException(out + ": the parts are " + merge.format());
    }
    try (Outputs outputs = new Outputs(context, new InputGuard(new InputOptions()))) {
      outputs.add(WHOLE, out).open(overwrite);
      outputs.packs(WHOLE, merge.packing());
      merge.write(outputs.stream(WHOLE));
      outputs.commit();
      if (!common.quiet) {
        context
            .err()
            .println(
                "Merged %d records of %d parts: %d ok, %d failed; %s"
                    .formatted(
                        merge.records(),
                        parts.size(),
                        merge.records() - merge.failed(),
                        merge.failed(),
                        Text.escape(outputs.name(WHOLE))));
      }
    }
    String first =
        !common.quiet || merge.failed() == 0
            ? ""
            : merge.firstFailure().map(f -> f.name() + ": " + f.failure()).orElse("see " + out);
    return context.failed(common, merge.failed(), merge.records(), first);
  }
}
