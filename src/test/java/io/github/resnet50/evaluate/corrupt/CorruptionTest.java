package io.github.resnet50.evaluate.corrupt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {
  private static final int SIDE = 64;

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void changesTheImageTheSameWayEachTime(Corruption corruption) {
    RgbImage image = picture();
    byte[] before = image.rgb().clone();
    RgbImage one = corruption.apply(image, 3, new SplittableRandom(1));
    assertEquals(SIDE, one.width());
    assertEquals(SIDE, one.height());
    assertFalse(Arrays.equals(before, one.rgb()));
    assertArrayEquals(before, image.rgb(), "the image itself stays");
    assertArrayEquals(one.rgb(), corruption.apply(image, 3, new SplittableRandom(1)).rgb());
  }

  @ParameterizedTest
  @EnumSource(
      value = Corruption.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SNOW", "ELASTIC_TRANSFORM"}) // ImageNet-C's parameters change in kind there
  void severityFiveIsFurtherFromTheImageThanOne(Corruption corruption) {
    RgbImage image = picture();
    assertTrue(
        difference(image, corruption.apply(image, 5, new SplittableRandom(1)))
            > 1.1 * difference(image, corruption.apply(image, 1, new SplittableRandom(1))));
  }

  @Test
  void gaussianNoiseHasItsStandardDeviation() {
    RgbImage noisy = Corruption.GAUSSIAN_NOISE.apply(grey(128), 1, new SplittableRandom(1));
    assertEquals(.08 * 255, deviation(noisy), 1);
    assertEquals(128, mean(noisy), 1);
  }

  @Test
  void shotNoiseIsPoissons() {
    RgbImage noisy = Corruption.SHOT_NOISE.apply(grey(64), 1, new SplittableRandom(1));
    assertEquals(64, mean(noisy), 1);
    assertEquals(255 * Math.sqrt(64 / 255.0 / 60), deviation(noisy), 1);
  }

  @Test
  void impulseNoiseIsSaltAndPepper() {
    RgbImage noisy = Corruption.IMPULSE_NOISE.apply(grey(100), 5, new SplittableRandom(1));
    long salt = count(noisy, 255);
    long pepper = count(noisy, 0);
    assertEquals(.27, (double) (salt + pepper) / noisy.rgb().length, 0.02);
    assertTrue(Math.abs(salt - pepper) < 0.15 * salt, salt + " and " + pepper);
    assertEquals(noisy.rgb().length, salt + pepper + count(noisy, 100));
  }

  @ParameterizedTest
  @EnumSource(
      value = Corruption.class,
      names = {
        "GLASS_BLUR",
        "MOTION_BLUR",
        "ZOOM_BLUR",
        "ELASTIC_TRANSFORM",
        "PIXELATE",
        "CONTRAST"
      })
  void whatMovesLightLeavesAnEvenImageEven(Corruption corruption) {
    for (int severity = 1; severity <= Corruption.WORST; severity++) {
      RgbImage even = corruption.apply(grey(77), severity, new SplittableRandom(severity));
      assertEquals(even.rgb().length, count(even, 77), corruption + ":" + severity);
    }
  }

  @Test
  void contrastAndBrightnessAreThoseOfTheirFormulas() {
    RgbImage image = new RgbImage(2, 1, new byte[] {0, 0, 0, 100, 50, (byte) 200});
    assertArrayEquals(
        new int[] {30, 15, 60, 70, 35, 140},
        levels(Corruption.CONTRAST.apply(image, 1, new SplittableRandom(1))));
    // 200 + 0.2 × 255 = 251 is the value; the others keep their ratio to it, 125.5 and 62.75.
    assertArrayEquals(
        new int[] {51, 51, 51, 125, 62, 251},
        levels(Corruption.BRIGHTNESS.apply(image, 2, new SplittableRandom(1))));
  }

  /** Behind glass every pixel is one of the neighbours'; the blurs mix them. */
  @Test
  void glassMovesPixelsALittle() {
    RgbImage image = new RgbImage(40, 40, new byte[3 * 40 * 40]);
    Arrays.fill(image.rgb(), 3 * 40 * 20, 3 * 40 * 40, (byte) 255);
    int[] levels = levels(Corruption.GLASS_BLUR.apply(image, 5, new SplittableRandom(1)));
    int changed = 0;
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 40; x++) {
        int level = levels[(y * 40 + x) * 3];
        if (Math.abs(y - 20) > 2 * 4 + 2 * 5) { // twice as far as pixels move, and two blurs
          assertEquals(y < 20 ? 0 : 255, level);
        }
        changed += level > 10 && level < 245 ? 1 : 0;
      }
    }
    assertTrue(changed > 40 * 6, changed + " pixels are a mixture");
  }

  @Test
  void pixelatingMakesBlocks() {
    RgbImage blocks = Corruption.PIXELATE.apply(picture(), 5, new SplittableRandom(1));
    for (int x = 0; x < SIDE; x += 4) {
      assertEquals(blocks.rgb()[3 * x], blocks.rgb()[3 * (x + 3)], "block at " + x);
    }
  }

  @Test
  void fogAndFrostLieOnAll() {
    assertTrue(mean(Corruption.FOG.apply(grey(255), 3, new SplittableRandom(1))) < 255);
    assertTrue(mean(Corruption.FROST.apply(grey(0), 3, new SplittableRandom(1))) > 20);
    assertTrue(mean(Corruption.SNOW.apply(grey(50), 3, new SplittableRandom(1))) > 60);
  }

  /** Stripes and a slope, in colours. */
  private static RgbImage picture() {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      rgb[3 * i] = (byte) (x / 5 % 2 == 0 ? 180 : 60);
      rgb[3 * i + 1] = (byte) (2 * y + 50);
      rgb[3 * i + 2] = (byte) (x / 9 % 2 == y / 7 % 2 ? 110 : 30);
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }

  private static RgbImage grey(int level) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    Arrays.fill(rgb, (byte) level);
    return new RgbImage(SIDE, SIDE, rgb);
  }

  private static int[] levels(RgbImage image) {
    int[] levels = new int[image.rgb().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = image.rgb()[i] & 0xff;
    }
    return levels;
  }

  private static double mean(RgbImage image) {
    return Arrays.stream(levels(image)).average().orElseThrow();
  }

  private static double deviation(RgbImage image) {
    double mean = mean(image);
    return Math.sqrt(
        Arrays.stream(levels(image)).mapToDouble(l -> (l - mean) * (l - mean)).average().orElse(0));
  }

  private static long count(RgbImage image, int level) {
    return Arrays.stream(levels(image)).filter(l -> l == level).count();
  }

  private static double difference(RgbImage a, RgbImage b) {
    int[] other = levels(b);
    int[] one = levels(a);
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum / one.length;
  }
}
