package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * One number over labelled images.
 *
 * @param name as in files
 * @param title as on pages
 * @param percent whether pages show it in percent
 * @param interval how its interval is found
 * @param overClasses whether it is a mean over classes of shares of images
 * @param value NaN if it cannot be computed from what is known about the images
 */
public record Metric(
    String name,
    String title,
    boolean percent,
    Interval interval,
    boolean overClasses,
    ToDoubleFunction<Observations> value) {
  private static final int FIVE = 5;

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
            macro("macro_precision", "Macro precision", ConfusionMatrix::precision),
            macro("macro_recall", "Macro recall", ConfusionMatrix::recall),
            macro("macro_f1", "Macro F1", ConfusionMatrix::f1),
            // With one true and one predicted class per image, micro precision, recall and F1 are
            // the same.
            new Metric("micro_f1", "Micro F1", false, Interval.WILSON, false, o -> o.accuracy(1)),
            resampled("nll", "NLL, nat", o -> o.mean(Observation::negativeLogLikelihood)),
            resampled("brier", "Brier score", o -> o.mean(Observation::brier)),
            resampled("ece", "ECE", o -> binning.expectedError(o.list())),
            resampled("mce", "MCE", o -> binning.maximumError(o.list()))));
    return List.copyOf(all);
  }

  /** Top-k accuracy, named {@code top1} and so on. */
  public static Metric accuracy(int k) {
    return new Metric(
        "top" + k, "Top-" + k + " accuracy", true, Interval.WILSON, false, o -> o.accuracy(k));
  }

  private static Metric macro(String name, String title, ConfusionMatrix.OfClass number) {
    return new Metric(name, title, false, Interval.BOOTSTRAP, true, o -> o.macro(number));
  }

  private static Metric resampled(String name, String title, ToDoubleFunction<Observations> value) {
    return new Metric(name, title, false, Interval.BOOTSTRAP, false, value);
  }

  /** The name: reports use metrics as keys. */
  @Override
  public String toString() {
    return name;
  }
}
