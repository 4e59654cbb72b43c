package io.github.resnet50.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.labelled.SampleImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the sample images as a model sees them. */
class PerceptualHashTest {
  private static final List<RgbImage> IMAGES = new ArrayList<>();
  private final PerceptualHash hash = new PerceptualHash();

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
      int distance = PerceptualHash.distance(hash.of(image), hash.of(see(jpeg.toByteArray(), 224)));
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
    long other = hash.of(new RgbImage(224, 224, darker));
    assertTrue(PerceptualHash.distance(hash.of(image), other) <= 2);
  }

  @Test
  void otherPicturesAreFarApart() {
    int closest = Long.SIZE;
    for (int i = 0; i < IMAGES.size(); i++) {
      for (int j = 0; j < i; j++) {
        closest =
            Math.min(
                closest, PerceptualHash.distance(hash.of(IMAGES.get(i)), hash.of(IMAGES.get(j))));
      }
    }
    assertTrue(closest > 10, "two different samples differ in " + closest + " bits only");
  }

  @Test
  void aSmallPictureHasOneToo() {
    assertEquals(0, hash.of(new RgbImage(8, 8, new byte[192])));
  }
}
