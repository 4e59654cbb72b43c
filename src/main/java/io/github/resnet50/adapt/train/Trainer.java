package io.github.resnet50.adapt.train;

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
   * @param stop whether to leave off; asked before each epoch
   */
  public Trainer(TrainingSettings settings, BooleanSupplier stop) {
    this.settings = settings;
    this.stop = stop;
  }

  /** Trains for exactly as many epochs as the settings have. */
  public Trained train(Examples rows) {
    return train(rows, null, false);
  }

  /**
   * Trains until the validation loss has not fallen for {@link TrainingSettings#patience} epochs,
   * and keeps the weights of the lowest one.
   *
   * @param validation no row of it is learnt from
   * @param curves whether the training rows are scored after each epoch too
   * @throws CancellationException where it was to leave off
   */
  public Trained train(Examples rows, Examples validation, boolean curves) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    Network network =
        new Network(
            Standardization.of(rows),
            rows.width(),
            settings.hidden(),
            rows.classes(),
            settings.dropout(),
            random.split());
    float[] weights = settings.balanced() ? rows.balance() : ones(rows.classes());
    List<AdamW> steps = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      steps.add(new AdamW(layer.weights, settings.learningRate(), settings.weightDecay()));
      steps.add(new AdamW(layer.bias, settings.learningRate(), 0));
    }
    List<Epoch> curve = new ArrayList<>();
    Best best = new Best();
    int[] order = IntStream.range(0, rows.size()).toArray();
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      if (stop.getAsBoolean()) {
        throw new CancellationException("training was stopped");
      }
      shuffle(order, random);
      for (int from = 0; from < order.length; from += settings.batchSize()) {
        int to = Math.min(from + settings.batchSize(), order.length);
        step(network, steps, rows, order, from, to, weights);
      }
      Fit validated = validation == null ? null : fit(network, validation, weights);
      curve.add(new Epoch(epoch, curves ? fit(network, rows, weights) : null, validated));
      best.offer(epoch, validated, network);
      if (validated != null && epoch - best.epoch >= settings.patience()) {
        break;
      }
    }
    network.restore(best.parameters);
    return new Trained(network.head(), best.epoch, best.fit, curve);
  }

  /** The epoch with the lowest validation loss; without validation the last one. */
  private static final class Best {
    private int epoch;
    private Fit fit;
    private List<float[]> parameters;

    void offer(int candidate, Fit validated, Network network) {
      if (fit == null || validated == null || validated.loss() < fit.loss()) {
        epoch = candidate;
        fit = validated;
        parameters = network.parameters();
      }
    }
  }

  private void step(
      Network network,
      List<AdamW> steps,
      Examples rows,
      int[] order,
      int from,
      int to,
      float[] weights) {
    int[] labels = IntStream.range(from, to).map(i -> rows.labels()[order[i]]).toArray();
    float[] inputs = network.inputs(rows.features(), order, from, to);
    network.learn(inputs, to - from, new Loss(labels, weights, settings.labelSmoothing()));
    for (int i = 0; i < network.layers().size(); i++) {
      DenseLayer layer = network.layers().get(i);
      steps.get(2 * i).step(layer.weightGradient);
      steps.get(2 * i + 1).step(layer.biasGradient);
    }
  }

  private static Fit fit(Network network, Examples rows, float[] weights) {
    int[] order = IntStream.range(0, rows.size()).toArray();
    double loss = 0;
    double all = 0;
    int right = 0;
    for (int from = 0; from < order.length; from += SCORED_AT_ONCE) {
      int to = Math.min(from + SCORED_AT_ONCE, order.length);
      float[] logits = network.logits(network.inputs(rows.features(), order, from, to), to - from);
      for (int i = from; i < to; i++) {
        int label = rows.labels()[i];
        double[] logs = LogSoftmax.of(logits, (i - from) * rows.classes(), rows.classes());
        loss -= weights[label] * logs[label];
        all += weights[label];
        right += best(logs) == label ? 1 : 0;
      }
    }
    return new Fit(all == 0 ? 0 : loss / all, (double) right / rows.size());
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
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
