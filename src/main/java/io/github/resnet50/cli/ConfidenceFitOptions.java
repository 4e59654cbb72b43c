package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.ConfidenceSettings;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.EvaluationReport;
import io.github.resnet50.evaluate.TemperatureFit;
import io.github.resnet50.evaluate.TemperatureFitter;
import io.github.resnet50.evaluate.ThresholdFitter;
import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.run.ClassifySettings.Kept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The temperature and thresholds that an evaluation fits, for classify to apply later. */
@Heading(Section.UNCERTAINTY)
final class ConfidenceFitOptions {
  private static final double USUAL_RATE = 0.95;

  @Option(
      names = "--fit-temperature",
      description =
          "Find the temperature (Guo et al. 2017) that makes NLL least, and tell what it does on"
              + " images that it was not fitted to.")
  boolean fitTemperature;

  @Range(min = 0, aboveMin = true, max = 1, belowMax = true)
  @Option(
      names = "--fit-fraction",
      paramLabel = "SHARE",
      description =
          "Fit it to this part, chosen by name and --seed, and try it on the others (default: fit"
              + " it to all, and try it by cross-validation).")
  Double fitFraction;

  @Option(
      names = "--save-temperature",
      description = "Keep it for this model: classify --calibrated then applies it.")
  boolean saveTemperature;

  @Range(min = 0, aboveMin = true, max = 1)
  @Option(
      names = "--tpr",
      paramLabel = "SHARE",
      description =
          "Find thresholds of max-softmax, entropy and energy that call this share of the right"
              + " answers certain (default, with --save-thresholds: 0.95).")
  Double truePositiveRate;

  @Option(
      names = "--save-thresholds",
      description = "Keep them for this model: classify --flag-uncertain then applies them.")
  boolean saveThresholds;

  @Option(
      names = "--calibrated",
      description = "Evaluate with the temperature that is kept for this model.")
  boolean calibrated;

  private TemperatureFitter temperature;
  private ThresholdFitter thresholds;

  void check(boolean fromFile) throws UsageException {
    if (fromFile && (fitTemperature || calibrated || wantsThresholds())) {
      throw new UsageException(
          "--predictions hold the most probable classes alone: --fit-temperature, --tpr,"
              + " --save-thresholds and --calibrated need a model");
    }
    if (saveTemperature && !fitTemperature) {
      throw new UsageException("--save-temperature goes with --fit-temperature");
    }
    if (fitFraction != null && !fitTemperature) {
      throw new UsageException("--fit-fraction goes with --fit-temperature");
    }
    if (fitTemperature && calibrated) {
      throw new UsageException("--fit-temperature and --calibrated: take one of them");
    }
  }

  private boolean wantsThresholds() {
    return truePositiveRate != null || saveThresholds;
  }

  /** Energy needs logits. */
  Kept scores() {
    return wantsThresholds() ? Kept.LOGITS : Kept.PROBABILITIES;
  }

  /** The readers that receive the images; to be called once. */
  List<Evaluation.Reader> readers(long seed) {
    List<Evaluation.Reader> readers = new ArrayList<>();
    if (fitTemperature) {
      temperature = new TemperatureFitter(seed, fitFraction);
      readers.add(temperature);
    }
    if (wantsThresholds()) {
      thresholds = new ThresholdFitter(seed);
      readers.add(thresholds);
    }
    return readers;
  }

  /** Null if none was asked for. */
  TemperatureFit temperature(Binning binning) throws UsageException {
    try {
      return fitTemperature ? temperature.fit(binning) : null;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /**
   * The thresholds for the probabilities that classify gives with what is kept then: those at the
   * temperature that is kept along with them. Null if none were asked for.
   *
   * @param fit null if none was asked for
   * @param applied the temperature of the probabilities of this run; null: none
   */
  List<FittedThreshold> thresholds(TemperatureFit fit, Double applied) {
    if (!wantsThresholds()) {
      return null;
    }
    double rate = truePositiveRate == null ? USUAL_RATE : truePositiveRate;
    List<FittedThreshold> asTheyAre = thresholds.fit(rate, applied == null ? 1 : applied);
    if (!saveThresholds || !saveTemperature || fit.isWorse()) {
      return asTheyAre;
    }
    double kept = fit.temperature();
    return Stream.concat(
            temperature.atTemperature(kept).fit(rate, kept).stream(),
            asTheyAre.stream().filter(threshold -> threshold.score() == Score.ENERGY))
        .toList();
  }

  /** Makes sure that what --save-temperature and --save-thresholds ask for can be stored. */
  void requireWritable(Home home) throws ModelException {
    if (saveThresholds || saveTemperature) {
      ConfidenceSettings.requireWritable(home);
    }
  }

  /** Makes sure that what is kept for the model already can be added to. */
  void requireReadable(Home home, String key) throws IOException {
    if (saveThresholds || saveTemperature) {
      ConfidenceSettings.of(home, key);
    }
  }

  /**
   * Stores what --save-temperature and --save-thresholds ask for.
   *
   * @param key of the model
   * @param notes hears what is not stored, and why
   */
  void save(Home home, String key, EvaluationReport report, Consumer<String> notes)
      throws IOException {
    if (!saveThresholds && !saveTemperature) {
      return;
    }
    ConfidenceSettings settings = ConfidenceSettings.of(home, key);
    if (saveTemperature && report.temperature().isWorse()) {
      notes.accept(
          "no temperature is kept: "
              + report.temperature().remark().orElseThrow()
              + (settings.temperature() == null
                  ? ""
                  : Text.format("; T = %.4f of an earlier run stays", settings.temperature())));
    } else if (saveTemperature) {
      settings = settings.withTemperature(report.temperature().temperature());
    }
    if (saveThresholds && report.thresholds().isEmpty()) {
      notes.accept(
          "no threshold is kept, since no image is right"
              + (settings.thresholds().isEmpty() ? "" : "; those of an earlier run stay"));
    } else if (saveThresholds) {
      double at =
          report.thresholds().stream()
              .filter(threshold -> threshold.score() != Score.ENERGY)
              .mapToDouble(FittedThreshold::temperature)
              .findFirst()
              .orElse(1);
      settings =
          settings.withThresholds(
              report.thresholds().stream().map(FittedThreshold::threshold).toList(), at);
    }
    settings.save(home);
  }
}
