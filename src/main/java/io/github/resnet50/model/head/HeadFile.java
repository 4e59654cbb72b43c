package io.github.resnet50.model.head;

import io.github.resnet50.model.head.Head.Dense;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A head in a small file: weights as bfloat16 (the upper half of a float, rounded to nearest even:
 * off by one part in 256 at most), biases as floats, big-endian.
 */
public final class HeadFile {
  private static final int MAGIC = 0x52353048; // R50H
  private static final int MOST = 1 << 16;

  private HeadFile() {}

  /** Writes a head; the stream stays open. */
  public static void write(Head head, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(MAGIC);
    out.writeInt(head.layers().size());
    for (Dense layer : head.layers()) {
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
   * Reads a head.
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
