package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.Certainty;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the thresholds above which the model is to be trusted on an image: the ones that a chosen
 * share of the correctly classified images reaches. For one thread.
 */
public final class ThresholdFitter implements Evaluation.Reader {
  private final Map<Score, List<Case>> cases = new EnumMap<>(Score.class);

  /**
   * @param certainty the higher, the surer
   */
  private record Case(double certainty, boolean correct) {}

  /**
   * A threshold and its effect on the images it was fitted to.
   *
   * @param score the measure of certainty
   * @param value the least maximum softmax, or the highest entropy or energy, of a certain image
   * @param keptCorrect share of the correct images that stay certain: at least the share asked for
   * @param flaggedWrong share of the wrong images that become uncertain; null if none is wrong
   * @param temperature that the logits were divided by before; 1 for energy, which has none
   */
  public record FittedThreshold(
      Score score, double value, double keptCorrect, Double flaggedWrong, double temperature) {
    public Threshold threshold() {
      return new Threshold(score, value);
    }
  }

  @Override
  public void add(Predicted image, Observation observation) {
    add(Certainty.of(image.scores()), observation.correct());
  }

  /** Adds an image. */
  void add(Certainty certainty, boolean correct) {
    for (Score score : Score.values()) {
      Double value = certainty.of(score);
      if (value != null) {
        cases
            .computeIfAbsent(score, s -> new ArrayList<>())
            .add(new Case(sign(score) * value, correct));
      }
    }
  }

  private static int sign(Score score) {
    return score == Score.MAX_SOFTMAX ? 1 : -1;
  }

  /**
   * One threshold for each score that is known.
   *
   * @param truePositiveRate share of the correct images to stay certain, more than 0, at most 1
   * @param temperature that the images' logits are divided by
   * @return empty where no image is right
   */
  public List<FittedThreshold> fit(double truePositiveRate, double temperature) {
    List<FittedThreshold> fitted = new ArrayList<>();
    cases.forEach(
        (score, all) -> {
          List<Case> correct =
              all.stream()
                  .filter(Case::correct)
                  .sorted(Comparator.comparingDouble(Case::certainty))
                  .toList();
          if (!correct.isEmpty()) {
            // 1e-9: 95 % of 100 images are 95, despite the rounding of 1 - 0.95 in binary.
            int lost = (int) Math.floor((1 - truePositiveRate) * correct.size() + 1e-9);
            double least = correct.get(lost).certainty();
            fitted.add(
                new FittedThreshold(
                    score,
                    sign(score) * least,
                    share(correct.stream().filter(c -> c.certainty() >= least).count(), correct),
                    flagged(all.stream().filter(c -> !c.correct()).toList(), least),
                    score == Score.ENERGY ? 1 : temperature));
          }
        });
    return List.copyOf(fitted);
  }

  private static Double flagged(List<Case> wrong, double least) {
    return wrong.isEmpty()
        ? null
        : share(wrong.stream().filter(c -> c.certainty() < least).count(), wrong);
  }

  private static double share(long part, List<Case> whole) {
    return (double) part / whole.size();
  }
}
