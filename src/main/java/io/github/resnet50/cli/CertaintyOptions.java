package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.decision.Decider;
import io.github.resnet50.evaluate.ConfidenceSettings;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.ClassifySettings.Kept;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options for what a record says about how sure the model is. */
@Heading(Section.UNCERTAINTY)
final class CertaintyOptions {
  @Journaled("certainty")
  @Option(
      names = "--calibrated",
      description =
          "Apply the temperature that evaluate --save-temperature has kept for this model.")
  boolean calibrated;

  @Journaled("certainty")
  @Option(
      names = "--scores",
      description =
          "End each record with max_softmax, entropy (nat) and energy (of the logits, without a"
              + " temperature), low and high for odd inputs, and contrast: the range of levels that"
              + " the model saw, 0 for a single colour.")
  boolean scores;

  @Journaled("certainty")
  @Option(
      names = "--flag-uncertain",
      paramLabel = "SCORE",
      arity = "0..1",
      fallbackValue = "max_softmax",
      description =
          "End each record with uncertain, true or false, by the threshold that evaluate"
              + " --save-thresholds has kept: max_softmax (default), entropy or energy.")
  Score flagUncertain;

  /**
   * What was asked for, together with what is stored for the model.
   *
   * @param temperature null: none
   * @param decider what is decided of the scores
   */
  record Applied(Double temperature, Columns records, Decider decider) {
    Applied(Double temperature, Columns records) {
      this(temperature, records, Decider.NONE);
    }

    ClassifySettings scoring() {
      boolean energy =
          records.scores()
              || (records.threshold() != null && records.threshold().score() == Score.ENERGY);
      Kept kept = energy ? Kept.LOGITS : records.any() ? Kept.PROBABILITIES : Kept.TOP_K;
      return ClassifySettings.keeping(kept)
          .at(temperature)
          .saying(records.image())
          .embedding(records.embedding())
          .deciding(decider);
    }

    /** The same, and records say this of the images themselves. */
    Applied with(Set<ImageColumn> image, boolean embedding) {
      return new Applied(temperature, records.with(image).embedding(embedding), decider);
    }

    /** The same, and records say what is decided of them. */
    Applied deciding(Decider newDecider) {
      return new Applied(temperature, records.deciding(newDecider.columns()), newDecider);
    }
  }

  Applied applied(Home home, ModelSpec spec) throws UsageException, IOException {
    if (!calibrated && flagUncertain == null) {
      return new Applied(null, new Columns(scores, null));
    }
    Double temperature = calibrated ? (Double) temperature(home, spec) : null;
    Threshold threshold = flagUncertain == null ? null : threshold(home, spec);
    return new Applied(temperature, new Columns(scores, threshold));
  }

  /** The one that evaluate has stored for a model; no other can be applied. */
  static double temperature(Home home, ModelSpec spec) throws UsageException, IOException {
    Double temperature = stored(home, spec).temperature();
    if (temperature == null) {
      throw new UsageException(
          "--calibrated: no temperature is kept for model "
              + kept(spec)
              + "; evaluate --fit-temperature --save-temperature finds one");
    }
    return temperature;
  }

  /** Likewise; it must be for the probabilities that this run gives, calibrated or not. */
  private Threshold threshold(Home home, ModelSpec spec) throws UsageException, IOException {
    ConfidenceSettings settings = stored(home, spec);
    Optional<Threshold> threshold = settings.threshold(flagUncertain);
    if (threshold.isEmpty()) {
      throw new UsageException(
          "--flag-uncertain: no threshold of "
              + flagUncertain
              + " is kept for model "
              + kept(spec)
              + "; evaluate --save-thresholds finds one");
    }
    Double kept = settings.temperature();
    double found = settings.thresholdTemperature();
    double applied = calibrated && kept != null ? kept : 1;
    // Energy is of the logits, whatever the temperature.
    if (found != applied && flagUncertain != Score.ENERGY) {
      String how =
          found == 1
              ? "without --calibrated (temperature 1): leave that out"
              : kept != null && found == kept
                  ? Text.format("with --calibrated (temperature %.4f): add that", found)
                  : Text.format(
                      "at temperature %.4f, and is not for %.4f: evaluate again", found, applied);
      throw new UsageException(
          "--flag-uncertain: the threshold kept for model "
              + spec.name()
              + " was found "
              + how
              + "; evaluate --save-thresholds"
              + (calibrated ? " --calibrated" : "")
              + " finds another");
    }
    return threshold.get();
  }

  /** For what settings are looked for: other input, other settings. */
  private static String kept(ModelSpec spec) {
    return spec.name() + (spec.preprocessingKey().isEmpty() ? "" : " with this input");
  }

  private static ConfidenceSettings stored(Home home, ModelSpec spec) throws IOException {
    String key = ConfidenceSettings.key(ContentHash.in(home).of(spec), spec);
    return ConfidenceSettings.of(home, key);
  }
}
