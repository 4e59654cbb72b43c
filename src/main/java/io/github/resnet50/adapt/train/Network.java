package io.github.resnet50.adapt.train;

import io.github.resnet50.model.head.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A head in training, on standardised features. Used by one thread. */
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

  List<DenseLayer> layers() {
    return layers;
  }

  /** Standardised rows, one after the other. */
  float[] inputs(float[][] features, int[] order, int from, int to) {
    int width = features[0].length;
    float[] x = new float[(to - from) * width];
    for (int i = from; i < to; i++) {
      standardization.apply(features[order[i]], x, (i - from) * width);
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
  void learn(float[] inputs, int rows, Loss loss) {
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

  /** What a ReLU has held back passes no gradient on. */
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

  /** Takes earlier copies back. */
  void restore(List<float[]> copies) {
    for (int i = 0; i < layers.size(); i++) {
      DenseLayer layer = layers.get(i);
      System.arraycopy(copies.get(2 * i), 0, layer.weights, 0, layer.weights.length);
      System.arraycopy(copies.get(2 * i + 1), 0, layer.bias, 0, layer.bias.length);
    }
  }

  /** On features as they come: the standardisation goes into the first layer. */
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
}
