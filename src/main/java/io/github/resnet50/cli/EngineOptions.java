package io.github.resnet50.cli;

import io.github.resnet50.run.RunConfig;
import picocli.CommandLine.Option;

/** Which model, and how much of the machine it gets. */
final class EngineOptions {
  private static final double LONGEST_SECONDS = 86_400;
  static final int AUTO_BATCH = 8;
  private static final int LARGEST_BATCH = 1024; // its tensor has to fit into one buffer
  private static final int MOST_DECODERS = 16;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|DIR",
      description =
          "A model of the store by name, else a SavedModel directory, or a built-in one: demo,"
              + " which knows the drawn objects of the sample images and nothing else, or random,"
              + " which knows nothing (default: $RESNET50_MODEL, else resnet50, which is fetched).")
  String model; // not a picocli default: that would read the process's environment

  @Option(
      names = "--trust-model",
      description = "Run a model's operations even where they could touch files or processes.")
  boolean trustModel;

  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N|auto",
      defaultValue = "auto",
      description =
          "Images a batch; auto: what was measured for this model and machine, by bench --save or"
              + " at the first run over more than "
              + FirstUse.LONG_RUN
              + " files, else "
              + AUTO_BATCH
              + " (default: ${DEFAULT-VALUE}).")
  String batchSize;

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
      description =
          "An image that takes longer to read or to decode is a failed one"
              + " (default: ${DEFAULT-VALUE}).")
  double imageTimeout;

  @Option(
      names = "--decoders",
      paramLabel = "N",
      description = "Decode workers (default: one a core, at most " + MOST_DECODERS + ").")
  Integer decoders;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Engine threads, each with a predictor of its own (default: what was measured, as for the"
              + " batch size; else one a core).")
  Integer threads;

  String model(Context context) {
    return model != null ? model : context.variable("RESNET50_MODEL").orElse("resnet50");
  }

  /** As asked for, else the default: what is stored is not looked at. */
  int batchSize() throws UsageException {
    if (isAutoBatch()) {
      return AUTO_BATCH;
    }
    try {
      int size = Integer.parseInt(batchSize);
      if (size >= 1 && size <= LARGEST_BATCH) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new UsageException(
        "--batch-size " + batchSize + ": expected auto, or 1 to " + LARGEST_BATCH);
  }

  RunConfig.Limits limits() throws UsageException {
    return new RunConfig.Limits(maxPixels(), imageSeconds());
  }

  /** Threads as asked for, else one a core: what is stored is not looked at. */
  RunConfig.Workers workers() throws UsageException {
    return new RunConfig.Workers(decoders(), threads());
  }

  private int decoders() throws UsageException {
    return atLeastOne("--decoders", decoders, Math.min(cores(), MOST_DECODERS));
  }

  /** As asked for, else one a core: what is stored is not looked at. */
  int threads() throws UsageException {
    return atLeastOne("--threads", threads, cores());
  }

  /** As asked for; null where it is left to the program. */
  Integer askedBatchSize() throws UsageException {
    return isAutoBatch() ? null : Integer.valueOf(batchSize());
  }

  /** As asked for; null where they are left to the program. */
  Integer askedThreads() throws UsageException {
    return threads == null ? null : Integer.valueOf(threads());
  }

  private boolean isAutoBatch() {
    return batchSize.equals("auto");
  }

  private long maxPixels() throws UsageException {
    if (maxPixels < 1) {
      throw new UsageException("--max-pixels " + maxPixels + ": expected 1 or more");
    }
    return maxPixels;
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private double imageSeconds() throws UsageException {
    if (imageTimeout > 0 && imageTimeout <= LONGEST_SECONDS) {
      return imageTimeout;
    }
    throw new UsageException(
        "--image-timeout " + imageTimeout + ": expected seconds, more than 0 and at most a day");
  }

  private static int atLeastOne(String option, Integer value, int otherwise) throws UsageException {
    if (value == null) {
      return otherwise;
    }
    if (value < 1 || value > 1024) {
      throw new UsageException(option + " " + value + ": expected 1 to 1024");
    }
    return value;
  }
}
