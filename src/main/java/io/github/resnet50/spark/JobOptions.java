package io.github.resnet50.spark;

import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.Shard;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options of a job: those of {@code classify} that mean something on many machines. */
final class JobOptions {
  private static final int LARGEST_BATCH = 1024;
  private static final double LONGEST_SECONDS = 86_400;

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

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Walk only files that match; may be given again. Without it: jpg, jpeg, jpe, jfif, png,"
              + " gif, bmp, dib, webp, tif, tiff.")
  List<String> includes = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out files and directories that match; may be given again.")
  List<String> excludes = new ArrayList<>();

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

  @Option(
      names = "--trust-model",
      description = "Run a model's operations even where they could touch files or processes.")
  boolean trustModel;

  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N",
      defaultValue = "8",
      converter = BatchSize.class,
      description = "Images a batch (default: ${DEFAULT-VALUE}, as classify's).")
  int batchSize;

  @Option(
      names = {"-k", "--top-k"},
      paramLabel = "N",
      defaultValue = "5",
      converter = Count.class,
      description = "Predictions an image (default: ${DEFAULT-VALUE}).")
  int topK;

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

  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  boolean overwrite;

  @Option(
      names = "--timings",
      paramLabel = "PATH",
      description = "Write the timing report, .json or .csv.")
  String timings;

  @Option(
      names = "--images-per-task",
      paramLabel = "N",
      defaultValue = "4096",
      converter = Count.class,
      description =
          "About the most images a task gets, rounded up to whole batches, in jobs of more than"
              + " 4096 batches to 32 of them: what is done again where a machine is lost"
              + " (default: ${DEFAULT-VALUE}).")
  int imagesPerTask;

  @Option(
      names = "--decoders",
      paramLabel = "N",
      defaultValue = "2",
      converter = Count.class,
      description =
          "Threads that read and decode, for each processor of a task: more where storage answers"
              + " slowly (default: ${DEFAULT-VALUE}).")
  int decoders;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "178956970",
      description = "Refuse larger images before decoding them (default: ${DEFAULT-VALUE}).")
  long maxPixels;

  @Option(
      names = "--image-timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      converter = Seconds.class,
      description =
          "An image that takes longer to read or to decode is a failed one"
              + " (default: ${DEFAULT-VALUE}).")
  double imageTimeout;

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

  /**
   * What the walk takes beneath its roots.
   *
   * @throws IllegalArgumentException for a malformed glob, with a message for the user
   */
  ScanOptions scan() {
    return new ScanOptions(
        paths, null, includes, excludes, ScanOptions.NO_LIMIT, false, false, Shard.ALL);
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
  void check() {
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
    if (maxPixels < 1) {
      throw new IllegalArgumentException("--max-pixels " + maxPixels + ": expected 1 or more");
    }
    format();
    scan();
  }

  /** A number of something, 1 or more. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, Integer.MAX_VALUE);
    }
  }

  /** Images whose tensor fits into one buffer. */
  static final class BatchSize implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, LARGEST_BATCH);
    }
  }

  /** More than none, and at most a day. */
  static final class Seconds implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double seconds = Double.parseDouble(text);
        if (seconds > 0 && seconds <= LONGEST_SECONDS) {
          return seconds;
        }
      } catch (NumberFormatException e) {
        // Answered below.
      }
      throw new TypeConversionException(
          "'" + text + "': expected seconds, more than 0 and at most a day");
    }
  }

  private static int whole(String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new TypeConversionException(
        "'"
            + text
            + "': expected a whole number, "
            + (most == Integer.MAX_VALUE ? "1 or more" : "1 to " + most));
  }
}
