package io.github.resnet50.cli;

import io.github.resnet50.adapt.AdaptConfig;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.cli.options.UsageException;
import picocli.CommandLine.Option;

/** How a head is trained, and how it is judged. */
final class TrainingOptions {
  private static final double HIGHEST_RATE = 0.5;
  private static final int BATCH_SIZE = 32;
  private static final int MOST_HIDDEN = 4096;
  private static final int MOST_EPOCHS = 10_000;
  private static final int MOST_FOLDS = 100;
  private static final int MOST_VARIANTS = 1000;

  @Option(
      names = "--augment",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Learn from K random variants of each image too: a part of it, mirrored, turned, in"
              + " other colours (default: ${DEFAULT-VALUE}).")
  int augment;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Units of a hidden layer between features and classes; 0: none"
              + " (default: ${DEFAULT-VALUE}).")
  int hidden;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0.2",
      description =
          "Share of each layer's inputs that training leaves out (default: ${DEFAULT-VALUE}).")
  double dropout;

  @Option(
      names = "--weight-decay",
      paramLabel = "W|auto",
      defaultValue = "auto",
      description = "Of AdamW; auto: chosen by validation (default: ${DEFAULT-VALUE}).")
  String weightDecay;

  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Share of each label that is spread over all classes (default: ${DEFAULT-VALUE}).")
  double labelSmoothing;

  @Option(
      names = "--class-weights",
      paramLabel = "balanced|none",
      defaultValue = "balanced",
      description =
          "Whether each class counts as much as any other, however many images it has, or each"
              + " image does (default: ${DEFAULT-VALUE}).")
  ClassWeights classWeights;

  @Option(
      names = "--learning-rate",
      paramLabel = "R|auto",
      defaultValue = "auto",
      description = "Of AdamW; auto: chosen by validation (default: ${DEFAULT-VALUE}).")
  String learningRate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Passes over the images at most (default: ${DEFAULT-VALUE}).")
  int epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Stop early when the validation loss has not fallen for N epochs"
              + " (default: ${DEFAULT-VALUE}).")
  int patience;

  @Option(
      names = "--folds",
      paramLabel = "N|auto",
      defaultValue = "auto",
      description =
          "Cross-validate in N folds; auto: in 5 with fewer than "
              + AdaptConfig.PLENTY
              + " images, else hold a fifth out (default: ${DEFAULT-VALUE}).")
  String folds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn by chance (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--permute-labels",
      description =
          "Shuffle the labels first: a check that nothing leaks. The accuracy must fall to that of"
              + " guessing; nothing is stored.")
  boolean permuted;

  /** Whether classes or images count the same. */
  enum ClassWeights {
    BALANCED,
    NONE
  }

  AdaptConfig config(int threads) throws UsageException {
    atLeast("--augment", augment, 0, MOST_VARIANTS);
    atLeast("--hidden", hidden, 0, MOST_HIDDEN);
    atLeast("--epochs", epochs, 1, MOST_EPOCHS);
    atLeast("--patience", patience, 1, MOST_EPOCHS);
    share("--dropout", dropout);
    share("--label-smoothing", labelSmoothing);
    Double rate = number("--learning-rate", learningRate, HIGHEST_RATE);
    if (rate != null && rate == 0) {
      throw new UsageException("--learning-rate 0: expected more than 0");
    }
    TrainingSettings settings =
        new TrainingSettings(
            hidden,
            new Regularization(dropout, 0, labelSmoothing),
            new Optimizer(0, epochs, patience, BATCH_SIZE),
            classWeights == ClassWeights.BALANCED,
            seed);
    Double decay = number("--weight-decay", weightDecay, 100);
    if (rate != null && decay != null && rate * decay >= 1) {
      throw new UsageException(
          "--weight-decay "
              + weightDecay
              + ": a step takes the learning rate times this of each weight away, here all of it or"
              + " more; take a lower one");
    }
    return new AdaptConfig(settings, rate, decay, folds(), permuted, threads);
  }

  private static void atLeast(String option, int value, int least, int most) throws UsageException {
    if (value < least || value > most) {
      throw new UsageException(option + " " + value + ": expected " + least + " to " + most);
    }
  }

  private static void share(String option, double value) throws UsageException {
    if (!(value >= 0 && value < 1)) {
      throw new UsageException(option + " " + value + ": expected 0 or more, less than 1");
    }
  }

  /** Null for auto. */
  private static Double number(String option, String text, double most) throws UsageException {
    if (text.equals("auto")) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new UsageException(
        option + " " + text + ": expected auto, or 0 to " + Decimals.measured(most));
  }

  private Integer folds() throws UsageException {
    if (folds.equals("auto")) {
      return null;
    }
    try {
      int count = Integer.parseInt(folds);
      if (count >= 2 && count <= MOST_FOLDS) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new UsageException("--folds " + folds + ": expected auto, or 2 to " + MOST_FOLDS);
  }
}
