package io.github.resnet50.adapt.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds labels that are probably wrong (confident learning: Northcutt, Jiang and Chuang 2021).
 *
 * <p>A class's threshold is the mean probability that images with its label have of it. An image
 * counts as confidently of the class whose threshold it reaches; of several, of the most probable
 * one. Where that is not its label, the label is confidently suspected. Where no threshold is
 * reached but another class is more probable than the label, it is doubtful.
 *
 * <p>All are ranked by the probability of the label as a share of its class's threshold, the least
 * first: what is improbable in a class whose other images are certain comes before what is so in a
 * class that is hard. On photographs of hard classes this found more planted errors than the
 * difference of the two probabilities.
 */
public final class ConfidentLearning {
  private ConfidentLearning() {}

  /**
   * An image whose label is doubted.
   *
   * @param image its place
   * @param label class index that it was given
   * @param suggested class index that it seems to be of
   * @param labelProbability of the class that it was given
   * @param suggestedProbability of the class that it seems to be of
   * @param confident whether it reaches that class's threshold
   */
  public record Suspect(
      int image,
      int label,
      int suggested,
      float labelProbability,
      float suggestedProbability,
      boolean confident) {

    /** The same of an image at another place. */
    public Suspect at(int place) {
      return new Suspect(
          place, label, suggested, labelProbability, suggestedProbability, confident);
    }
  }

  /**
   * The most suspect first.
   *
   * @param probabilities of each image, from a head that has not seen it; null where there is none
   */
  public static List<Suspect> suspects(float[][] probabilities, int[] labels, int classes) {
    double[] thresholds = thresholds(probabilities, labels, classes);
    List<Suspect> suspects = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (probabilities[i] != null) {
        int confident = best(probabilities[i], thresholds);
        int other = confident >= 0 ? confident : best(probabilities[i], new double[classes]);
        if (other != labels[i]) {
          suspects.add(
              new Suspect(
                  i,
                  labels[i],
                  other,
                  probabilities[i][labels[i]],
                  probabilities[i][other],
                  confident >= 0));
        }
      }
    }
    suspects.sort(
        Comparator.comparingDouble(
                (Suspect suspect) -> suspect.labelProbability() / thresholds[suspect.label()])
            .thenComparingInt(Suspect::image));
    return suspects;
  }

  private static double[] thresholds(float[][] probabilities, int[] labels, int classes) {
    double[] sums = new double[classes];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      if (probabilities[i] != null) {
        sums[labels[i]] += probabilities[i][labels[i]];
        counts[labels[i]]++;
      }
    }
    for (int c = 0; c < classes; c++) {
      sums[c] = counts[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / counts[c];
    }
    return sums;
  }

  /** The most probable class that reaches its threshold; -1 where none does. */
  private static int best(float[] probabilities, double[] thresholds) {
    int best = -1;
    for (int c = 0; c < probabilities.length; c++) {
      if (probabilities[c] >= thresholds[c]
          && (best < 0 || probabilities[c] > probabilities[best])) {
        best = c;
      }
    }
    return best;
  }
}
