package io.github.resnet50.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A small classifier on pooled features: a sequence of dense layers, then a softmax.
 *
 * @param layers at least one; the outputs of each are the inputs of the next
 */
public record Head(List<Dense> layers) {
  private static final int MAGIC = 0x52353048; // R50H
  private static final int MOST = 1 << 16;

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

  /**
   * Writes it as a small file: weights as bfloat16 (the upper half of a float, rounded to nearest
   * even: off by one part in 256 at most), biases as floats, big-endian. The stream stays open.
   */
  public void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(MAGIC);
    out.writeInt(layers.size());
    for (Dense layer : layers) {
      out.writeInt(layer.weights().length);
      out.writeInt(layer.bias().length);
      out.writeBoolean(layer.relu());
      for (float[] row : layer.weights()) {
        for (float weight : row) {
          int bits = Float.floatToIntBits(weight);
          out.writeShort((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
        }
      }
      for (float bias : layer.bias()) {
        out.writeFloat(bias);
      }
    }
    out.flush();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where the stream holds none
   */
  public static Head read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    if (in.readInt() != MAGIC) {
      throw new IOException("not a head");
    }
    int count = size(in);
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[][] weights = new float[size(in)][];
      float[] bias = new float[size(in)];
      boolean relu = in.readBoolean();
      for (int row = 0; row < weights.length; row++) {
        weights[row] = new float[bias.length];
        for (int column = 0; column < bias.length; column++) {
          weights[row][column] = Float.intBitsToFloat(in.readShort() << 16);
        }
      }
      for (int column = 0; column < bias.length; column++) {
        bias[column] = in.readFloat();
      }
      layers.add(new Dense(weights, bias, relu));
    }
    return new Head(layers);
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 1 || size > MOST) {
      throw new IOException("not a head");
    }
    return size;
  }
}
