package io.github.resnet50.model.verify;

import io.github.resnet50.model.verify.Candidates.Candidate;
import io.github.resnet50.model.verify.Verification.Accuracy;
import java.util.List;

/**
 * The results of the model for every image with one candidate.
 *
 * @param images in their order; never empty
 */
record CandidateResult(Candidate candidate, List<TrueClassRank> images) {
  private static final int TOP = 5;

  /**
   * The rank and probability of an image's true class.
   *
   * @param rank number of classes that are more probable than the true one; 0: the prediction is
   *     right
   * @param logProbability natural logarithm of the true class's probability
   */
  record TrueClassRank(int rank, double logProbability) {
    /** A softmax in float can be 0; the limit keeps a single image from deciding everything. */
    private static final double LEAST_PROBABILITY = 1e-12;

    /** Of equal probabilities the lower index comes first, as in predictions. */
    static TrueClassRank of(float[] probabilities, int trueClass) {
      float own = probabilities[trueClass];
      if (!Float.isFinite(own)) {
        return new TrueClassRank(probabilities.length - 1, Math.log(LEAST_PROBABILITY));
      }
      int rank = 0;
      for (int i = 0; i < probabilities.length; i++) {
        if (probabilities[i] > own || (probabilities[i] == own && i < trueClass)) {
          rank++;
        }
      }
      return new TrueClassRank(rank, Math.log(Math.max(own, LEAST_PROBABILITY)));
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
    return images.stream().mapToDouble(TrueClassRank::logProbability).average().orElseThrow();
  }

  Accuracy accuracy() {
    return new Accuracy(candidate.toString(), top1(), top5(), meanLogProbability());
  }
}
