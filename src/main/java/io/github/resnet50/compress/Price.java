package io.github.resnet50.compress;

import java.util.List;

/**
 * What compressing cost, on images: how far the compressed model's probabilities are from the
 * original's.
 *
 * @param images how many were compared
 * @param sameTop1 for how many the most probable class is the same
 * @param meanDifference the mean over images of |Δp| of the original's most probable class
 * @param maxDifference the largest |Δp| over all images and classes
 * @param meanDivergence the mean over images of the Kullback-Leibler divergence of the compressed
 *     model's distribution from the original's, in nats
 * @param labelled of how many the true class is known
 * @param correctBefore how many of those the original gets right
 * @param correctAfter how many the compressed model does
 */
record Price(
    int images,
    int sameTop1,
    double meanDifference,
    double maxDifference,
    double meanDivergence,
    int labelled,
    int correctBefore,
    int correctAfter) {
  private static final double SMALLEST = 1e-12;

  /**
   * Compares.
   *
   * @param classes the true class of each image, -1 where it is not known
   */
  static Price of(Predictions before, Predictions after, List<Integer> classes) {
    int same = 0;
    int labelled = 0;
    int correctBefore = 0;
    int correctAfter = 0;
    double difference = 0;
    double largest = 0;
    double divergence = 0;
    for (int i = 0; i < before.size(); i++) {
      int top = before.top1(i);
      same += after.top1(i) == top ? 1 : 0;
      int scores = before.scores(i);
      int shown = Math.min(top, scores - 1);
      difference += Math.abs(before.probability(i, shown) - after.probability(i, shown));
      for (int c = 0; c < scores; c++) {
        double p = before.probability(i, c);
        double q = after.probability(i, c);
        largest = Math.max(largest, Math.abs(p - q));
        divergence += term(p, q) + (scores == 1 ? term(1 - p, 1 - q) : 0);
      }
      int label = classes.get(i);
      if (label >= 0) {
        labelled++;
        correctBefore += top == label ? 1 : 0;
        correctAfter += after.top1(i) == label ? 1 : 0;
      }
    }
    int n = Math.max(1, before.size());
    return new Price(
        before.size(),
        same,
        difference / n,
        largest,
        Math.max(0, divergence / n), // rounding may leave a little less than nothing
        labelled,
        correctBefore,
        correctAfter);
  }

  private static double term(double p, double q) {
    return p <= 0 ? 0 : p * Math.log(p / Math.max(SMALLEST, q));
  }

  /** Points of top-1 agreement that are lost: 100 minus the agreement in percent. */
  double drop() {
    return images == 0 ? 0 : 100.0 * (images - sameTop1) / images;
  }
}
