package io.github.resnet50.decision;

import io.github.resnet50.report.DecisionColumn;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides what images are, by all their scores or by those that a record has. For many threads. */
public final class Decider {
  /** Decides nothing: records keep what they have. */
  public static final Decider NONE = new Decider(null, null);

  private final RollUp rollUp;
  private final Rules rules;

  /**
   * @param rollUp null: none
   * @param rules null: none
   */
  Decider(RollUp rollUp, Rules rules) {
    this.rollUp = rollUp;
    this.rules = rules;
  }

  /** What is decided. */
  public Set<DecisionColumn> columns() {
    Set<DecisionColumn> columns = EnumSet.noneOf(DecisionColumn.class);
    if (rollUp != null) {
      columns.add(DecisionColumn.ROLLUP);
    }
    if (rules != null) {
      columns.add(DecisionColumn.RULE);
    }
    return columns;
  }

  /** How it rolls up, if it does. */
  public Optional<RollUp> rollUp() {
    return Optional.ofNullable(rollUp);
  }

  /** By which rules, if there are any. */
  public Optional<Rules> rules() {
    return Optional.ofNullable(rules);
  }

  /**
   * Decides on an image.
   *
   * @param probabilities of all classes
   */
  public Decision decide(float[] probabilities) {
    return decide(ClassScores.of(probabilities), Decision.NONE);
  }

  /**
   * Decides on an image by the classes that its record has; sums are then the least that they can
   * be. What is not decided stays as the record has it.
   */
  public ItemResult decide(ItemResult record) {
    if (this == NONE || !(record instanceof Predicted image)) {
      return record;
    }
    return image.deciding(decide(ClassScores.of(image.predictions()), image.extras().decision()));
  }

  private Decision decide(ClassScores scores, Decision before) {
    return new Decision(
        rollUp == null ? before.rollup() : rollUp.of(scores),
        rules == null ? before.rule() : rules.of(scores));
  }
}
