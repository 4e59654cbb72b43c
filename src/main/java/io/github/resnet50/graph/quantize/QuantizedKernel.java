package io.github.resnet50.graph.quantize;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.HostTensor;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * A convolution's weights in 8 bits, each output channel with a step of its own (Krishnamoorthi
 * 2018, "Quantizing deep convolutional networks for efficient inference", section 3.1).
 *
 * @param values {@code DT_QINT8}, -127 to 127, in the shape of the original
 * @param maxima {@code DT_FLOAT}, per output channel the largest magnitude: the weight of 127
 */
record QuantizedKernel(HostTensor values, HostTensor maxima) {

  // A channel of zeros needs a step too.
  private static final float SMALLEST_LIMIT = 1e-12f;

  /**
   * Rounds weights to the nearest.
   *
   * @param kernel the output channels last
   * @param channels how many there are: the last dimension, or the last two for depthwise
   */
  static QuantizedKernel of(HostTensor kernel, int channels) {
    float[] weights = kernel.floats();
    float[] limits = new float[channels];
    for (int from = 0; from < weights.length; from += channels) {
      for (int c = 0; c < channels; c++) {
        limits[c] = Math.max(limits[c], Math.abs(weights[from + c]));
      }
    }
    for (int c = 0; c < channels; c++) {
      limits[c] = Math.max(limits[c], SMALLEST_LIMIT);
    }
    byte[] values = new byte[weights.length];
    for (int from = 0; from < weights.length; from += channels) {
      for (int c = 0; c < channels; c++) {
        values[from + c] = (byte) Math.rint(weights[from + c] * 127.0 / limits[c]);
      }
    }
    HostTensor tensor =
        new HostTensor(DataType.DT_QINT8, kernel.shape(), ByteString.copyFrom(values));
    return new QuantizedKernel(tensor, HostTensor.floats(List.of((long) channels), limits));
  }

  HostTensor minima() {
    float[] minima = maxima.floats();
    for (int c = 0; c < minima.length; c++) {
      minima[c] = -minima[c];
    }
    return HostTensor.floats(maxima.shape(), minima);
  }

  /** The rounding errors of the weights: original minus rounded, in the kernel's order. */
  float[] errors(HostTensor kernel) {
    float[] weights = kernel.floats();
    float[] limits = maxima.floats();
    for (int i = 0; i < weights.length; i++) {
      double rounded = values.content().byteAt(i) * (double) limits[i % limits.length] / 127;
      weights[i] = (float) (weights[i] - rounded);
    }
    return weights;
  }
}
