package io.github.resnet50.adapt;

import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Softmax;
import io.github.resnet50.model.head.Head;
import java.util.Arrays;

/**
 * What heads say of images that they have not seen.
 *
 * @param images their places
 * @param probabilities of each of them
 */
@SuppressWarnings("ArrayRecordComponent")
record Judged(Samples samples, Kin kin, int[] images, float[][] probabilities) {
  private static final double LEAST_PROBABILITY = 1e-7; // a float knows no difference below

  static Judged by(Head head, Samples samples, Kin kin, int[] images) {
    float[][] probabilities = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      probabilities[i] = head.logits(samples.images().get(images[i]).own());
      Softmax.inPlace(probabilities[i]);
    }
    return new Judged(samples, kin, images, probabilities);
  }

  /** Both, one after the other. */
  Judged and(Judged other) {
    int[] both = Arrays.copyOf(images, images.length + other.images.length);
    System.arraycopy(other.images, 0, both, images.length, other.images.length);
    float[][] rows = Arrays.copyOf(probabilities, both.length);
    System.arraycopy(other.probabilities, 0, rows, images.length, other.images.length);
    return new Judged(samples, kin, both, rows);
  }

  int label(int row) {
    return samples.images().get(images[row]).label();
  }

  int predicted(int row) {
    int best = 0;
    for (int c = 1; c < probabilities[row].length; c++) {
      best = probabilities[row][c] > probabilities[row][best] ? c : best;
    }
    return best;
  }

  boolean isRight(int row) {
    return predicted(row) == label(row);
  }

  /**
   * Share that is right, with Wilson's interval. Images that show the same count once for its
   * width: they are right or wrong together.
   */
  Estimate accuracy() {
    int right = 0;
    for (int row = 0; row < images.length; row++) {
      right += isRight(row) ? 1 : 0;
    }
    int independent = (int) Arrays.stream(images).map(i -> kin.group()[i]).distinct().count();
    return Estimate.wilson((double) right / images.length, independent);
  }

  /** Mean over the classes that occur of the share that is right. */
  double balancedAccuracy() {
    int[][] confusion = confusion();
    double sum = 0;
    int present = 0;
    for (int c = 0; c < confusion.length; c++) {
      int support = Arrays.stream(confusion[c]).sum();
      sum += support == 0 ? 0 : (double) confusion[c][c] / support;
      present += support == 0 ? 0 : 1;
    }
    return sum / present;
  }

  /** Mean negative log-likelihood in nat. */
  double loss() {
    double sum = 0;
    for (int row = 0; row < images.length; row++) {
      sum -= Math.log(Math.max(LEAST_PROBABILITY, probabilities[row][label(row)]));
    }
    return sum / images.length;
  }

  /** [true class][predicted class] */
  int[][] confusion() {
    int classes = samples.classes().size();
    int[][] counts = new int[classes][classes];
    for (int row = 0; row < images.length; row++) {
      counts[label(row)][predicted(row)]++;
    }
    return counts;
  }
}
