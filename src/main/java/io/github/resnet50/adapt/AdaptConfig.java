package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.TrainingSettings;

/**
 * The settings of an adaptation.
 *
 * @param settings of training; learning rate and weight decay are filled in
 * @param learningRate null: chosen
 * @param weightDecay null: chosen
 * @param folds of cross-validation; null: five where images are scarce, else none
 * @param permuted whether labels are shuffled first, as a check that nothing leaks
 * @param threads trainings at once; the result does not depend on it
 */
public record AdaptConfig(
    TrainingSettings settings,
    Double learningRate,
    Double weightDecay,
    Integer folds,
    boolean permuted,
    int threads) {
  /** With fewer images a fifth of them would measure an accuracy of 90 % to ± 4 points at best. */
  public static final int PLENTY = 1000;

  static final int FOLDS = 5;

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
