package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.ConfidenceSettings;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import java.io.IOException;

/**
 * The temperature and thresholds that evaluate has stored for a model; no others can be applied.
 */
final class StoredConfidence {
  private final ModelSpec spec;
  private final ConfidenceSettings settings;

  private StoredConfidence(ModelSpec spec, ConfidenceSettings settings) {
    this.spec = spec;
    this.settings = settings;
  }

  static StoredConfidence of(Home home, ModelSpec spec) throws IOException {
    return new StoredConfidence(spec, ConfidenceSettings.of(home, sha256(home, spec)));
  }

  static String sha256(Home home, ModelSpec spec) throws IOException {
    return ContentHash.in(home).of(new ModelDirectory(spec.directory()));
  }

  double temperature() throws UsageException {
    if (settings.temperature() == null) {
      throw new UsageException(
          "--calibrated: no temperature is kept for model "
              + spec.name()
              + "; evaluate --fit-temperature --save-temperature finds one");
    }
    return settings.temperature();
  }

  /**
   * @param calibrated whether it is for probabilities that the temperature is applied to
   */
  Threshold threshold(Score score, boolean calibrated) throws UsageException {
    Threshold threshold =
        settings
            .threshold(score)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--flag-uncertain: no threshold of "
                            + score
                            + " is kept for model "
                            + spec.name()
                            + "; evaluate --save-thresholds finds one"));
    if (settings.thresholdsCalibrated() != calibrated) {
      throw new UsageException(
          "--flag-uncertain: the threshold kept for model "
              + spec.name()
              + " was found "
              + (calibrated ? "without" : "with")
              + " --calibrated; evaluate --save-thresholds finds another");
    }
    return threshold;
  }
}
