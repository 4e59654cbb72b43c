package io.github.resnet50.explain;

/** Copies of an image of which a part is hidden. */
final class Masked {
  private Masked() {}

  /**
   * @param hidden what stands where nothing is shown
   * @param mask how much of each pixel is shown, 0 to 1
   */
  static byte[] of(byte[] rgb, byte[] hidden, float[] mask) {
    byte[] copy = new byte[rgb.length];
    for (int i = 0; i < copy.length; i++) {
      float shown = mask[i / 3];
      copy[i] = (byte) Math.round((rgb[i] & 0xff) * shown + (hidden[i] & 0xff) * (1 - shown));
    }
    return copy;
  }
}
