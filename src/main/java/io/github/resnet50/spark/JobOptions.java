package io.github.resnet50.spark;

import io.github.resnet50.cli.options.ImageLimits;
import io.github.resnet50.cli.options.ModelOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.report.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of a job: those of {@code classify} that mean something on many machines. */
final class JobOptions {
  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Image files, directories to walk in sorted order, and globs, on any file system that"
              + " Hadoop knows; all machines must see them.")
  List<String> paths = new ArrayList<>();

  @Option(
      names = "--files-from",
      paramLabel = "PATH",
      description = "Take paths from a list too, one a line.")
  String filesFrom;

  @Mixin WalkOptions walk = new WalkOptions();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|DIR",
      description =
          "A model of the driver's store by name, a SavedModel directory, or what --archives sent"
              + " under that name (default: $RESNET50_MODEL, else resnet50).")
  String model;

  @Option(
      names = "--shared-model",
      description =
          "All machines see the model's folder under the same path, so that it need not be sent;"
              + " it must come from --export-model.")
  boolean sharedModel;

  @Option(
      names = "--export-model",
      paramLabel = "FILE.zip",
      description =
          "Write the model, ready to run, for --archives or (unpacked) for --shared-model, and"
              + " end.")
  String exportModel;

  @Mixin SharedOptions.TrustOption trustModel;

  @Range(min = 1, max = 1024) // its tensor has to fit into one buffer
  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N",
      defaultValue = "8",
      description = "Images a batch (default: ${DEFAULT-VALUE}, as classify's).")
  int batchSize;

  @Mixin SharedOptions.TopKOption topK;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "The folder of part files to write, on any file system that Hadoop knows.")
  String output;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "csv|jsonl|parquet",
      description = "The format, where the output's suffix does not say (default: csv).")
  TableFormat format;

  @Option(
      names = "--single-file",
      description = "Put the parts together to one file, byte for byte as classify writes it.")
  boolean singleFile;

  @Mixin SharedOptions.OverwriteOption overwrite;

  @Option(
      names = "--timings",
      paramLabel = "PATH",
      description = "Write the timing report, .json or .csv.")
  String timings;

  @Range(min = 1)
  @Option(
      names = "--images-per-task",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "About the most images a task gets, rounded up to whole batches, in jobs of more than"
              + " 4096 batches to 32 of them: what is done again where a machine is lost"
              + " (default: ${DEFAULT-VALUE}).")
  int imagesPerTask;

  @Range(min = 1)
  @Option(
      names = "--decoders",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Threads that read and decode, for each processor of a task: more where storage answers"
              + " slowly (default: ${DEFAULT-VALUE}).")
  int decoders;

  @Mixin ImageLimits limits;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no notes, only errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Let Spark say what it does; print stack traces of errors.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /** By option, else by the environment, else the zoo's as in {@code classify}. */
  String model() {
    return ModelOptions.name(model, System.getenv());
  }

  /**
   * What the walk takes beneath its roots.
   *
   * @throws UsageException for a malformed glob or depth
   */
  ScanOptions scan() throws UsageException {
    return walk.below(paths);
  }

  /** What was asked for by option, else by suffix, else CSV. */
  TableFormat format() {
    for (TableFormat candidate : TableFormat.values()) {
      if (output.endsWith("." + candidate)) {
        if (format != null && format != candidate) {
          throw new IllegalArgumentException(
              "--format " + format + " contradicts the suffix of " + output);
        }
        return candidate;
      }
    }
    return format == null ? TableFormat.CSV : format;
  }

  /**
   * Looks at what no single option shows.
   *
   * @throws IllegalArgumentException for wrong usage, with a message for the user
   */
  void check() throws UsageException {
    if (exportModel != null) {
      return;
    }
    if (paths.isEmpty() && filesFrom == null) {
      throw new IllegalArgumentException(
          "no PATH given: name a directory or an image, or use --files-from");
    }
    if (output == null) {
      throw new IllegalArgumentException("no output given: name it with --output PATH");
    }
    if (singleFile && format() == TableFormat.PARQUET) {
      throw new IllegalArgumentException("--single-file goes with csv and jsonl, not with parquet");
    }
    if (timings != null && !timings.endsWith(".json") && !timings.endsWith(".csv")) {
      throw new IllegalArgumentException("--timings " + timings + ": must end in .json or .csv");
    }
    format();
    scan();
  }

  /** What a job can write. */
  enum TableFormat {
    CSV(OutputFormat.CSV),
    JSONL(OutputFormat.JSONL),
    PARQUET(null);

    private final OutputFormat text;

    TableFormat(OutputFormat text) {
      this.text = text;
    }

    /** The same as {@code classify} writes; empty for a format that it does not. */
    Optional<OutputFormat> text() {
      return Optional.ofNullable(text);
    }

    /** As in options: {@code csv}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
