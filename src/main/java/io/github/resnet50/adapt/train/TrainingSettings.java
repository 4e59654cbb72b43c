package io.github.resnet50.adapt.train;

import io.github.resnet50.basics.Inline;

/**
 * How a head is trained; the components, in snake case, are keys of the report.
 *
 * @param solver what finds the weights: {@code lbfgs}, by multinomial logistic regression to its
 *     one solution, or {@code adamw}, in small steps on mini-batches
 * @param hidden units of a hidden ReLU layer; 0: none, as always with logistic regression
 * @param logistic null with AdamW
 * @param regularization null with logistic regression
 * @param optimizer null with logistic regression
 * @param balanced whether each class counts as much as any other, however many images it has
 * @param seed of shuffling, dropout and first weights
 */
public record TrainingSettings(
    String solver,
    int hidden,
    @Inline Logistic logistic,
    @Inline Regularization regularization,
    @Inline Optimizer optimizer,
    boolean balanced,
    long seed) {

  private static final String LBFGS = "lbfgs";
  private static final String ADAMW = "adamw";

  /** Whether it is logistic regression, whose loss is convex. */
  public boolean isConvex() {
    return solver.equals(LBFGS);
  }

  /**
   * Of logistic regression.
   *
   * @param cost what the images' loss counts against half the squared weights: C
   */
  public record Logistic(double cost) {}

  /** With AdamW. */
  public TrainingSettings(
      int hidden, Regularization regularization, Optimizer optimizer, boolean balanced, long seed) {
    this(ADAMW, hidden, null, regularization, optimizer, balanced, seed);
  }

  /** With logistic regression; the cost is to be chosen. */
  public static TrainingSettings logistic(boolean balanced, long seed) {
    return new TrainingSettings(LBFGS, 0, new Logistic(1), null, null, balanced, seed);
  }

  public TrainingSettings withCost(double cost) {
    return new TrainingSettings(
        solver, hidden, new Logistic(cost), regularization, optimizer, balanced, seed);
  }

  /**
   * Means against overfitting.
   *
   * @param dropout share of each dense layer's inputs that is zeroed in training
   * @param weightDecay decoupled, as in AdamW: a step takes rate · decay of each weight away
   * @param labelSmoothing share of a label that is spread over all classes
   */
  public record Regularization(double dropout, double weightDecay, double labelSmoothing) {}

  /**
   * Of AdamW, on mini-batches.
   *
   * @param epochs at most; exactly so many where there is no validation to stop early by
   * @param patience epochs without a lower validation loss after which training ends
   * @param batchSize rows a step
   */
  public record Optimizer(double learningRate, int epochs, int patience, int batchSize) {}

  public TrainingSettings withLearningRate(double rate) {
    return with(new Optimizer(rate, optimizer.epochs, optimizer.patience, optimizer.batchSize));
  }

  public TrainingSettings withEpochs(int epochs) {
    return with(
        new Optimizer(optimizer.learningRate, epochs, optimizer.patience, optimizer.batchSize));
  }

  private TrainingSettings with(Optimizer other) {
    return new TrainingSettings(hidden, regularization, other, balanced, seed);
  }

  public TrainingSettings withWeightDecay(double decay) {
    return new TrainingSettings(
        hidden,
        new Regularization(regularization.dropout, decay, regularization.labelSmoothing),
        optimizer,
        balanced,
        seed);
  }
}
