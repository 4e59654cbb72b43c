package io.github.resnet50.explain;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.explain.Faithfulness.Measure;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.util.List;

/**
 * By how much a method's maps score otherwise than random maps of the same images, in one measure.
 *
 * @param images that the difference is the mean of
 * @param difference the score less that of the random maps, its mean over images
 */
record RandomComparison(Method method, Measure measure, int images, Estimate difference) {
  /** An explanation of the table. */
  static final String NOTE =
      "Means over images of a map's score less that of "
          + Faithfulness.RANDOM_MAPS
          + " random maps of the same image, with Student's interval over images; several classes"
          + " of an image count as one. Better or worse is said only where the interval excludes"
          + " 0.";

  static final Table<RandomComparison> TABLE =
      Table.of(
          Column.<RandomComparison>shown(RandomComparison::method)
              .text("less random maps", "%-17s")
              .page("Method")
              .naming(),
          Column.<RandomComparison>shown(RandomComparison::measure)
              .text("", " %-14s")
              .page("Measure")
              .left(),
          Column.<RandomComparison>shown(RandomComparison::images)
              .text("images", " %7d")
              .page("Images", COUNT),
          Column.<RandomComparison>shown(row -> row.difference.value())
              .text("difference", " %10.3f")
              .page("Less random maps", SCORE),
          Column.<RandomComparison>shown(RandomComparison::interval)
              .text("95 %", " %18s")
              .page("95 % interval"),
          Column.<RandomComparison>shown(RandomComparison::verdict)
              .text("", "  %s")
              .page("Verdict")
              .left());

  /**
   * @param images each with the mean over its classes, as these are not independent
   */
  static RandomComparison of(Method method, Measure measure, List<Faithfulness> images) {
    double[] differences =
        images.stream()
            .mapToDouble(image -> measure.of(image.scores()) - measure.of(image.random()))
            .toArray();
    return new RandomComparison(
        method, measure, images.size(), Estimate.ofMeanDifference(differences));
  }

  /** Whether there are too few images for an interval. */
  boolean isOfFew() {
    return images < Estimate.FEWEST_DIFFERENCES;
  }

  private String interval() {
    return difference.hasInterval()
        ? Text.format("%.3f to %.3f", difference.low(), difference.high())
        : null;
  }

  /** What the interval says; nothing more is ever said. */
  String verdict() {
    if (isOfFew()) {
      return "too few images to tell";
    }
    if (!difference.hasInterval()) {
      return "the same in all images";
    }
    double sign = measure.isBetterHigh() ? 1 : -1;
    double low = Math.min(sign * difference.low(), sign * difference.high());
    double high = Math.max(sign * difference.low(), sign * difference.high());
    return low > 0 ? "better than random" : high < 0 ? "worse than random" : "may be chance";
  }
}
