package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestJpegs;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class JpegCodecTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  /** An Adobe marker with the given colour transform. */
  private static byte[] adobe(int transform) {
    return Pictures.join(
        "Adobe".getBytes(StandardCharsets.ISO_8859_1),
        Pictures.bytes(0, 100, 0, 0, 0, 0, transform));
  }

  @Test
  void samplingThatDecodersEnlargeAlikeIsUsual() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(40, 30), "jpg");
    int luminance = TestJpegs.place(jpeg, 0xc0, 0) + 11;
    assertEquals(0x22, jpeg[luminance], "half of the chrominance both ways");
    assertTrue(JpegFile.parse(jpeg).hasUsualSampling());
    for (int factors : List.of(0x11, 0x21, 0x22, 0x12, 0x41, 0x44)) {
      jpeg[luminance] = (byte) factors;
      boolean usual = factors == 0x11 || factors == 0x21 || factors == 0x22;
      assertEquals(usual, JpegFile.parse(jpeg).hasUsualSampling(), Integer.toHexString(factors));
    }
    jpeg[luminance] = 0x22;
    jpeg[luminance + 3] = 0x21;
    assertFalse(JpegFile.parse(jpeg).hasUsualSampling());
    assertTrue(JpegFile.parse(raw(7)).hasUsualSampling(), "gray");
  }

  /** A JPEG of components as they are, of one colour. */
  private static byte[] raw(int... components) {
    WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, components.length, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, components);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return withoutApplicationSegments(out.toByteArray());
  }

  private static byte[] withoutApplicationSegments(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xf0) == 0xe0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
    }
    return Pictures.join(Arrays.copyOf(jpeg, 2), Arrays.copyOfRange(jpeg, at, jpeg.length));
  }

  private static void assertColor(int red, int green, int blue, byte[] jpeg) throws ImageException {
    byte[] rgb = DECODER.decode(jpeg).pixels().rgb();
    byte[] expected = Pictures.bytes(red, green, blue);
    for (int i = 0; i < 3; i++) {
      assertTrue(
          Math.abs((expected[i] & 0xff) - (rgb[i] & 0xff)) <= 2,
          () -> Arrays.toString(Arrays.copyOf(rgb, 3)));
    }
  }

  @Test
  void threeComponentsAreLuminanceUnlessAdobeSaysRgb() throws ImageException {
    byte[] jpeg = raw(200, 100, 50);
    assertColor(200, 100, 50, Pictures.withSegment(jpeg, 0xee, adobe(0)));
    // R = 200 + 1.402 * (50 - 128), and so on.
    assertColor(91, 255, 150, Pictures.withSegment(jpeg, 0xee, adobe(1)));
  }

  @Test
  void inksAreInverted() throws ImageException {
    byte[] jpeg = raw(255, 128, 0, 255);
    assertColor(255, 128, 0, Pictures.withSegment(jpeg, 0xee, adobe(0)));
    byte[] dark = raw(255, 128, 0, 128);
    assertColor(128, 64, 0, Pictures.withSegment(dark, 0xee, adobe(0)));
    // As YCCK the first three are the luminance of what is left after the ink.
    assertColor(155, 155, 155, Pictures.withSegment(raw(100, 128, 128, 255), 0xee, adobe(2)));
  }

  @Test
  void grayIsOneComponent() throws ImageException {
    BufferedImage gray = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 81; i++) {
      gray.getRaster().setSample(i % 9, i / 9, 0, 77);
    }
    assertColor(77, 77, 77, Pictures.write(gray, "jpg"));
  }

  @Test
  void profilesThumbnailsAndCommentsArePassedOver() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(33, 20), "jpg");
    byte[] profile =
        Pictures.join("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1), new byte[500]);
    byte[] dressed = Pictures.withSegment(jpeg, 0xe2, profile);
    dressed = Pictures.withSegment(dressed, 0xfe, new byte[] {'h', 'i'});
    dressed = Pictures.withSegment(dressed, 0xe1, new byte[] {1, 2, 3});
    assertArrayEquals(DECODER.decode(jpeg).pixels().rgb(), DECODER.decode(dressed).pixels().rgb());
  }

  @Test
  void missingEndMarkAloneDoesNoHarm() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(40, 40), "jpg");
    assertArrayEquals(
        DECODER.decode(jpeg).pixels().rgb(),
        DECODER.decode(Arrays.copyOf(jpeg, jpeg.length - 2)).pixels().rgb());
  }

  @Test
  void endMarkDoesNotHideMissingPixels() {
    byte[] jpeg = Pictures.write(Pictures.noise(80, 80, 1), "jpg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(cut).kind());
  }

  @Test
  void everyDamageHasItsVerdict() {
    new JpegVerdicts().check(DECODER, DECODER);
  }

  @Test
  void kindsNobodyUsesAreNamed() {
    byte[] jpeg = Pictures.write(Pictures.smooth(16, 16), "jpg");
    int frame = 0;
    while (jpeg[frame] != (byte) 0xff || jpeg[frame + 1] != (byte) 0xc0) {
      frame++;
    }
    byte[] arithmetic = jpeg.clone();
    arithmetic[frame + 1] = (byte) 0xc9;
    ImageFailure failure = ImageDecoderTest.failure(arithmetic);
    assertEquals(Kind.UNSUPPORTED, failure.kind());
    assertTrue(failure.message().contains("arithmetic"), failure::message);
    byte[] deep = jpeg.clone();
    deep[frame + 4] = 12;
    assertEquals(Kind.UNSUPPORTED, ImageDecoderTest.failure(deep).kind());
  }
}
