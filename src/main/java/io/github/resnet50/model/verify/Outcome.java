package io.github.resnet50.model.verify;

/**
 * What became of one image.
 *
 * @param rank classes that the model holds for more probable than the true one; 0: it is right
 * @param logProbability natural logarithm of the true class's probability
 */
record Outcome(int rank, double logProbability) {
  /** A float's softmax can be 0; no single image shall decide everything. */
  private static final double LEAST_PROBABILITY = 1e-12;

  /** Of equal probabilities the lower index comes first, as in predictions. */
  static Outcome of(float[] probabilities, int trueClass) {
    float own = probabilities[trueClass];
    if (!Float.isFinite(own)) {
      return new Outcome(probabilities.length - 1, Math.log(LEAST_PROBABILITY));
    }
    int rank = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > own || (probabilities[i] == own && i < trueClass)) {
        rank++;
      }
    }
    return new Outcome(rank, Math.log(Math.max(own, LEAST_PROBABILITY)));
  }
}
