package io.github.resnet50.compress;

import io.github.resnet50.basics.Numbers;
import java.util.List;

/**
 * The loss of accuracy by compressing, measured on images: how far the compressed model's
 * probabilities are from the original's. The components are keys on a compressed model's card.
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
record AccuracyLoss(
    int images,
    int sameTop1,
    double meanDifference,
    double maxDifference,
    double meanDivergence,
    int labelled,
    int correctBefore,
    int correctAfter) {
  private static final double SMALLEST = 1e-12;

  /** Below, a float has too few digits for a logarithm. */
  private static final float LEAST_PROBABILITY = 1e-30f;

  /**
   * Compares.
   *
   * @param before the original's probabilities, one row an image
   * @param after the compressed model's
   * @param classes the true class of each image, -1 where it is not known
   */
  static AccuracyLoss of(float[][] before, float[][] after, List<Integer> classes) {
    int same = 0;
    int labelled = 0;
    int correctBefore = 0;
    int correctAfter = 0;
    double difference = 0;
    double largest = 0;
    double divergence = 0;
    for (int i = 0; i < before.length; i++) {
      int top = top1(before[i]);
      same += top1(after[i]) == top ? 1 : 0;
      int scores = before[i].length;
      int shown = Math.min(top, scores - 1);
      difference += Math.abs(before[i][shown] - after[i][shown]);
      for (int c = 0; c < scores; c++) {
        double p = before[i][c];
        double q = after[i][c];
        largest = Math.max(largest, Math.abs(p - q));
        divergence += term(p, q) + (scores == 1 ? term(1 - p, 1 - q) : 0);
      }
      int label = classes.get(i);
      if (label >= 0) {
        labelled++;
        correctBefore += top == label ? 1 : 0;
        correctAfter += top1(after[i]) == label ? 1 : 0;
      }
    }
    int n = Math.max(1, before.length);
    return new AccuracyLoss(
        before.length,
        same,
        difference / n,
        largest,
        Math.max(0, divergence / n), // rounding may leave a little less than nothing
        labelled,
        correctBefore,
        correctAfter);
  }

  /**
   * The mean squared error of the log-probabilities of all classes, each image's mean error apart:
   * of a softmax, that of its logits.
   *
   * @param before the original's probabilities, one row an image
   * @param after the compressed model's
   */
  static double scoreError(float[][] before, float[][] after) {
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      double mean = 0;
      double squares = 0;
      int scores = before[i].length;
      for (int c = 0; c < scores; c++) {
        double error = logit(after[i][c], scores) - logit(before[i][c], scores);
        mean += scores == 1 ? 0 : error / scores;
        squares += error * error / scores;
      }
      sum += squares - mean * mean;
    }
    return sum / Math.max(1, before.length);
  }

  private static double logit(float probability, int scores) {
    double log = Math.log(Math.max(LEAST_PROBABILITY, probability));
    return scores == 1 ? log - Math.log(Math.max(LEAST_PROBABILITY, 1 - probability)) : log;
  }

  private static double term(double p, double q) {
    return p <= 0 ? 0 : p * Math.log(p / Math.max(SMALLEST, q));
  }

  /** The most probable class; with one score, that of the second of two classes. */
  private static int top1(float[] probabilities) {
    return probabilities.length == 1
        ? (probabilities[0] > 0.5f ? 1 : 0)
        : Numbers.argmax(probabilities);
  }

  /** Percentage points of top-1 agreement that are lost: 100 minus the agreement in percent. */
  double drop() {
    return images == 0 ? 0 : 100.0 * (images - sameTop1) / images;
  }
}
