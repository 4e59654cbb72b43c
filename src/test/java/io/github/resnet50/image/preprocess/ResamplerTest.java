package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @Test
  void sameSizeChangesNothing() {
    RgbImage image = Pictures.noise(37, 23, 1);
    assertArrayEquals(image.rgb(), Resampler.resize(image, 37, 23, 0, 0, 37, 23).rgb());
  }

  @ParameterizedTest
  @CsvSource({"97,61,32,20", "64,64,63,64", "10,7,33,41", "200,3,20,30", "1,1,5,4", "300,200,1,1"})
  void agreesWithPlainArithmetic(int width, int height, int targetWidth, int targetHeight) {
    RgbImage image = Pictures.noise(width, height, 2);
    RgbImage fast =
        Resampler.resize(image, targetWidth, targetHeight, 0, 0, targetWidth, targetHeight);
    assertTrue(Pictures.difference(plain(image, targetWidth, targetHeight), fast) <= 1);
  }

  @Test
  void boxIsCutOutOfTheWhole() {
    RgbImage image = Pictures.noise(123, 77, 3);
    RgbImage whole = Resampler.resize(image, 50, 40, 0, 0, 50, 40);
    RgbImage box = Resampler.resize(image, 50, 40, 7, 5, 20, 30);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 60; x++) {
        assertEquals(whole.rgb()[((y + 5) * 50 + 7) * 3 + x], box.rgb()[y * 60 + x]);
      }
    }
  }

  @Test
  void longAndThinNeedsNoMemoryForItsTarget() {
    RgbImage image = Pictures.noise(60_000, 1, 4);
    long target = 256L * 60_000 * 1000;
    assertEquals(224, Resampler.resize(image, target, 256, target / 2, 16, 224, 224).width());
  }

  /** The definition, in floating point, with 8-bit levels between the passes. */
  private static RgbImage plain(RgbImage image, int width, int height) {
    byte[] rows = new byte[width * image.height() * 3];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int row = y;
          int color = c;
          rows[(y * width + x) * 3 + c] =
              weighted(
                  image.width(),
                  width,
                  x,
                  at -> image.rgb()[(row * image.width() + at) * 3 + color] & 0xff);
        }
      }
    }
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < width * 3; i++) {
        int column = i;
        rgb[y * width * 3 + i] =
            weighted(image.height(), height, y, at -> rows[at * width * 3 + column] & 0xff);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static byte weighted(
      int source, int target, int place, java.util.function.IntUnaryOperator level) {
    double scale = (double) source / target;
    double filter = Math.max(1, scale);
    double center = (place + 0.5) * scale;
    double sum = 0;
    double weights = 0;
    for (int at = 0; at < source; at++) {
      double weight = Math.max(0, 1 - Math.abs(at + 0.5 - center) / filter);
      sum += weight * level.applyAsInt(at);
      weights += weight;
    }
    return (byte) Math.round(sum / weights);
  }
}
