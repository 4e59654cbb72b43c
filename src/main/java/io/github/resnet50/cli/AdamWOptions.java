package io.github.resnet50.cli;

import io.github.resnet50.adapt.AdaptConfig.Fixed;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What only AdamW has; each is null where it is not given, for giving one asks for AdamW. */
@Heading(Section.METHOD)
final class AdamWOptions {
  private static final String AUTO = "auto";
  private static final int BATCH_SIZE = 32;

  @Range(min = 0, max = 4096)
  @Option(
      names = "--hidden-units",
      paramLabel = "N",
      description =
          "AdamW: units of a hidden layer between features and classes; 0: none (default: 0).")
  Integer hidden;

  @Range(min = 0, max = 1, belowMax = true)
  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "AdamW: share of each layer's inputs that training leaves out (default: 0.2).")
  Double dropout;

  @Range(min = 0, max = 100, or = AUTO)
  @Option(
      names = "--weight-decay",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "W|auto",
      description = "AdamW's; auto: chosen by validation (default: auto).")
  String weightDecay;

  @Range(min = 0, max = 1, belowMax = true)
  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      description = "AdamW: share of each label that is spread over all classes (default: 0).")
  Double labelSmoothing;

  @Range(min = 0, max = 0.5, or = AUTO)
  @Option(
      names = "--learning-rate",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "R|auto",
      description = "AdamW's; auto: chosen by validation (default: auto).")
  String learningRate;

  @Range(min = 1, max = 10_000)
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "AdamW: passes over the images at most (default: 100).")
  Integer epochs;

  @Range(min = 1, max = 10_000)
  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "AdamW: stop early when the validation loss has not fallen for N epochs (default: 10).")
  Integer patience;

  /** The name of the first that is given. */
  Optional<String> given() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("--hidden-units", hidden);
    values.put("--dropout", dropout);
    values.put("--weight-decay", weightDecay);
    values.put("--label-smoothing", labelSmoothing);
    values.put("--learning-rate", learningRate);
    values.put("--epochs", epochs);
    values.put("--patience", patience);
    return values.entrySet().stream()
        .filter(option -> option.getValue() != null)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  TrainingSettings settings(boolean balanced, long seed) {
    return new TrainingSettings(
        Objects.requireNonNullElse(hidden, 0),
        new Regularization(
            Objects.requireNonNullElse(dropout, 0.2),
            0,
            Objects.requireNonNullElse(labelSmoothing, 0.0)),
        new Optimizer(
            0,
            Objects.requireNonNullElse(epochs, 100),
            Objects.requireNonNullElse(patience, 10),
            BATCH_SIZE),
        balanced,
        seed);
  }

  Fixed fixed() throws UsageException {
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
    return new Fixed(null, rate, decay);
  }

  /** Null for {@code auto}, and where nothing is given. */
  static Double number(String text) {
    return text == null || text.equals(AUTO) ? null : Double.valueOf(text);
  }
}
