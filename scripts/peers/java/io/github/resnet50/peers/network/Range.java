package io.github.resnet50.peers.network;

/**
 * What a value's numbers lie in, and how 8 bits are laid over it: asymmetric, with an exact zero.
 *
 * @param min at most 0
 * @param max at least 0
 */
public record Range(float min, float max) {
  private static final int LEVELS = 255;

  public Range {
    min = Math.min(min, 0);
    max = Math.max(max, 0);
    if (!(max - min > 0)) {
      max = min + 1e-6f; // a value that is always zero
    }
  }

  float scale() {
    return (max - min) / LEVELS;
  }

  byte zeroPoint() {
    return (byte) Math.round(-min / scale());
  }
}
