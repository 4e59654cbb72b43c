package io.github.resnet50.model.verify;

import java.util.List;

/**
 * A candidate and what it made of every image.
 *
 * @param outcomes in the order of the images; never empty
 */
record Trial(Candidate candidate, List<Outcome> outcomes) {
  private static final int TOP = 5;

  Trial {
    outcomes = List.copyOf(outcomes);
  }

  double top1() {
    return share(1);
  }

  double top5() {
    return share(TOP);
  }

  private double share(int ranks) {
    return (double) outcomes.stream().filter(o -> o.rank() < ranks).count() / outcomes.size();
  }

  double meanLogProbability() {
    return outcomes.stream().mapToDouble(Outcome::logProbability).average().orElseThrow();
  }

  /** The score as it is kept and printed. */
  Score score() {
    return new Score(candidate.toString(), top1(), top5(), meanLogProbability());
  }
}
