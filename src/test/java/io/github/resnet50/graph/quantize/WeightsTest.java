package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Weights in 8 bits, and the biases that make up for them. */
class WeightsTest {

  @Test
  void everyOutputChannelHasItsOwnStep() {
    HostTensor kernel = HostTensor.floats(List.of(1L, 1L, 2L, 3L), 127, 1.27f, 0, -63.4f, 0.63f, 0);
    QuantizedKernel quantized = QuantizedKernel.of(kernel, 3);
    assertArrayEquals(
        new byte[] {127, 127, 0, -63, 63, 0}, quantized.values().content().toByteArray());
    assertEquals(127f, quantized.maxima().floats()[0]);
    assertEquals(1.27f, quantized.maxima().floats()[1]);
    assertTrue(quantized.maxima().floats()[2] > 0, "a channel of zeros has a step too");
    assertEquals(-1.27f, quantized.minima().floats()[1]);
    assertArrayEquals(new float[] {0, 0, 0, -0.4f, 0, 0}, quantized.errors(kernel), 1e-4f);
  }

  @Test
  void noWeightIsOffByMoreThanHalfAStep() {
    Random random = new Random(11);
    float[] values = new float[3 * 3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, i % 5 - 2));
    }
    HostTensor kernel = HostTensor.floats(List.of(3L, 3L, 4L, 5L), values);
    QuantizedKernel quantized = QuantizedKernel.of(kernel, 5);
    float[] errors = quantized.errors(kernel);
    for (int i = 0; i < errors.length; i++) {
      double step = quantized.maxima().floats()[i % 5] / 127;
      assertTrue(Math.abs(errors[i]) <= step * 0.5001, "weight " + i);
    }
  }

  @Test
  void correctedBiasesKeepTheMeanOfEachOutputChannel() throws Exception {
    HostTensor kernel = HostTensor.floats(List.of(1L, 1L, 2L, 2L), 1f, 0.303f, 0.004f, -1f);
    HostTensor bias = HostTensor.floats(List.of(2L), 0.5f, -0.5f);
    FusedGraph graph = new FusedGraph();
    graph.convolution("conv", graph.input("x", 4, 2), kernel, bias, 1, null, "BiasAdd");
    FlatGraph flat = graph.flat("conv");
    ConvolutionSite site = FusedGraph.sites(flat).get("conv");
    double[] means = {2, 3};
    float[] corrected = site.correctedBias(means);
    float[] errors = QuantizedKernel.of(kernel, 2).errors(kernel);
    float[] weights = kernel.floats();
    for (int out = 0; out < 2; out++) {
      double before = bias.floats()[out];
      double after = corrected[out];
      for (int in = 0; in < 2; in++) {
        int i = 2 * in + out;
        before += weights[i] * means[in];
        after += (weights[i] - errors[i]) * means[in];
      }
      assertEquals(before, after, 1e-6, "output channel " + out);
    }
    assertTrue(Math.abs(corrected[0] - 0.5f) > 1e-3, "there was something to correct");
  }
}
