package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.TrainingSettings;

/**
 * The settings of an adaptation.
 *
 * @param settings of training; what is chosen is filled in
 * @param fixed what is not to be chosen
 * @param folds of cross-validation; null: five where images are scarce, else none
 * @param permuted whether labels are shuffled first, as a check that nothing leaks
 * @param recipes whether the usual means against overfitting are compared too
 * @param threads trainings at once; the result does not depend on it
 */
public record AdaptConfig(
    TrainingSettings settings,
    Fixed fixed,
    Integer folds,
    boolean permuted,
    boolean recipes,
    int threads) {
  /**
   * Settings that the user gives; null: chosen.
   *
   * @param cost of logistic regression
   * @param learningRate of AdamW
   * @param weightDecay of AdamW
   */
  public record Fixed(Double cost, Double learningRate, Double weightDecay) {
    /** All are chosen. */
    public static final Fixed NONE = new Fixed(null, null, null);
  }

  /** With fewer images a fifth of them would measure an accuracy of 90 % to ± 4 points at best. */
  public static final int PLENTY = 1000;

  static final int FOLDS = 5;

  /** The same with other settings, all of which are chosen. */
  AdaptConfig with(TrainingSettings other) {
    return new AdaptConfig(other, Fixed.NONE, folds, permuted, recipes, threads);
  }

  boolean isCrossValidated(int images) {
    return folds != null || images < PLENTY;
  }

  int foldCount() {
    return folds == null ? FOLDS : folds;
  }

  long seed() {
    return settings.seed();
  }
}
