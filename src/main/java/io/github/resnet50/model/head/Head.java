package io.github.resnet50.model.head;

import java.util.List;

/**
 * A small classifier on pooled features: a sequence of dense layers, then a softmax.
 *
 * @param layers at least one; the outputs of each are the inputs of the next
 */
public record Head(List<Dense> layers) {
  /**
   * One dense layer.
   *
   * @param weights [inputs][outputs]
   * @param bias [outputs]
   * @param relu whether negative outputs become zero
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Dense(float[][] weights, float[] bias, boolean relu) {
    /** The outputs for one image's inputs. */
    public float[] apply(float[] inputs) {
      float[] outputs = bias.clone();
      for (int i = 0; i < inputs.length; i++) {
        float[] row = weights[i];
        for (int o = 0; o < outputs.length; o++) {
          outputs[o] += inputs[i] * row[o];
        }
      }
      for (int o = 0; relu && o < outputs.length; o++) {
        outputs[o] = Math.max(0, outputs[o]);
      }
      return outputs;
    }
  }

  public Head {
    layers = List.copyOf(layers);
  }

  /** Scores before the softmax, of one image's features. */
  public float[] logits(float[] features) {
    float[] values = features;
    for (Dense layer : layers) {
      values = layer.apply(values);
    }
    return values;
  }
}
