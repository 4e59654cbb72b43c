package io.github.resnet50.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One number over labelled images.
 *
 * @param name as in files
 * @param title as on pages
 * @param percent whether pages show it in percent
 * @param estimate its value, NaN if it cannot be computed from what is known about the images, and
 *     its interval
 * @param without what is said in the place of an interval where there is none
 */
public record Metric(
    String name,
    String title,
    boolean percent,
    Function<Observations, Estimate> estimate,
    String without) {
  private static final int FIVE = 5;

  /** Large losses are rare: fewer images of them do not tell how large and how rare. */
  private static final int FEWEST_WRONG = 5;

  private static final int FEWEST_IMAGES = 50;

  /**
   * All of them, in the order of reports.
   *
   * @param topK of top-k accuracy, besides 1 and 5
   * @param known how many classes of each image are known in order: k beyond this are left out
   * @param binning of the calibration errors
   */
  public static List<Metric> all(int topK, int known, Binning binning) {
    List<Metric> all = new ArrayList<>();
    for (int k : new TreeSet<>(List.of(1, FIVE, topK))) {
      if (k <= known) {
        all.add(accuracy(k));
      }
    }
    all.addAll(
        List.of(
            macro("macro_precision", "Macro precision", MacroAverages::precision),
            macro("macro_recall", "Macro recall (balanced accuracy)", MacroAverages::recall),
            macro("macro_f1", "Macro F1", MacroAverages::f1),
            // With one true and one predicted class per image, micro precision, recall and F1 are
            // the same.
            share("micro_f1", "Micro F1", false, 1),
            loss("nll", "NLL, nat", Observation::negativeLogLikelihood),
            loss("brier", "Brier score", Observation::brier),
            calibration(
                "ece",
                "ECE",
                o -> Estimate.without(binning.errors(o).expected()),
                "none: chance raises it"),
            calibration(
                "ece_debiased",
                "ECE, debiased",
                o -> binning.errors(o).estimate(),
                "none: needs " + CalibrationError.FEWEST + " images"),
            calibration(
                "ece_calibrated",
                "ECE by chance alone",
                o -> Estimate.without(binning.errors(o).ofCalibrated()),
                "what chance gives a calibrated model"),
            calibration(
                "mce",
                "MCE",
                o -> Estimate.without(binning.errors(o).maximum()),
                "none: see the bins")));
    return List.copyOf(all);
  }

  /**
   * Each metric's value and interval, in their order; those that cannot be determined are left out.
   *
   * @param images at least one
   */
  public static Map<Metric, Estimate> estimates(List<Metric> metrics, List<Observation> images) {
    Observations whole = new Observations(images);
    Map<Metric, Estimate> estimates = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      Estimate estimate = metric.estimate().apply(whole);
      if (!Double.isNaN(estimate.value())) {
        estimates.put(metric, estimate);
      }
    }
    return estimates;
  }

  /** Top-k accuracy, named {@code top1} and so on. */
  public static Metric accuracy(int k) {
    return share("top" + k, "Top-" + k + " accuracy", true, k);
  }

  private static Metric share(String name, String title, boolean percent, int k) {
    return new Metric(
        name, title, percent, o -> Estimate.wilson(o.accuracy(k), o.list().size()), "");
  }

  private static Metric macro(
      String name, String title, Function<MacroAverages, Estimate> average) {
    return new Metric(name, title, false, o -> average.apply(new MacroAverages(o.confusion())), "");
  }

  private static Metric loss(String name, String title, ToDoubleFunction<Observation> number) {
    return new Metric(
        name,
        title,
        false,
        o ->
            o.list().size() < FEWEST_IMAGES
                    || o.list().stream().filter(image -> !image.correct()).count() < FEWEST_WRONG
                ? Estimate.without(o.mean(number))
                : Estimate.ofMean(o.list().stream().mapToDouble(number).toArray()),
        "none: needs %d images, %d of them wrong".formatted(FEWEST_IMAGES, FEWEST_WRONG));
  }

  private static Metric calibration(
      String name, String title, Function<List<Observation>, Estimate> error, String without) {
    return new Metric(name, title, false, o -> error.apply(o.list()), without);
  }

  /** The name: reports use metrics as keys. */
  @Override
  public String toString() {
    return name;
  }
}
