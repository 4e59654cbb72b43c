package io.github.resnet50.graph.quantize;

import java.util.Arrays;

/**
 * A histogram of a tensor's values, collected batch after batch in bins of equal width. The width
 * doubles when larger magnitudes occur, so nothing has to be known in advance. The bins count
 * magnitudes, because ranges are symmetric about zero or start there.
 */
final class ActivationHistogram {
  private static final int BINS = 4096;

  private final long[] bins = new long[BINS];
  private double width;
  private long count;
  private long negatives;
  private float largest;

  void add(float[] values) {
    add(values, values.length);
  }

  /** Takes the first of these values. */
  void add(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      add(values[i]);
    }
  }

  private void add(float value) {
    float magnitude = Math.abs(value);
    if (!(magnitude <= Float.MAX_VALUE)) {
      throw new ArithmeticException("an activation is " + value);
    }
    count++;
    if (value < 0) {
      negatives++;
    }
    if (magnitude > largest) {
      largest = magnitude;
      stretch(magnitude);
    }
    if (width > 0) {
      bins[Math.min(BINS - 1, (int) (magnitude / width))]++;
    } else {
      bins[0]++;
    }
  }

  /** Makes room by joining neighbouring bins until the magnitude fits. */
  private void stretch(float magnitude) {
    if (width == 0) {
      width = magnitude * 1.0001 / BINS;
      return;
    }
    while (magnitude >= width * BINS) {
      for (int i = 0; i < BINS / 2; i++) {
        bins[i] = bins[2 * i] + bins[2 * i + 1];
      }
      Arrays.fill(bins, BINS / 2, BINS, 0);
      width *= 2;
    }
  }

  boolean signed() {
    return negatives > 0;
  }

  float largest() {
    return largest;
  }

  long count() {
    return count;
  }

  int size() {
    return BINS;
  }

  long bin(int index) {
    return bins[index];
  }

  /** The magnitude in the middle of a bin. */
  double middle(int index) {
    return (index + 0.5) * width;
  }

  /** The magnitude at the upper end of a bin. */
  double end(int index) {
    return (index + 1) * width;
  }
}
