package io.github.resnet50.find;

/** How alike features are: the cosine of the angle between them. */
public final class Cosine {
  private static final float LARGEST = 127;

  private Cosine() {}

  /** Of two of the same length; 0 where one is all zeros. */
  public static double of(float[] one, float[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      first += (double) one[i] * one[i];
      second += (double) other[i] * other[i];
    }
    return product == 0 ? 0 : product / Math.sqrt(first * second);
  }

  /** Their direction in a byte a feature, for many that have to be in memory at once. */
  public static byte[] compact(float[] features) {
    float largest = 0;
    for (float feature : features) {
      largest = Math.max(largest, Math.abs(feature));
    }
    byte[] compact = new byte[features.length];
    for (int i = 0; i < compact.length && largest > 0; i++) {
      compact[i] = (byte) Math.round(features[i] / largest * LARGEST);
    }
    return compact;
  }

  /** The cosine of two of them, to about 0.005. */
  public static double of(byte[] one, byte[] other) {
    long product = 0;
    long first = 0;
    long second = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
      first += one[i] * one[i];
      second += other[i] * other[i];
    }
    return product == 0 ? 0 : product / Math.sqrt((double) first * second);
  }
}
