package io.github.resnet50.cli;

import io.github.resnet50.adapt.AdaptConfig;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a head is trained, and how it is judged. */
@Heading(Section.METHOD)
final class TrainingOptions {
  private static final String AUTO = "auto";
  private static final int BATCH_SIZE = 32;

  @Range(min = 0, max = 1000)
  @Option(
      names = "--augment",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Learn from K random variants of each image too: a part of it, mirrored, turned, in"
              + " other colours (default: ${DEFAULT-VALUE}).")
  int augment;

  @Range(min = 0, max = 4096)
  @Option(
      names = "--hidden-units",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Units of a hidden layer between features and classes; 0: none"
              + " (default: ${DEFAULT-VALUE}).")
  int hidden;

  @Range(min = 0, max = 1, belowMax = true)
  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0.2",
      description =
          "Share of each layer's inputs that training leaves out (default: ${DEFAULT-VALUE}).")
  double dropout;

  @Range(min = 0, max = 100, or = AUTO)
  @Option(
      names = "--weight-decay",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "W|auto",
      defaultValue = AUTO,
      description = "Of AdamW; auto: chosen by validation (default: ${DEFAULT-VALUE}).")
  String weightDecay;

  @Range(min = 0, max = 1, belowMax = true)
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

  @Range(min = 0, max = 0.5, or = AUTO)
  @Option(
      names = "--learning-rate",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "R|auto",
      defaultValue = AUTO,
      description = "Of AdamW; auto: chosen by validation (default: ${DEFAULT-VALUE}).")
  String learningRate;

  @Range(min = 1, max = 10_000)
  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Passes over the images at most (default: ${DEFAULT-VALUE}).")
  int epochs;

  @Range(min = 1, max = 10_000)
  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Stop early when the validation loss has not fallen for N epochs"
              + " (default: ${DEFAULT-VALUE}).")
  int patience;

  @Range(min = 2, max = 100, whole = true, or = AUTO)
  @Option(
      names = "--folds",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "N|auto",
      defaultValue = AUTO,
      description =
          "Cross-validate in N folds; auto: in 5 with fewer than "
              + AdaptConfig.PLENTY
              + " images, else hold a fifth out (default: ${DEFAULT-VALUE}).")
  String folds;

  @Mixin SharedOptions.SeedOption seed;

  @Option(
      names = "--permute-labels",
      description =
          "Shuffle the labels first: a check that nothing leaks. The accuracy must fall to that of"
              + " guessing; nothing is stored.")
  boolean permuted;

  /** Whether classes or images count the same. */
  enum ClassWeights {
    BALANCED,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AdaptConfig config(int threads) throws UsageException {
    Double rate = number(learningRate);
    if (rate != null && rate == 0) {
      throw new UsageException("--learning-rate 0: expected more than 0");
    }
    Double decay = number(weightDecay);
    if (rate != null && decay != null && rate * decay >= 1) {
      throw new UsageException(
          "--weight-decay "
              + weightDecay
              + ": a step takes the learning rate times this of each weight away, here all of it or"
              + " more; take a lower one");
    }
    TrainingSettings settings =
        new TrainingSettings(
            hidden,
            new Regularization(dropout, 0, labelSmoothing),
            new Optimizer(0, epochs, patience, BATCH_SIZE),
            classWeights == ClassWeights.BALANCED,
            seed.value);
    Integer foldCount = folds.equals(AUTO) ? null : Integer.valueOf(folds);
    return new AdaptConfig(settings, rate, decay, foldCount, permuted, threads);
  }

  /** Null for {@code auto}. */
  private static Double number(String text) {
    return text.equals(AUTO) ? null : Double.valueOf(text);
  }
}
