package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing.Size;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

public class PreprocessorTest {

  public static Preprocessing steps(int size, Size resize, int resizeShort, boolean centerCrop) {
    return new Preprocessing(
        size, size, new Resizing(resize, resizeShort, centerCrop), Scaling.NONE, ChannelOrder.RGB);
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

  @ParameterizedTest
  @CsvSource({
    "500,375,1",
    "1278,1500,1", // 639 columns are left, and 2.5 * 256 = 640
    "1279,1500,2",
    "1500,1279,2",
    "2556,4000,2",
    "2557,4000,4",
    "4000,3000,4",
    "5112,9000,4",
    "5113,9000,8",
    "60000,60000,8",
    "1200,100000,1", // the short side decides
    "3,2,1"
  })
  void reductionLeavesTwoAndAHalfTimesTheShortSide(int width, int height, int reduction) {
    Preprocessor preprocessor = new Preprocessor(steps(224, null, 256, true));
    assertEquals(reduction, preprocessor.reduction(width, height));
    assertEquals(reduction, preprocessor.reduction(height, width));
  }

  @Test
  void reductionLeavesEnoughOfBothSides() {
    Preprocessor squeezing = new Preprocessor(steps(224, null, 0, false));
    assertEquals(4, squeezing.reduction(2240, 2240));
    assertEquals(2, squeezing.reduction(2240, 1120));
    assertEquals(2, squeezing.reduction(1120, 9000));
    assertEquals(1, new Preprocessor(steps(224, null, 0, true)).reduction(4000, 3000));
  }

  /** Sizes that are no multiples: a last column mostly beyond the picture shifts nothing. */
  @ParameterizedTest
  @CsvSource({"137,121,8,6", "97,130,4,9", "130,97,4,12", "201,203,2,40", "1003,757,8,37"})
  void reducedImagesAreNotShifted(int width, int height, int reduction, int side) {
    RgbImage stored = Pictures.smooth(width, height);
    for (Orientation turn : Orientation.values()) {
      DecodedImage full = new DecodedImage(stored, turn);
      DecodedImage reduced =
          new DecodedImage(averages(stored, reduction), width, height, reduction, turn);
      assertEquals(full.width(), reduced.width());
      assertEquals(full.height(), reduced.height());
      for (boolean crop : new boolean[] {true, false}) {
        Preprocessor preprocessor = new Preprocessor(steps(side, null, side, crop));
        RgbImage expected = preprocessor.apply(full);
        RgbImage actual = preprocessor.apply(reduced);
        assertTrue(Pictures.difference(expected, actual) <= 3, turn::toString);
      }
    }
  }

  /** As libjpeg reduces: the last column and row are repeated to the end of their block. */
  private static RgbImage averages(RgbImage image, int reduction) {
    int width = DecodedImage.reduced(image.width(), reduction);
    int height = DecodedImage.reduced(image.height(), reduction);
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int left = i / 3 % width * reduction;
      int top = i / 3 / width * reduction;
      int sum = 0;
      for (int at = 0; at < reduction * reduction; at++) {
        int x = Math.min(left + at % reduction, image.width() - 1);
        int y = Math.min(top + at / reduction, image.height() - 1);
        sum += image.rgb()[(y * image.width() + x) * 3 + i % 3] & 0xff;
      }
      rgb[i] = (byte) Math.round((float) sum / (reduction * reduction));
    }
    return new RgbImage(width, height, rgb);
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
    assertArrayEquals(ResamplerTest.resize(image, 16, 16, 0, 0, 16, 16).rgb(), squeezed.rgb());
  }

  /**
   * What timm's transform for evaluation does with Pillow 9.4, by checksum: its sizes, crops, bars
   * and filters.
   */
  @ParameterizedTest
  @CsvSource({
    "211,157,64,64,0.95,CENTER,BICUBIC,912ae1c1",
    "211,157,64,64,0.9,SQUASH,LANCZOS,da3960b9",
    "211,157,64,64,1,BORDER,BICUBIC,255a09bc",
    "157,211,63,63,0.8,BORDER,BILINEAR,29d1f0e6",
    "90,31,33,33,1,BORDER,LANCZOS,ea5346b7",
    "211,157,64,48,0.875,CENTER,BICUBIC,0256a915",
    "157,211,48,64,0.875,SQUASH,BILINEAR,7926492a",
    "40,30,64,64,0.875,BORDER,BICUBIC,47b136c8"
  })
  void pixelsAreTimms(
      int imageWidth,
      int imageHeight,
      int width,
      int height,
      double cropPct,
      CropMode mode,
      Interpolation interpolation,
      String crc) {
    Preprocessing steps =
        new Preprocessing(
            width,
            height,
            mode.resizing(width, height, cropPct, interpolation),
            UsualScaling.TORCH.scaling(ChannelOrder.RGB),
            ChannelOrder.RGB);
    RgbImage image = Pictures.patches(imageWidth, imageHeight);
    RgbImage input = new Preprocessor(steps).apply(new DecodedImage(image, Orientation.UPRIGHT));
    assertEquals(crc, Pictures.crc(input.rgb()));
  }

  /** An image of less than a pixel is one of a pixel; halves of bars are cut the same way round. */
  @Test
  void barsAreOfTheMeanAndTurnWithTheImage() {
    Scaling scaling = new Scaling(1, List.of(10f, 20.4f, 300f), Scaling.ONES);
    Preprocessing steps =
        new Preprocessing(
            32,
            32,
            CropMode.BORDER.resizing(32, 32, 1, Interpolation.BILINEAR),
            scaling,
            ChannelOrder.BGR);
    assertArrayEquals(new byte[] {(byte) 255, 20, 10}, steps.meanColour());
    RgbImage white = new RgbImage(3, 500, filled(3 * 500 * 3));
    RgbImage thin = new Preprocessor(steps).apply(new DecodedImage(white, Orientation.UPRIGHT));
    for (int x = 0; x < 32; x++) {
      assertEquals(x == 15 ? (byte) 255 : (byte) 10, thin.rgb()[x * 3 + 2], "column " + x);
    }
    for (Orientation turn : Orientation.values()) {
      RgbImage stored = Pictures.noise(40, 13, 9);
      RgbImage upright = turn.apply(stored);
      Preprocessor preprocessor = new Preprocessor(steps);
      assertTrue(
          Pictures.difference(
                  preprocessor.apply(new DecodedImage(upright, Orientation.UPRIGHT)),
                  preprocessor.apply(new DecodedImage(stored, turn)))
              <= 1,
          turn::toString);
    }
  }

  private static byte[] filled(int length) {
    byte[] levels = new byte[length];
    Arrays.fill(levels, (byte) 255);
    return levels;
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
