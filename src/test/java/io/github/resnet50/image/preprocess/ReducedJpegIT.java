package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Large JPEGs reduced while decoding, against the same with all their pixels. */
class ReducedJpegIT {
  /** No multiples of a block. */
  private static final int WIDTH = 4001;

  private static final int HEIGHT = 2999;

  private static ImageDecoder decoder;

  @BeforeAll
  static void load() throws ModelException {
    new NativeLibrary(Home.of(System.getenv())).load();
    decoder = new ImageDecoder(1 << 28, List.of(new TensorFlowJpegCodec()));
  }

  @AfterAll
  static void close() {
    if (decoder != null) {
      decoder.close();
    }
  }

  private static Preprocessor shortSide(int side) {
    return shortSide(side, Interpolation.BILINEAR);
  }

  private static Preprocessor shortSide(int side, Interpolation filter) {
    return new Preprocessor(
        new Preprocessing(
            side * 7 / 8,
            side * 7 / 8,
            Resizing.cropped(side).with(filter),
            Scaling.NONE,
            ChannelOrder.RGB));
  }

  /** What comes of it with and without reduction, compared. */
  private static void assertAsGood(byte[] jpeg, int side, int reduction) throws ImageException {
    assertAsGood(jpeg, shortSide(side), reduction);
  }

  private static void assertAsGood(byte[] jpeg, Preprocessor preprocessor, int reduction)
      throws ImageException {
    DecodedImage full = decoder.decode(jpeg);
    DecodedImage reduced = decoder.decode(jpeg, preprocessor::reduction);
    assertEquals(1, full.reduction());
    assertEquals(reduction, reduced.reduction());
    assertEquals(full.width(), reduced.width());
    assertEquals(full.height(), reduced.height());
    assertEquals(DecodedImage.reduced(full.pixels().width(), reduction), reduced.pixels().width());

    byte[] expected = preprocessor.apply(full).rgb();
    byte[] actual = preprocessor.apply(reduced).rgb();
    long sum = 0;
    int most = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
      sum += difference;
      most = Math.max(most, difference);
    }
    double mean = (double) sum / expected.length;
    assertTrue(mean <= 1 && most <= 12, "1/%d: %.2f, %d".formatted(reduction, mean, most));
  }

  private static byte[] noisy(int width, int height) {
    byte[] rgb = Pictures.smooth(width, height).rgb().clone();
    Random random = new Random(3);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.min(255, (rgb[i] & 0xff) + random.nextInt(41) - 20));
    }
    return Pictures.write(new RgbImage(width, height, rgb), "jpg");
  }

  private static byte[] enlarged(String sample) throws IOException {
    BufferedImage large = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    try (InputStream in = ReducedJpegIT.class.getResourceAsStream("/sample-images/" + sample)) {
      Graphics2D graphics = large.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(ImageIO.read(in), 0, 0, WIDTH, HEIGHT, null);
      graphics.dispose();
    }
    return Pictures.write(large, "jpg");
  }

  @Test
  void pixelsAreAsGood() throws Exception {
    for (byte[] jpeg : List.of(noisy(WIDTH, HEIGHT), enlarged("daisy.jpg"))) {
      assertAsGood(jpeg, 1024, 1);
      assertAsGood(jpeg, 512, 2);
      assertAsGood(jpeg, 256, 4);
      assertAsGood(jpeg, 128, 8);
    }
  }

  /** Sharper filters see further, and no more of what the reduction has lost. */
  @Test
  void sharperFiltersAreServedAsWell() throws Exception {
    for (byte[] jpeg : List.of(noisy(WIDTH, HEIGHT), enlarged("daisy.jpg"))) {
      for (Interpolation filter : List.of(Interpolation.BICUBIC, Interpolation.LANCZOS)) {
        assertAsGood(jpeg, shortSide(512, filter), 2);
        assertAsGood(jpeg, shortSide(256, filter), 4);
        assertAsGood(jpeg, shortSide(128, filter), 8);
      }
    }
  }

  @Test
  void turnedImagesAreAsGood() throws Exception {
    byte[] daisy = enlarged("daisy.jpg");
    for (int tag : new int[] {3, 6, 7}) {
      byte[] turned = Pictures.withExif(daisy, Pictures.exif(tag));
      assertAsGood(turned, 256, 4);
      DecodedImage image = decoder.decode(turned, shortSide(256)::reduction);
      assertEquals(tag < 5 ? WIDTH : HEIGHT, image.width());
      assertEquals(tag < 5 ? HEIGHT : WIDTH, image.height());
    }
  }

  @Test
  void grayAndProgressiveAreReducedToo() throws ImageException {
    RgbImage image = Pictures.smooth(1603, 1201);
    assertAsGood(Pictures.progressiveJpeg(image), 100, 4);
    byte[] gray = Pictures.write(Pictures.buffered(image, BufferedImage.TYPE_BYTE_GRAY), "jpg");
    assertAsGood(gray, 100, 4);
  }

  @Test
  void missingPixelsFailAsEverywhere() {
    byte[] jpeg = noisy(1600, 1201);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - jpeg.length / 20);
    byte[] closed = cut.clone();
    closed[closed.length - 2] = (byte) 0xff;
    closed[closed.length - 1] = (byte) 0xd9;
    for (int side : new int[] {50, 100, 200, 400}) {
      for (byte[] file : List.of(cut, closed)) {
        ImageException e =
            assertThrows(
                ImageException.class, () -> decoder.decode(file, shortSide(side)::reduction));
        assertEquals(Kind.TRUNCATED, e.failure().kind());
      }
    }
  }

  /** Gray of the level that libjpeg puts where data is missing. */
  @Test
  void neutralEndIsNotTakenForMissing() throws ImageException {
    byte[] rgb = Pictures.smooth(801, 600).rgb().clone();
    Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) 128);
    assertAsGood(Pictures.write(new RgbImage(801, 600, rgb), "jpg"), 50, 4);
  }
}
