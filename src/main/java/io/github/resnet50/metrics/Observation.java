package io.github.resnet50.metrics;

/**
 * The numbers kept for an image whose true class is known; unknown numbers are NaN.
 *
 * @param trueClass index of the class that it shows
 * @param predictedClass index of the most probable class
 * @param rank place of the true class among all, from 0; {@link #BEYOND} where it is not among the
 *     predictions
 * @param confidence probability of the predicted class
 * @param trueProbability probability of the true class
 * @param brier Σ over all classes of (probability − truth)², truth being 1 for the true class and 0
 *     for the others: 0 at best, 2 at worst (Brier 1950)
 */
public record Observation(
    int trueClass,
    int predictedClass,
    int rank,
    float confidence,
    float trueProbability,
    double brier) {
  /** The rank of a class that is not among the predictions. */
  public static final int BEYOND = Integer.MAX_VALUE;

  /** Smaller probabilities are treated as this, so that their logarithm is finite. */
  public static final float LEAST_PROBABILITY = Float.MIN_VALUE;

  /**
   * From the probabilities of all classes. Of two equal ones the lower index ranks first, as in
   * records.
   */
  public static Observation of(int trueClass, float[] probabilities) {
    float truth = probabilities[trueClass];
    int best = 0;
    int rank = 0;
    double squares = 0;
    for (int i = 0; i < probabilities.length; i++) {
      float probability = probabilities[i];
      if (probability > probabilities[best]) {
        best = i;
      }
      if (probability > truth || (probability == truth && i < trueClass)) {
        rank++;
      }
      squares += (double) probability * probability;
    }
    return new Observation(
        trueClass, best, rank, probabilities[best], truth, squares - 2.0 * truth + 1);
  }

  /**
   * From the most probable classes only, best first; the probabilities of the others are unknown.
   *
   * @param classes their indices, at least one
   * @param probabilities of each
   */
  public static Observation ofTopK(int trueClass, int[] classes, float[] probabilities) {
    int rank = BEYOND;
    float truth = Float.NaN;
    for (int i = classes.length - 1; i >= 0; i--) {
      if (classes[i] == trueClass) {
        rank = i;
        truth = probabilities[i];
      }
    }
    return new Observation(trueClass, classes[0], rank, probabilities[0], truth, Double.NaN);
  }

  /** Whether the most probable class is the true one. */
  public boolean correct() {
    return rank == 0;
  }

  /** −ln of the true class's probability, in nat. */
  public double negativeLogLikelihood() {
    return negativeLogLikelihood(LEAST_PROBABILITY);
  }

  /**
   * The same, with a lower limit of the probability.
   *
   * @param least more than 0
   */
  public double negativeLogLikelihood(double least) {
    return -Math.log(Math.max(least, trueProbability));
  }
}
