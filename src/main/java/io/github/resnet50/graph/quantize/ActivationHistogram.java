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
    float most = 0; // or what is no number, of which all is the largest
    int below = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, Math.abs(values[i]));
      below += values[i] < 0 ? 1 : 0;
    }
    if (!(most <= Float.MAX_VALUE)) {
      throw new ArithmeticException("an activation is " + most);
    }
    this.count += count;
    negatives += below;
    for (int i = 0; width == 0 && i < count; i++) {
      stretch(Math.abs(values[i])); // the first that is not 0 says how wide the bins are
    }
    stretch(most);
    fill(values, count);
  }

  /** Counts values that all have a bin. */
  private void fill(float[] values, int count) {
    double ofBin = width == 0 ? 1 : width; // nothing but zeros so far
    int[] even = new int[BINS];
    int[] odd = new int[BINS]; // the same bin twice in a row would wait for itself
    int pairs = count & ~1;
    for (int i = 0; i < pairs; i += 2) {
      even[bin(values[i], ofBin)]++;
      odd[bin(values[i + 1], ofBin)]++;
    }
    if (pairs < count) {
      even[bin(values[pairs], ofBin)]++;
    }
    for (int i = 0; i < BINS; i++) {
      bins[i] += even[i] + odd[i];
    }
  }

  private static int bin(float value, double width) {
    return Math.min(BINS - 1, (int) (Math.abs(value) / width));
  }

  /** Makes room by joining neighbouring bins until the magnitude fits. */
  private void stretch(float magnitude) {
    if (magnitude <= largest) {
      return;
    }
    largest = magnitude;
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
