package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void turnsLogitsIntoProbabilities() {
    assertArrayEquals(new float[] {0.09003057f, 0.24472848f, 0.66524094f}, softmax(1, 2, 3), 1e-7f);
  }

  @Test
  void doesNotOverflow() {
    assertArrayEquals(new float[] {0, 0.5f, 0.5f}, softmax(-3e38f, 3e38f, 3e38f));
    assertArrayEquals(new float[] {1, 0}, softmax(-1000, -2000));
  }

  @Test
  void whatIsNotANumberStaysOne() {
    for (float probability : softmax(1, Float.NaN, 2)) {
      assertTrue(Float.isNaN(probability));
    }
  }

  private static float[] softmax(float... logits) {
    Numbers.softmax(logits);
    return logits;
  }
}
