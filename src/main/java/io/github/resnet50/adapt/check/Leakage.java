package io.github.resnet50.adapt.check;

import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;

/**
 * What training on shuffled labels tells: nothing can be learnt then that holds for unseen images,
 * so that a head which does better than chance has seen them.
 *
 * @param leaks whether the 95 % interval of the accuracy lies above chance
 * @param text a sentence with the figures
 */
public record Leakage(boolean leaks, String text) {

  /**
   * @param unseen accuracy on unseen images
   * @param chance accuracy of always naming the most frequent class
   */
  public static Leakage of(Estimate unseen, double chance) {
    boolean leaks = unseen.low() > chance;
    return new Leakage(
        leaks,
        Text.format(
                "labels permuted: %s (95 %%: %.1f to %.1f), chance %s: ",
                Text.percent(unseen.value()),
                100 * unseen.low(),
                100 * unseen.high(),
                Text.percent(chance))
            + (leaks
                ? "leaks: images that show the same lie on both sides of the split; the real"
                    + " figures are too good"
                : "nothing leaks"));
  }
}
