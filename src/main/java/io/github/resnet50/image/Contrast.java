package io.github.resnet50.image;

/**
 * How much there is to be seen in an image.
 *
 * @param range the largest difference of two levels of the same channel: 0 in an image of a single
 *     colour
 * @param brightest the brightest level of all channels, 0..255
 */
public record Contrast(int range, int brightest) {
  /** Samples of 12 bits that are taken for 16 differ by 15 at most. */
  private static final int HARDLY_ANY = 16;

  /** Samples of 14 bits that are taken for 16 reach 63. */
  private static final int DARK = 64;

  public static Contrast of(RgbImage image) {
    byte[] rgb = image.rgb();
    int range = 0;
    int brightest = 0;
    for (int channel = 0; channel < 3; channel++) {
      int lowest = 255;
      int highest = 0;
      for (int i = channel; i < rgb.length; i += 3) {
        int level = rgb[i] & 0xff;
        lowest = Math.min(lowest, level);
        highest = Math.max(highest, level);
      }
      range = Math.max(range, highest - lowest);
      brightest = Math.max(brightest, highest);
    }
    return new Contrast(range, brightest);
  }

  /** Whether it is black, white or another single colour, or nearly so. */
  public boolean isBlank() {
    return range < HARDLY_ANY || brightest < DARK;
  }
}
