package io.github.resnet50.graph;

import java.util.OptionalInt;

/**
 * The mask of shifted windows (Liu et al. 2021, Swin): after the map has been rolled up and left, a
 * window at its lower or right edge holds places from opposite edges, which must not attend to each
 * other. Which may, tells by how much the map was rolled.
 */
final class ShiftMask {
  /** What is added to products that are not to count is less; a learnt bias is not. */
  private static final float HIDDEN = -50;

  private final int high;
  private final int wide;
  private final int side;
  private final float[] values;
  private final int stride;

  /**
   * @param high windows in a column
   * @param wide windows in a row
   * @param side of a window, in places
   * @param values {@code windows × any × tokens × tokens}
   */
  ShiftMask(int high, int wide, int side, float[] values) {
    this.high = high;
    this.wide = wide;
    this.side = side;
    this.values = values;
    this.stride = values.length / (high * wide);
  }

  /** Whether it hides anything at all. */
  boolean hides() {
    for (float value : values) {
      if (value <= HIDDEN) {
        return true;
      }
    }
    return false;
  }

  /** The shift for which this is the mask; empty where there is none. */
  OptionalInt shift() {
    for (int shift = 1; shift < side; shift++) {
      if (isOf(shift)) {
        return OptionalInt.of(shift);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isOf(int shift) {
    int tokens = side * side;
    for (int window = 0; window < high * wide; window++) {
      for (int a = 0; a < tokens; a++) {
        for (int b = 0; b < tokens; b++) {
          boolean hidden = values[window * stride + a * tokens + b] <= HIDDEN;
          if (hidden == (part(window, a, shift) == part(window, b, shift))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Which part of its window a token belongs to, if the map was rolled. */
  private int part(int window, int token, int shift) {
    boolean below = window / wide == high - 1 && token / side >= side - shift;
    boolean beyond = window % wide == wide - 1 && token % side >= side - shift;
    return (below ? 2 : 0) + (beyond ? 1 : 0);
  }
}
