package io.github.resnet50.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.Preprocessing.ChannelOrder;
import io.github.resnet50.image.Preprocessing.Size;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessorTest {

  static Preprocessing steps(int size, Size resize, int resizeShort, boolean centerCrop) {
    return new Preprocessing(
        size,
        size,
        resize,
        resizeShort,
        centerCrop,
        1f,
        List.of(0f, 0f, 0f),
        List.of(1f, 1f, 1f),
        ChannelOrder.RGB);
  }

  @ParameterizedTest
  @CsvSource({
    "500,375,341,256,58,16", // 256 * 500 / 375 = 341.3; (341 - 224) / 2 = 58.5 goes to even
    "375,500,256,341,16,58",
    "500,373,343,256,60,16", // 59.5 goes to even
    "224,224,256,256,16,16",
    "10,3000,256,76800,16,38288"
  })
  void shortSideThenCrop(int width, int height, long w, long h, long left, long top) {
    assertEquals(
        new Geometry(w, h, left, top), Geometry.of(steps(224, null, 256, true), width, height));
  }

  @Test
  void smallerThanTheBoxIsEnlargedToCoverIt() {
    assertEquals(new Geometry(448, 224, 112, 0), Geometry.of(steps(224, null, 0, true), 100, 50));
    assertEquals(
        new Geometry(224, 448, 0, 112), Geometry.of(steps(224, null, 200, true), 100, 200));
    assertEquals(
        new Geometry(300, 224, 38, 0), Geometry.of(steps(224, new Size(300, 224), 0, true), 9, 9));
  }

  @Test
  void withoutCropTheWholeIsSqueezed() {
    assertEquals(new Geometry(224, 224, 0, 0), Geometry.of(steps(224, null, 256, false), 500, 375));
    RgbImage image = Pictures.smooth(64, 32);
    RgbImage squeezed =
        new Preprocessor(steps(16, null, 0, false))
            .apply(new DecodedImage(image, Orientation.UPRIGHT));
    assertArrayEquals(Resampler.resize(image, 16, 16, 0, 0, 16, 16).rgb(), squeezed.rgb());
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void turningLastIsTurningFirst(Orientation orientation) {
    for (int[] size : new int[][] {{101, 64}, {64, 101}, {99, 63}, {20, 30}}) {
      RgbImage stored = Pictures.noise(size[0], size[1], 5);
      DecodedImage image = new DecodedImage(stored, orientation);
      RgbImage upright = orientation.apply(stored);
      assertEquals(upright.width(), image.width());
      assertEquals(upright.height(), image.height());
      for (Preprocessing steps :
          List.of(
              steps(32, null, 37, true), steps(33, null, 36, true), steps(32, null, 0, false))) {
        Preprocessor preprocessor = new Preprocessor(steps);
        RgbImage last = preprocessor.apply(image);
        RgbImage first = preprocessor.apply(new DecodedImage(upright, Orientation.UPRIGHT));
        assertTrue(Pictures.difference(first, last) <= 1, () -> orientation + " " + steps);
      }
    }
  }
}
