package io.github.resnet50.explain;

/**
 * Whether a class's probability follows a map.
 *
 * @param scores of the map
 * @param random of a random map on the same image
 */
public record Faithfulness(Scores scores, Scores random) {

  /**
   * The measures, each 0 to 1.
   *
   * @param deletionAuc the mean probability while the image is hidden, the highest places of the
   *     map first (Petsiuk et al. 2018); lower is better
   * @param insertionAuc the same while it is uncovered from its blur; higher is better
   * @param averageDrop by what share the probability falls where the image is darkened as the map
   *     is low (Chattopadhay et al. 2018); lower is better
   * @param increase 1 where it rises instead, else 0; its mean is the increase in confidence
   */
  public record Scores(
      double deletionAuc, double insertionAuc, double averageDrop, double increase) {}
}
