package io.github.resnet50.evaluate.corrupt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is not drawn by chance, against the libraries by which ImageNet-C defines it: SciPy 1.10,
 * scikit-image 0.19, OpenCV 4.6, ImageMagick 6.9, Pillow 9.4. Expected are the first green levels
 * of the eighth row.
 */
class ImageNetCTest {
  private static final int SIDE = 24;

  /** The second 110 is a whole one, of which OpenCV makes 109.9999996, and so 109. */
  @ParameterizedTest
  @CsvSource({
    "1, 98 110 110 126 130 127 144 149",
    "2, 114 110 116 124 125 134 135 134",
    "3, 119 118 120 122 123 123 124 126",
    "4, 122 122 122 120 120 122 123 126",
    "5, 122 122 121 122 123 123 124 124"
  })
  void blursADiskAsOpenCv(int severity, String expected) {
    assertEquals(expected, row(corrupted(Corruption.DEFOCUS_BLUR, severity)));
  }

  /** Their kernels sum to 1.0130 and 1.0108. */
  @ParameterizedTest
  @CsvSource({"4, 202", "5, 202"})
  void largeDisksBrightenAsOpenCv(int severity, int expected) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    Arrays.fill(rgb, (byte) 200);
    RgbImage blurred =
        Corruption.DEFOCUS_BLUR.apply(
            new RgbImage(SIDE, SIDE, rgb), severity, new SplittableRandom(1));
    assertEquals(expected, blurred.rgb()[0] & 0xff);
  }

  /** The last one's kernel is five times as long as the image. */
  @ParameterizedTest
  @CsvSource({
    "0.7, 4, NEAREST, 99 108 86 111 139 139 136 115",
    "1.5, 4, NEAREST, 99 104 110 119 129 135 136 135",
    "3, 3, REFLECT, 112 113 116 120 123 127 128 129",
    "20, 3, REFLECT, 124 124 124 124 124 124 124 124"
  })
  void blursAsScikitImage(double sigma, double truncate, Edge edge, String expected) {
    assertEquals(expected, row(GaussianBlur.of(sigma, truncate, edge).apply(plane()).image()));
  }

  @ParameterizedTest
  @CsvSource({
    "3, REFLECT, .4308 .4298 .4295 .4321 .4392 .4509",
    "20, REFLECT, .4897 .4897 .4898 .4898 .4898 .4898"
  })
  void blursCornersAsScikitImage(double sigma, Edge edge, String expected) {
    Plane blurred = GaussianBlur.of(sigma, 3, edge).apply(plane());
    String[] values = expected.split(" ", -1);
    for (int x = 0; x < values.length; x++) {
      assertEquals(Double.parseDouble(values[x]), blurred.at(x, 0, 1), 1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 3, -45, 65 183 40 112 227 81 197 40",
    "15, 8, -17, 141 110 118 122 121 127 123 132",
    "10, 3, 0, 99 118 105 137 146 127 138 112",
    "15, 8, 33, 104 138 139 140 106 132 169 123",
    "15, 8, -90, 86 136 78 114 80 140 99 106",
    "10, 3, -120, 81 97 113 90 142 134 124 130"
  })
  void smearsAsImageMagick(int radius, double sigma, double degrees, String expected) {
    assertEquals(expected, row(plane().smeared(radius, sigma, degrees).image()));
  }

  /** OpenCV rounds places to a 32nd of a pixel, by which a level may differ in this pattern. */
  @ParameterizedTest
  @CsvSource({
    "2 -1 1 1.5 -2 .5, 26 101 186 126 154 143 80 100",
    "5 -4 -3.5 4.5 -2 3.5, 133 127 123 123 116 197 173 174"
  })
  void skewsAsOpenCv(String moves, String expected) {
    double[] corners =
        Arrays.stream(moves.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    int[] near = levels(row(DigitalCorruptions.skewed(plane(), corners).image()));
    int[] theirs = levels(expected);
    for (int x = 0; x < theirs.length; x++) {
      assertEquals(theirs[x], near[x], 4, "at " + x);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 135 123 122 76 194 108 168 43",
    "2, 144 145 129 86 186 118 176 52",
    "3, 173 133 98 76 186 109 178 84",
    "4, 140 122 112 97 197 107 172 80",
    "5, 111 117 121 88 158 62 156 98"
  })
  void savesJpegAsPillow(int severity, String expected) {
    assertEquals(expected, row(corrupted(Corruption.JPEG_COMPRESSION, severity)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 83 141 69 95 157 123 173 93",
    "3, 104 114 71 118 157 116 177 89",
    "5, 85 124 90 118 146 122 163 102"
  })
  void zoomsAsScipy(int severity, String expected) {
    assertEquals(expected, row(corrupted(Corruption.ZOOM_BLUR, severity)));
  }

  /** The sum of all levels, each times its place modulo 101. */
  @ParameterizedTest
  @CsvSource({"1, 2545803", "2, 2531514", "3, 2574772", "4, 2534700", "5, 2534527"})
  void pixelatesAsPillow(int severity, long expected) {
    byte[] rgb = Corruption.PIXELATE.apply(pattern(15, 9), severity, new SplittableRandom(1)).rgb();
    long sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      sum += (rgb[i] & 0xffL) * (i % 101);
    }
    assertEquals(expected, sum);
  }

  /** Not rounded, but what sums of floats make of a whole level stays that level. */
  @Test
  void levelsAreCutOff() {
    float[] values = {-1, 0, .99f / 255, 76.9999f / 255, 77.9f / 255, 2};
    assertArrayEquals(
        new byte[] {0, 0, 0, 77, 77, (byte) 255}, new Plane(2, 1, 3, values).image().rgb());
  }

  private static RgbImage corrupted(Corruption corruption, int severity) {
    return corruption.apply(pattern(SIDE, SIDE), severity, new SplittableRandom(1));
  }

  private static Plane plane() {
    return Plane.of(pattern(SIDE, SIDE));
  }

  private static RgbImage pattern(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37 + i * i % 91);
    }
    return new RgbImage(width, height, rgb);
  }

  private static String row(RgbImage image) {
    StringBuilder row = new StringBuilder();
    for (int x = 0; x < 8; x++) {
      row.append(x == 0 ? "" : " ").append(image.rgb()[(7 * SIDE + x) * 3 + 1] & 0xff);
    }
    return row.toString();
  }

  private static int[] levels(String row) {
    return Arrays.stream(row.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
