package io.github.resnet50.adapt.train;

import io.github.resnet50.model.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A head in training: dense layers on standardised features, with dropout. For one thread. */
final class Network {
  private final Standardization standardization;
  private final List<DenseLayer> layers = new ArrayList<>();
  private final Dropout dropout;

  /**
   * @param random of first weights and dropout
   */
  Network(
      Standardization standardization,
      int features,
      int hidden,
      int classes,
      double dropout,
      SplittableRandom random) {
    this.standardization = standardization;
    if (hidden > 0) {
      DenseLayer first = new DenseLayer(features, hidden, true);
      first.initialize(random);
      layers.add(first);
      DenseLayer last = new DenseLayer(hidden, classes, false);
      last.initialize(random);
      layers.add(last);
    } else {
      layers.add(new DenseLayer(features, classes, false)); // convex: zeros are as good as any
    }
    this.dropout = new Dropout(dropout, random.split());
  }

  /** Lets the scores begin at these, so that small steps need not find them first. */
  void start(float[] scores) {
    float[] bias = layers.get(layers.size() - 1).bias;
    System.arraycopy(scores, 0, bias, 0, bias.length);
  }

  List<DenseLayer> layers() {
    return layers;
  }

  /** The chosen rows of the features, standardised, concatenated. */
  float[] inputs(float[][] features, int[] rows) {
    int width = features[0].length;
    float[] x = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      standardization.apply(features[rows[i]], x, i * width);
    }
    return x;
  }

  /** Scores before the softmax, without dropout: [rows][classes]. */
  float[] logits(float[] inputs, int rows) {
    float[] x = inputs;
    for (DenseLayer layer : layers) {
      x = layer.forward(x, rows);
    }
    return x;
  }

  /**
   * Finds the gradients of the parameters, with dropout.
   *
   * @param inputs [rows][features]; are changed
   * @param loss of the rows
   */
  void learn(float[] inputs, int rows, CrossEntropy loss) {
    List<float[]> xs = new ArrayList<>();
    List<float[]> masks = new ArrayList<>();
    float[] x = inputs;
    for (DenseLayer layer : layers) {
      float[] mask = null;
      if (dropout.acts()) {
        mask = dropout.mask(x.length);
        multiply(x, mask);
      }
      masks.add(mask);
      xs.add(x);
      x = layer.forward(x, rows);
    }
    float[] delta = loss.gradient(x);
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).backward(xs.get(i), delta, rows);
      if (i > 0) {
        delta = layers.get(i).inputGradient(delta, rows);
        if (masks.get(i) != null) {
          multiply(delta, masks.get(i));
        }
        rectify(delta, xs.get(i));
      }
    }
  }

  private static void multiply(float[] values, float[] by) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= by[i];
    }
  }

  /** A ReLU passes no gradient where its output is 0. */
  private static void rectify(float[] delta, float[] outputs) {
    for (int i = 0; i < delta.length; i++) {
      delta[i] = outputs[i] > 0 ? delta[i] : 0;
    }
  }

  /** Copies of all parameters. */
  List<float[]> parameters() {
    List<float[]> copies = new ArrayList<>();
    for (DenseLayer layer : layers) {
      copies.add(layer.weights.clone());
      copies.add(layer.bias.clone());
    }
    return copies;
  }

  /** Restores earlier copies. */
  void restore(List<float[]> copies) {
    for (int i = 0; i < layers.size(); i++) {
      DenseLayer layer = layers.get(i);
      System.arraycopy(copies.get(2 * i), 0, layer.weights, 0, layer.weights.length);
      System.arraycopy(copies.get(2 * i + 1), 0, layer.bias, 0, layer.bias.length);
    }
  }

  /** The head for features as they come: the standardisation is folded into the first layer. */
  Head head() {
    List<Head.Dense> dense = new ArrayList<>();
    for (DenseLayer layer : layers) {
      dense.add(dense(layer, dense.isEmpty()));
    }
    return new Head(dense);
  }

  private Head.Dense dense(DenseLayer layer, boolean first) {
    float[][] weights = new float[layer.inputs][layer.outputs];
    float[] bias = layer.bias.clone();
    for (int o = 0; o < layer.outputs; o++) {
      double shifted = bias[o];
      for (int i = 0; i < layer.inputs; i++) {
        float weight = layer.weights[o * layer.inputs + i];
        weights[i][o] = first ? weight * standardization.scale()[i] : weight;
        shifted -= first ? (double) weights[i][o] * standardization.mean()[i] : 0;
      }
      bias[o] = (float) shifted;
    }
    return new Head.Dense(weights, bias, layer.relu);
  }

  /**
   * Inverted dropout (Srivastava et al. 2014): zeroes a share of the inputs and scales the others
   * up, so that nothing is left to do when the network is used.
   */
  static final class Dropout {
    private static final int STEPS = 1 << Short.SIZE;

    private final int threshold;
    private final float scale;
    private final SplittableRandom random;

    Dropout(double share, SplittableRandom random) {
      this.threshold = (int) Math.round(share * STEPS);
      this.scale = (float) (1 / (1 - share));
      this.random = random;
    }

    boolean acts() {
      return threshold > 0;
    }

    /** A factor for each of so many inputs: 0 or a little more than 1. */
    float[] mask(int length) {
      float[] mask = new float[length];
      long bits = 0;
      for (int i = 0; i < length; i++) {
        bits = i % 4 == 0 ? random.nextLong() : bits >>> Short.SIZE;
        mask[i] = (bits & (STEPS - 1)) < threshold ? 0 : scale;
      }
      return mask;
    }
  }
}
