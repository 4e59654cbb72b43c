package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.Certainties;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.Learnt;
import io.github.resnet50.evaluate.LearntFiles;
import io.github.resnet50.evaluate.ScoredImages;
import io.github.resnet50.evaluate.TemperatureFit;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.run.Scoring.Kept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What an evaluation is to learn, for classify to apply later. */
final class LearningOptions {
  private static final double USUAL_RATE = 0.95;

  @Option(
      names = "--fit-temperature",
      description =
          "Calibrate: find the temperature (Guo et al. 2017) that makes NLL least on a part of the"
              + " images, and tell what it does on the others.")
  boolean fitTemperature;

  @Option(
      names = "--fit-fraction",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "The part to fit on, chosen by name and --seed (default: ${DEFAULT-VALUE}).")
  double fitFraction;

  @Option(
      names = "--save-temperature",
      description = "Keep it for this model: classify --calibrated then applies it.")
  boolean saveTemperature;

  @Option(
      names = "--tpr",
      paramLabel = "SHARE",
      description =
          "Find thresholds of max-softmax, entropy and energy that leave this share of the"
              + " correctly classified images certain (default, with --save-thresholds: 0.95).")
  Double truePositiveRate;

  @Option(
      names = "--save-thresholds",
      description = "Keep them for this model: classify --flag-uncertain then applies them.")
  boolean saveThresholds;

  @Option(
      names = "--calibrated",
      description = "Evaluate with the temperature that is kept for this model.")
  boolean calibrated;

  private ScoredImages images;
  private Certainties certainties;

  void check(boolean fromFile) throws UsageException {
    if (fromFile && (fitTemperature || calibrated || wantsThresholds())) {
      throw new UsageException(
          "--predictions hold the most probable classes alone: --fit-temperature, --tpr,"
              + " --save-thresholds and --calibrated need a model");
    }
    if (saveTemperature && !fitTemperature) {
      throw new UsageException("--save-temperature goes with --fit-temperature");
    }
    if (fitTemperature && calibrated) {
      throw new UsageException("--fit-temperature and --calibrated: take one of them");
    }
    if (!(fitFraction > 0 && fitFraction < 1)) {
      throw new UsageException("--fit-fraction " + fitFraction + ": expected between 0 and 1");
    }
    if (truePositiveRate != null && !(truePositiveRate > 0 && truePositiveRate <= 1)) {
      throw new UsageException("--tpr " + truePositiveRate + ": expected more than 0, at most 1");
    }
  }

  private boolean wantsThresholds() {
    return truePositiveRate != null || saveThresholds;
  }

  /** Energy needs logits. */
  Kept scores() {
    return wantsThresholds() ? Kept.LOGITS : Kept.PROBABILITIES;
  }

  /** What is to get the images; to be called once. */
  List<Evaluation.Reader> readers(long seed) {
    List<Evaluation.Reader> readers = new ArrayList<>();
    if (fitTemperature) {
      images = new ScoredImages(seed, fitFraction);
      readers.add(images);
    }
    if (wantsThresholds()) {
      certainties = new Certainties();
      readers.add(certainties);
    }
    return readers;
  }

  /** Null where none is wanted. */
  TemperatureFit temperature(Binning binning) throws UsageException {
    try {
      return fitTemperature ? images.fit(binning) : null;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** Null where none are wanted. */
  List<Certainties.Rule> thresholds() {
    return wantsThresholds()
        ? certainties.learn(truePositiveRate == null ? USUAL_RATE : truePositiveRate)
        : null;
  }

  /** Keeps what is to be kept. */
  void save(
      LearntFiles files, String sha256, TemperatureFit temperature, List<Certainties.Rule> rules)
      throws IOException {
    Learnt learnt = files.of(sha256);
    if (saveThresholds) {
      learnt =
          learnt.withThresholds(
              rules.stream().map(Certainties.Rule::threshold).toList(), calibrated);
    }
    if (saveTemperature) {
      learnt = learnt.withTemperature(temperature.temperature());
    }
    if (saveThresholds || saveTemperature) {
      files.save(learnt);
    }
  }
}
