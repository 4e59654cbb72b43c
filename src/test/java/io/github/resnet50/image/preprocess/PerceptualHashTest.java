package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.model.labelled.SampleImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the sample images as a model sees them. */
class PerceptualHashTest {
  private static final List<RgbImage> IMAGES = new ArrayList<>();

  @BeforeAll
  static void decode() throws Exception {
    for (SampleImages.SampleImage sample : SampleImages.all()) {
      IMAGES.add(see(sample.bytes(), 256));
    }
  }

  private static RgbImage see(byte[] encoded, int shortSide) throws Exception {
    Preprocessing steps =
        new Preprocessing(224, 224, Resizing.cropped(shortSide), Scaling.NONE, ChannelOrder.RGB);
    try (ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE)) {
      return new Preprocessor(steps).apply(decoder.decode(encoded));
    }
  }

  @Test
  void anotherCompressionAndSizeAreTheSamePicture() throws Exception {
    for (RgbImage image : IMAGES) {
      BufferedImage smaller = new BufferedImage(190, 190, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 190; y++) {
        for (int x = 0; x < 190; x++) {
          int at = 3 * ((y * 224 / 190) * 224 + x * 224 / 190);
          smaller.setRGB(
              x,
              y,
              (image.rgb()[at] & 0xff) << 16
                  | (image.rgb()[at + 1] & 0xff) << 8
                  | (image.rgb()[at + 2] & 0xff));
        }
      }
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(smaller, "jpg", jpeg);
      int distance =
          PerceptualHash.distance(
              PerceptualHash.of(image), PerceptualHash.of(see(jpeg.toByteArray(), 224)));
      assertTrue(distance <= 6, "differs in " + distance + " bits");
    }
  }

  @Test
  void brightnessDoesNotCount() {
    RgbImage image = IMAGES.get(0);
    byte[] darker = image.rgb().clone();
    for (int i = 0; i < darker.length; i++) {
      darker[i] = (byte) ((darker[i] & 0xff) * 3 / 4);
    }
    long other = PerceptualHash.of(new RgbImage(224, 224, darker));
    assertTrue(PerceptualHash.distance(PerceptualHash.of(image), other) <= 2);
  }

  @Test
  void otherPicturesAreFarApart() {
    int closest = Long.SIZE;
    for (int i = 0; i < IMAGES.size(); i++) {
      for (int j = 0; j < i; j++) {
        closest =
            Math.min(
                closest,
                PerceptualHash.distance(
                    PerceptualHash.of(IMAGES.get(i)), PerceptualHash.of(IMAGES.get(j))));
      }
    }
    assertTrue(closest > 10, "two different samples differ in " + closest + " bits only");
  }

  /** By Pillow 9.4 and scipy.fftpack.dct, as the Python package ImageHash computes it. */
  @ParameterizedTest
  @CsvSource({
    "300, 200, 1, 80020b674b1fbf3f",
    "97, 331, 2, 8000478f3f9f3f9c",
    "20, 15, 3, 827c987db551d64c",
    "640, 480, 5, f873f942f842f842",
  })
  void isThatOfImageHash(int width, int height, int k, String expected) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) ((x * k + y * 3) % 251);
        rgb[at + 1] = (byte) ((x * y / 7 + k * 11) % 256);
        rgb[at + 2] = (byte) ((x + 2 * y) * k / 5 % 256);
      }
    }
    RgbImage image = new RgbImage(width, height, rgb);
    long hash = PerceptualHash.phash(new DecodedImage(image, Orientation.UPRIGHT));
    assertEquals(expected, HexFormat.of().toHexDigits(hash));
  }

  @Test
  void whatIsTurnedHasTheHashOfWhatIsSeen() {
    RgbImage seen = IMAGES.get(0);
    RgbImage stored = Orientation.ROTATED_270.apply(seen);
    assertEquals(
        PerceptualHash.phash(new DecodedImage(seen, Orientation.UPRIGHT)),
        PerceptualHash.phash(new DecodedImage(stored, Orientation.ROTATED_90)));
  }

  /** Nothing but the mean is there, whatever the last digits of the others are. */
  @Test
  void aSingleColourHasTheMeanAlone() {
    byte[] gray = new byte[3 * 50 * 40];
    Arrays.fill(gray, (byte) 100);
    DecodedImage image = new DecodedImage(new RgbImage(50, 40, gray), Orientation.UPRIGHT);
    assertEquals(Long.MIN_VALUE, PerceptualHash.phash(image));
  }

  @Test
  void aSmallPictureHasOneToo() {
    assertEquals(0, PerceptualHash.of(new RgbImage(8, 8, new byte[192])));
  }
}
