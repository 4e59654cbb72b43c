package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.run.Scoring;
import io.github.resnet50.run.Scoring.Kept;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Options for what a record says about how sure the model is. */
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
          "End each record with max_softmax, entropy (nat) and energy; odd inputs tend to have a"
              + " low first and high others. Energy is of the logits, without a temperature.")
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
   */
  record Applied(Double temperature, Columns records) {
    Scoring scoring() {
      boolean energy =
          records.scores()
              || (records.threshold() != null && records.threshold().score() == Score.ENERGY);
      Kept kept = energy ? Kept.LOGITS : records.any() ? Kept.PROBABILITIES : Kept.TOP_K;
      return Scoring.keeping(kept).at(temperature);
    }
  }

  Applied applied(Home home, ModelSpec spec) throws UsageException, IOException {
    if (!calibrated && flagUncertain == null) {
      return new Applied(null, new Columns(scores, null));
    }
    StoredConfidence stored = StoredConfidence.of(home, spec);
    Double temperature = calibrated ? (Double) stored.temperature() : null;
    Threshold threshold =
        flagUncertain == null ? null : stored.threshold(flagUncertain, calibrated);
    return new Applied(temperature, new Columns(scores, threshold));
  }
}
