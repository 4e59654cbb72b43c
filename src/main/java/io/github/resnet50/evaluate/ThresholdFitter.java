package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.Certainty;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Finds the thresholds above which the model is to be trusted on an image: the ones that a chosen
 * share of the correctly classified images reaches. For one thread.
 */
public final class ThresholdFitter implements Evaluation.Reader {
  private final Map<Score, List<Case>> cases = new EnumMap<>(Score.class);
  private final long seed;

  /**
   * @param seed chooses, with their names, the halves of the images that each other's thresholds
   *     are tried on
   */
  public ThresholdFitter(long seed) {
    this.seed = seed;
  }

  /**
   * @param certainty the higher, the surer
   * @param first in which half it is
   */
  private record Case(double certainty, boolean correct, boolean first) {}

  /**
   * A threshold and its effect.
   *
   * @param score the measure of certainty
   * @param value the least maximum softmax, or the highest entropy or energy, of a certain image
   * @param keptCorrect share of the correct images it was fitted to that stay certain: at least the
   *     share asked for
   * @param flaggedWrong share of the wrong ones of these that become uncertain; null if none is
   *     wrong
   * @param temperature that the logits were divided by before; 1 for energy, which has none
   * @param heldOut what such thresholds do to images that they were not fitted to; null where a
   *     half of the images has no right one
   */
  public record FittedThreshold(
      Score score,
      double value,
      double keptCorrect,
      Double flaggedWrong,
      double temperature,
      HeldOut heldOut) {
    public Threshold threshold() {
      return new Threshold(score, value);
    }
  }

  /**
   * Over both halves of the images, each by the threshold that the other one gives.
   *
   * @param keptCorrect share of the correct images that stay certain
   * @param flaggedWrong share of the wrong images that become uncertain; null if none is wrong
   */
  public record HeldOut(Estimate keptCorrect, Estimate flaggedWrong) {}

  @Override
  public void add(Predicted image, Observation observation) {
    boolean first = (Numbers.hash(image.name(), seed) & 1) == 0;
    add(Certainty.of(image.scores()), observation.correct(), first);
  }

  /**
   * Adds an image.
   *
   * @param first in which half it is
   */
  void add(Certainty certainty, boolean correct, boolean first) {
    for (Score score : Score.values()) {
      Double value = certainty.of(score);
      if (value != null) {
        cases
            .computeIfAbsent(score, s -> new ArrayList<>())
            .add(new Case(sign(score) * value, correct, first));
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
          OptionalDouble found = least(all, truePositiveRate);
          if (found.isPresent()) {
            double least = found.getAsDouble();
            Effect effect = Effect.of(all, least);
            fitted.add(
                new FittedThreshold(
                    score,
                    sign(score) * least,
                    (double) effect.kept / effect.correct,
                    effect.wrong == 0 ? null : (Double) ((double) effect.flagged / effect.wrong),
                    score == Score.ENERGY ? 1 : temperature,
                    heldOut(all, truePositiveRate)));
          }
        });
    return List.copyOf(fitted);
  }

  /** The least certainty of a certain image; empty where none is right. */
  private static OptionalDouble least(List<Case> cases, double truePositiveRate) {
    double[] correct =
        cases.stream().filter(Case::correct).mapToDouble(Case::certainty).sorted().toArray();
    if (correct.length == 0) {
      return OptionalDouble.empty();
    }
    // 1e-9: 95 % of 100 images are 95, despite the rounding of 1 - 0.95 in binary.
    int lost = (int) Math.floor((1 - truePositiveRate) * correct.length + 1e-9);
    return OptionalDouble.of(correct[Math.min(lost, correct.length - 1)]);
  }

  private static HeldOut heldOut(List<Case> all, double truePositiveRate) {
    Map<Boolean, List<Case>> halves = all.stream().collect(Collectors.partitioningBy(Case::first));
    OptionalDouble ofFirst = least(halves.get(true), truePositiveRate);
    OptionalDouble ofSecond = least(halves.get(false), truePositiveRate);
    if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
      return null;
    }
    Effect effect =
        Effect.of(halves.get(false), ofFirst.getAsDouble())
            .plus(Effect.of(halves.get(true), ofSecond.getAsDouble()));
    return new HeldOut(
        Estimate.wilson((double) effect.kept / effect.correct, (double) effect.correct),
        effect.wrong == 0
            ? null
            : Estimate.wilson((double) effect.flagged / effect.wrong, (double) effect.wrong));
  }

  /** What a threshold does to images. */
  private record Effect(long correct, long kept, long wrong, long flagged) {
    static Effect of(List<Case> cases, double least) {
      long correct = cases.stream().filter(Case::correct).count();
      return new Effect(
          correct,
          cases.stream().filter(c -> c.correct() && c.certainty() >= least).count(),
          cases.size() - correct,
          cases.stream().filter(c -> !c.correct() && c.certainty() < least).count());
    }

    Effect plus(Effect other) {
      return new Effect(
          correct + other.correct, kept + other.kept, wrong + other.wrong, flagged + other.flagged);
    }
  }
}
