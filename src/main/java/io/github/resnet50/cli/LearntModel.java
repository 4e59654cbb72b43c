package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.Learnt;
import io.github.resnet50.evaluate.LearntFiles;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import java.io.IOException;

/** What evaluate has kept of a model; what was not kept cannot be applied. */
final class LearntModel {
  private final ModelSpec spec;
  private final Learnt learnt;

  private LearntModel(ModelSpec spec, Learnt learnt) {
    this.spec = spec;
    this.learnt = learnt;
  }

  static LearntModel of(Home home, ModelSpec spec) throws IOException {
    return new LearntModel(spec, new LearntFiles(home).of(sha256(home, spec)));
  }

  static String sha256(Home home, ModelSpec spec) throws IOException {
    return ContentHash.in(home).of(new ModelDirectory(spec.directory()));
  }

  double temperature() throws UsageException {
    if (learnt.temperature() == null) {
      throw new UsageException(
          "--calibrated: no temperature is kept for model "
              + spec.name()
              + "; evaluate --fit-temperature --save-temperature finds one");
    }
    return learnt.temperature();
  }

  /**
   * @param calibrated whether it is for probabilities that the temperature is applied to
   */
  Threshold threshold(Score score, boolean calibrated) throws UsageException {
    Threshold threshold =
        learnt
            .threshold(score)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--flag-uncertain: no threshold of "
                            + score
                            + " is kept for model "
                            + spec.name()
                            + "; evaluate --save-thresholds finds one"));
    if (learnt.thresholdsCalibrated() != calibrated) {
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
