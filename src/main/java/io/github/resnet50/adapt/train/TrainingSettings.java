package io.github.resnet50.adapt.train;

/**
 * How a head is trained; the components, in snake case, are keys of the report.
 *
 * @param hidden units of a hidden ReLU layer; 0: none
 * @param dropout share of each dense layer's inputs that is zeroed in training (inverted dropout)
 * @param weightDecay decoupled, as in AdamW: a step takes rate · decay of each weight away
 * @param labelSmoothing share of a label that is spread over all classes
 * @param learningRate of AdamW
 * @param epochs at most; exactly so many where there is nothing to stop early by
 * @param patience epochs without a lower validation loss after which training ends
 * @param batchSize rows a step
 * @param balanced whether each class counts as much as any other, however many images it has
 * @param seed of shuffling, dropout and first weights
 */
public record TrainingSettings(
    int hidden,
    double dropout,
    double weightDecay,
    double labelSmoothing,
    double learningRate,
    int epochs,
    int patience,
    int batchSize,
    boolean balanced,
    long seed) {

  public TrainingSettings withRate(double rate) {
    return new TrainingSettings(
        hidden,
        dropout,
        weightDecay,
        labelSmoothing,
        rate,
        epochs,
        patience,
        batchSize,
        balanced,
        seed);
  }

  public TrainingSettings withDecay(double decay) {
    return new TrainingSettings(
        hidden,
        dropout,
        decay,
        labelSmoothing,
        learningRate,
        epochs,
        patience,
        batchSize,
        balanced,
        seed);
  }

  public TrainingSettings withEpochs(int count) {
    return new TrainingSettings(
        hidden,
        dropout,
        weightDecay,
        labelSmoothing,
        learningRate,
        count,
        patience,
        batchSize,
        balanced,
        seed);
  }
}
