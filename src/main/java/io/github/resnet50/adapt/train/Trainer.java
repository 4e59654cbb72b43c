package io.github.resnet50.adapt.train;

import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.basics.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Trains a head by mini-batches with {@link AdamW}. The same rows and settings give the same head
 * to the bit.
 */
public final class Trainer {
  private static final int SCORED_AT_ONCE = 64;

  private final TrainingSettings settings;
  private final BooleanSupplier stop;

  /**
   * @param stop asked before each epoch
   */
  public Trainer(TrainingSettings settings, BooleanSupplier stop) {
    this.settings = settings;
    this.stop = stop;
  }

  /**
   * Trains until the validation loss has not fallen for {@link TrainingSettings.Optimizer#patience}
   * epochs, and keeps the weights of the lowest one.
   *
   * @param validation no row of it is learnt from; null: training goes on for all epochs
   * @param curves whether the training rows are scored after each epoch too
   * @throws CancellationException where it was stopped
   */
  public TrainedHead train(Examples rows, Examples validation, boolean curves) {
    Optimizer optimizer = settings.optimizer();
    SplittableRandom random = new SplittableRandom(settings.seed());
    float[] weights = settings.balanced() ? rows.balance() : Examples.ones(rows.classes());
    Network network =
        new Network(
            Standardization.of(rows, weights),
            rows.width(),
            settings.hidden(),
            rows.classes(),
            settings.regularization().dropout(),
            random.split());
    network.start(rows.logShares(weights));
    List<AdamW> steps = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      steps.add(
          new AdamW(
              layer.weights, optimizer.learningRate(), settings.regularization().weightDecay()));
      steps.add(new AdamW(layer.bias, optimizer.learningRate(), 0));
    }
    List<Epoch> curve = new ArrayList<>();
    Best best = new Best();
    int[] order = IntStream.range(0, rows.size()).toArray();
    for (int epoch = 1; epoch <= optimizer.epochs(); epoch++) {
      if (stop.getAsBoolean()) {
        throw new CancellationException("training was stopped");
      }
      shuffle(order, random);
      for (int from = 0; from < order.length; from += optimizer.batchSize()) {
        int to = Math.min(from + optimizer.batchSize(), order.length);
        step(network, steps, rows, Arrays.copyOfRange(order, from, to), weights);
      }
      LossAndAccuracy validated = validation == null ? null : score(network, validation, weights);
      curve.add(new Epoch(epoch, curves ? score(network, rows, weights) : null, validated));
      best.offer(epoch, validated, network);
      if (validated != null && epoch - best.epoch >= optimizer.patience()) {
        break;
      }
    }
    network.restore(best.parameters);
    return new TrainedHead(network.head(), best.epoch, best.score, curve);
  }

  /** The epoch with the lowest validation loss; without validation the last one. */
  private static final class Best {
    private int epoch;
    private LossAndAccuracy score;
    private List<float[]> parameters;

    void offer(int candidate, LossAndAccuracy validated, Network network) {
      if (score == null || validated == null || validated.loss() < score.loss()) {
        epoch = candidate;
        score = validated;
        parameters = network.parameters();
      }
    }
  }

  private void step(
      Network network, List<AdamW> steps, Examples rows, int[] batch, float[] weights) {
    int[] labels = Arrays.stream(batch).map(i -> rows.labels()[i]).toArray();
    double smoothing = settings.regularization().labelSmoothing();
    network.learn(
        network.inputs(rows.features(), batch),
        batch.length,
        new CrossEntropy(labels, weights, smoothing));
    for (int i = 0; i < network.layers().size(); i++) {
      DenseLayer layer = network.layers().get(i);
      steps.get(2 * i).step(layer.weightGradient);
      steps.get(2 * i + 1).step(layer.biasGradient);
    }
  }

  private static LossAndAccuracy score(Network network, Examples rows, float[] weights) {
    double loss = 0;
    double all = 0;
    int right = 0;
    for (int from = 0; from < rows.size(); from += SCORED_AT_ONCE) {
      int to = Math.min(from + SCORED_AT_ONCE, rows.size());
      int[] batch = IntStream.range(from, to).toArray();
      float[] logits = network.logits(network.inputs(rows.features(), batch), batch.length);
      for (int i = from; i < to; i++) {
        int label = rows.labels()[i];
        double[] logs =
            CrossEntropy.logSoftmax(logits, (i - from) * rows.classes(), rows.classes());
        loss -= weights[label] * logs[label];
        all += weights[label];
        right += Numbers.argmax(logs) == label ? 1 : 0;
      }
    }
    return new LossAndAccuracy(all == 0 ? 0 : loss / all, (double) right / rows.size());
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }
}
