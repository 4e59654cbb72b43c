package io.github.resnet50.evaluate;

import io.github.resnet50.decision.Decider;
import io.github.resnet50.decision.Rules;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counts how often an answer is given for an image, and how often it is right: rolled up, by rules,
 * and beside each the best class from the same threshold on. For one thread.
 */
public final class DecisionScores implements Evaluation.Reader {
  private final Decider decider;
  private final TargetClasses classes;
  private final Counts rolledUp = new Counts();
  private final Counts byRules = new Counts();
  private final Counts bestOverRollUp = new Counts();
  private final Counts bestOverRules = new Counts();

  /**
   * @param decider that made the answers which the images have
   */
  public DecisionScores(Decider decider, TargetClasses classes) {
    this.decider = decider;
    this.classes = classes;
  }

  /** Of one way to answer. */
  private static final class Counts {
    private int images;
    private int right;
    private final List<Integer> breadths = new ArrayList<>(); // of what was answered

    void add(boolean isAnswered, boolean isRight, int breadth) {
      images++;
      if (isAnswered) {
        breadths.add(breadth);
        right += isRight ? 1 : 0;
      }
    }

    Rates rates() {
      Collections.sort(breadths);
      int answered = breadths.size();
      return new Rates(
          Estimate.wilson((double) answered / images, images),
          answered == 0 ? null : Estimate.wilson((double) right / answered, answered),
          answered == 0 ? null : breadths.get(answered / 2),
          answered == 0 ? null : breadths.get(Math.min(answered - 1, answered * 9 / 10)));
    }
  }

  /**
   * How often there is an answer, and how good they are.
   *
   * @param answered share of the images; what all classes have in common is no answer
   * @param right share of the answers that are the true class, or above it; null without answers
   * @param medianClasses how many of the model's classes the middle one of the answers leaves open,
   *     from 1 of a class; null without answers
   * @param p90Classes how many nine of ten answers leave open at most; null without answers
   */
  public record Rates(
      Estimate answered, Estimate right, Integer medianClasses, Integer p90Classes) {}

  /**
   * The images decided in one way.
   *
   * @param by {@code rollup} or {@code rules}
   * @param threshold the least probability of answers; of rules without one of its own
   * @param decided so
   * @param top1 the best class as the answer, where its probability reaches the threshold
   */
  public record Score(String by, double threshold, Rates decided, Rates top1) {}

  @Override
  public void add(Predicted image, Observation observation) {
    decider
        .rollUp()
        .ifPresent(
            rollUp -> {
              Answer answer = image.rollup();
              boolean isAnswered = answer != null && !rollUp.saysNothing(answer);
              rolledUp.add(
                  isAnswered,
                  isAnswered && rollUp.isRight(answer, classes.label(observation.trueClass())),
                  isAnswered ? rollUp.breadth(answer) : 0);
              addBest(bestOverRollUp, observation, rollUp.threshold());
            });
    decider
        .rules()
        .ifPresent(
            rules -> {
              String answer = image.rule().label();
              byRules.add(
                  !Rules.isUnsure(image.rule()),
                  rules.answerOf(observation.trueClass()).filter(answer::equals).isPresent(),
                  rules.breadth(image.rule()));
              addBest(bestOverRules, observation, rules.general());
            });
  }

  private static void addBest(Counts counts, Observation observation, double threshold) {
    counts.add(observation.confidence() >= (float) threshold, observation.correct(), 1);
  }

  /** The scores of the images so far, at least one. */
  public List<Score> scores() {
    List<Score> scores = new ArrayList<>();
    decider
        .rollUp()
        .ifPresent(
            rollUp ->
                scores.add(
                    new Score(
                        "rollup", rollUp.threshold(), rolledUp.rates(), bestOverRollUp.rates())));
    decider
        .rules()
        .ifPresent(
            rules ->
                scores.add(
                    new Score("rules", rules.general(), byRules.rates(), bestOverRules.rates())));
    return scores;
  }
}
