package io.github.resnet50.model.verify;

import io.github.resnet50.model.verify.Verification.Accuracy;
import java.util.List;

/**
 * What the model made of every image with a candidate.
 *
 * @param images in their order; never empty
 */
record CandidateResult(Candidate candidate, List<TrueClass> images) {
  private static final int TOP = 5;

  /**
   * Where the true class of an image stands.
   *
   * @param rank classes that the model holds for more probable than the true one; 0: it is right
   * @param logProbability natural logarithm of the true class's probability
   */
  record TrueClass(int rank, double logProbability) {
    /** A float's softmax can be 0; no single image shall decide everything. */
    private static final double LEAST_PROBABILITY = 1e-12;

    /** Of equal probabilities the lower index comes first, as in predictions. */
    static TrueClass of(float[] probabilities, int trueClass) {
      float own = probabilities[trueClass];
      if (!Float.isFinite(own)) {
        return new TrueClass(probabilities.length - 1, Math.log(LEAST_PROBABILITY));
      }
      int rank = 0;
      for (int i = 0; i < probabilities.length; i++) {
        if (probabilities[i] > own || (probabilities[i] == own && i < trueClass)) {
          rank++;
        }
      }
      return new TrueClass(rank, Math.log(Math.max(own, LEAST_PROBABILITY)));
    }
  }

  CandidateResult {
    images = List.copyOf(images);
  }

  double top1() {
    return share(1);
  }

  double top5() {
    return share(TOP);
  }

  private double share(int ranks) {
    return (double) images.stream().filter(i -> i.rank() < ranks).count() / images.size();
  }

  double meanLogProbability() {
    return images.stream().mapToDouble(TrueClass::logProbability).average().orElseThrow();
  }

  Accuracy accuracy() {
    return new Accuracy(candidate.toString(), top1(), top5(), meanLogProbability());
  }
}
