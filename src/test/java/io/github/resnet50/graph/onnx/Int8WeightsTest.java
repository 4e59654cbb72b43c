package io.github.resnet50.graph.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.onnx.Int8Weights.Rounding;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Weights in 8 bits, and images as the bytes they are. */
class Int8WeightsTest {
  private static Constant kernel(long outputs, long inputs, long size) {
    Random random = new Random(3);
    float[] values = new float[(int) (outputs * inputs * size * size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Constant.floats(List.of(outputs, inputs, size, size), values);
  }

  private static double sumOfErrors(Constant kernel, Int8Weights rounded, int output) {
    float[] weights = kernel.floats();
    int each = weights.length / rounded.steps().length;
    double sum = 0;
    for (int i = output * each; i < (output + 1) * each; i++) {
      sum += weights[i] / rounded.steps()[output] - rounded.kernel()[i];
    }
    return sum;
  }

  @Test
  void eachChannelHasAStepOfItsOwn() {
    Constant kernel = Constant.floats(List.of(2L, 1L, 1L, 2L), 1.27f, -0.5f, 12.7f, 1.26f);
    Int8Weights rounded =
        Int8Weights.of(
            kernel, new float[] {0.1f, -1}, 0.5f, 127, Optional.empty(), Rounding.NEAREST);
    assertArrayEquals(new byte[] {127, -50, 127, 13}, rounded.kernel());
    assertArrayEquals(new float[] {0.01f, 0.1f}, rounded.steps(), 1e-7f);
    assertArrayEquals(new int[] {20, -20}, rounded.bias());
    assertArrayEquals(new float[] {0.005f, 0.05f}, rounded.biasSteps(0.5f), 1e-7f);
  }

  /** 1.26 in steps of 0.1 is 13 and lacks -0.04, which inputs of a mean of 5 make -0.2. */
  @Test
  void theBiasMakesUpForTheMeanError() {
    Constant kernel = Constant.floats(List.of(1L, 2L, 1L, 1L), 12.7f, 1.26f);
    Int8Weights rounded =
        Int8Weights.of(
            kernel, new float[] {1}, 0.5f, 127, Optional.of(new double[] {7, 5}), Rounding.NEAREST);
    assertArrayEquals(new int[] {16}, rounded.bias());
  }

  @Test
  void inAGroupTheMeansAreThoseOfItsInputs() {
    Constant kernel = Constant.floats(List.of(2L, 1L, 1L, 2L), 12.7f, 1.26f, 12.7f, 1.26f);
    Int8Weights rounded =
        Int8Weights.of(
            kernel,
            new float[] {1, 1},
            0.5f,
            127,
            Optional.of(new double[] {5, 0}),
            Rounding.NEAREST);
    assertArrayEquals(new int[] {16, 20}, rounded.bias());
  }

  @Test
  void aChannelWithoutWeightsKeepsItsBias() {
    Constant kernel = Constant.floats(List.of(1L, 1L, 1L, 2L), 0, 0);
    Int8Weights rounded =
        Int8Weights.of(kernel, new float[] {3}, 0.02f, 127, Optional.empty(), Rounding.NEAREST);
    assertArrayEquals(new byte[] {0, 0}, rounded.kernel());
    assertEquals(3, rounded.bias()[0] * (double) rounded.biasSteps(0.02f)[0], 1e-5);
  }

  @Test
  void carriedErrorsCancelOut() {
    Constant kernel = kernel(8, 3, 7);
    Int8Weights carried =
        Int8Weights.of(kernel, new float[8], 1, 127, Optional.empty(), Rounding.CARRIED);
    Int8Weights nearest =
        Int8Weights.of(kernel, new float[8], 1, 127, Optional.empty(), Rounding.NEAREST);
    double most = 0;
    for (int o = 0; o < 8; o++) {
      assertTrue(Math.abs(sumOfErrors(kernel, carried, o)) <= 0.51, "of output " + o);
      most = Math.max(most, Math.abs(sumOfErrors(kernel, nearest, o)));
    }
    assertTrue(most > 1, "nor would they without");
  }

  /** A convolution of levels gives what that of the numbers gives. */
  @Test
  void levelsGiveTheSame() {
    ImageLevels levels = new ImageLevels(List.of(0.5, 0.25), List.of(100.0, 120.0));
    assertEquals(110, levels.border());
    Constant kernel = Constant.floats(List.of(1L, 2L, 1L, 1L), 3, -2);
    double expected = 7 + 3 * 0.5 * (90 - 100) - 2 * 0.25 * (200 - 120);
    float[] weights = levels.kernel(kernel).floats();
    float bias = levels.bias(kernel, new float[] {7})[0];
    assertEquals(expected, weights[0] * (90 - 110) + weights[1] * (200 - 110) + bias, 1e-4);
    assertArrayEquals(
        new double[] {90 - 110, 200 - 110},
        levels.means(new double[] {0.5 * (90 - 100), 0.25 * (200 - 120)}),
        1e-9);
  }
}
