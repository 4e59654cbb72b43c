package io.github.resnet50.report;

import io.github.resnet50.report.Certainty.Score;

/**
 * Where a model begins to be uncertain.
 *
 * @param score of which way to be sure
 * @param value the least maximum softmax, or the highest entropy or energy, of a certain image
 */
public record Threshold(Score score, double value) {

  /**
   * Whether an image is on the other side.
   *
   * @return null where its score is not known
   */
  public Boolean isUncertain(Certainty certainty) {
    Double found = certainty.of(score);
    if (found == null) {
      return null;
    }
    return score == Score.MAX_SOFTMAX ? found < value : found > value;
  }
}
