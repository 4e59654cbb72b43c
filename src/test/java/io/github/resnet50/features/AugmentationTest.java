package io.github.resnet50.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final ContentKey CONTENT = ContentKey.of(new byte[] {1, 2, 3});

  /** Left dark, right bright; noise, so that every pixel is another. */
  private static RgbImage image() {
    byte[] rgb = new byte[3 * 20 * 30];
    Random random = new Random(5);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (random.nextInt(60) + (i / 3 % 30 < 15 ? 10 : 150));
    }
    return new RgbImage(30, 20, rgb);
  }

  @Test
  void doesNothingWhereNothingIsAsked() {
    Augmentation nothing = new Augmentation(1, 1, false, 0, 0);
    assertArrayEquals(image().rgb(), nothing.apply(image(), new SplittableRandom(1)).rgb());
  }

  @Test
  void mirrorsHalfOfTheTime() {
    Augmentation mirror = new Augmentation(1, 1, true, 0, 0);
    RgbImage image = image();
    long mirrored =
        IntStream.range(0, 200)
            .mapToObj(seed -> mirror.apply(image, new SplittableRandom(seed)).rgb())
            .filter(rgb -> !Arrays.equals(rgb, image.rgb()))
            .peek(
                rgb -> {
                  for (int x = 0; x < 30; x++) {
                    assertEquals(image.rgb()[3 * x], rgb[3 * (29 - x)], "column " + x);
                  }
                })
            .count();
    assertTrue(mirrored > 70 && mirrored < 130, mirrored + " of 200");
  }

  @Test
  void takesAPartOfTheArea() {
    Augmentation crop = new Augmentation(0.1, 1, false, 0, 0);
    RgbImage dark = image(); // a part may be all dark: darker than the whole ever is
    boolean allDark =
        IntStream.range(0, 2000)
            .mapToObj(seed -> crop.apply(dark, new SplittableRandom(seed)).rgb())
            .anyMatch(rgb -> IntStream.range(0, rgb.length).allMatch(i -> (rgb[i] & 0xff) < 80));
    assertTrue(allDark, "no part of 2000 lies in the left half");
  }

  @Test
  void jitterStaysWithinItsFactors() {
    Augmentation jitter = new Augmentation(1, 1, false, 0, 0.2);
    byte[] grey = new byte[3 * 4 * 4];
    Arrays.fill(grey, (byte) 100);
    double least = 255;
    double most = 0;
    for (int seed = 0; seed < 300; seed++) {
      int level =
          jitter.apply(new RgbImage(4, 4, grey), new SplittableRandom(seed)).rgb()[0] & 0xff;
      least = Math.min(least, level);
      most = Math.max(most, level);
    }
    assertTrue(least >= 80 && least < 84 && most <= 120 && most > 116, least + " to " + most);
  }

  @Test
  void aVariantDependsOnSeedContentAndNumberAlone() {
    RgbImage image = image();
    Variants few = new Variants(2, 7, Augmentation.DEFAULT);
    Variants many = new Variants(9, 7, Augmentation.DEFAULT);
    assertArrayEquals(image.rgb(), few.view(image, CONTENT, 0).rgb());
    byte[] second = few.view(image, CONTENT, 2).rgb();
    assertArrayEquals(second, many.view(image, CONTENT, 2).rgb());
    assertFalse(Arrays.equals(second, many.view(image, CONTENT, 1).rgb()));
    assertFalse(
        Arrays.equals(
            second, new Variants(2, 8, Augmentation.DEFAULT).view(image, CONTENT, 2).rgb()));
    ContentKey other = ContentKey.of(new byte[] {3});
    assertFalse(Arrays.equals(second, few.view(image, other, 2).rgb()));
  }

  @Test
  void whatIsKeptIsToldApartBySettings() {
    Variants one = new Variants(2, 7, Augmentation.DEFAULT);
    assertEquals(0, one.key(0));
    assertEquals(one.key(2), new Variants(5, 7, Augmentation.DEFAULT).key(2));
    assertNotEquals(one.key(1), one.key(2));
    assertNotEquals(one.key(2), new Variants(2, 8, Augmentation.DEFAULT).key(2));
    Augmentation other = new Augmentation(0.5, 1, true, 10, 0.2);
    assertNotEquals(one.key(2), new Variants(2, 7, other).key(2));
  }

  @Test
  void refusesWhatIsNoSetting() {
    assertThrows(IllegalArgumentException.class, () -> new Augmentation(0, 1, true, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Augmentation(1, 0.5, true, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Augmentation(1, 1, true, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Variants(-1, 0, Augmentation.DEFAULT));
  }
}
