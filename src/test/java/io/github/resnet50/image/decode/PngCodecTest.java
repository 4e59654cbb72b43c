package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class PngCodecTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  private static byte[] rgb(byte[] png) throws ImageException {
    return DECODER.decode(png).pixels().rgb();
  }

  @Test
  void sixteenBitsLoseTheLowerEight() throws ImageException {
    byte[] color = bytes(0, 0x12, 0xff, 0x80, 0x00, 0xff, 0x01);
    assertArrayEquals(bytes(0x12, 0x80, 0xff), rgb(Pictures.png(1, 1, 16, 2, color)));
    byte[] gray = bytes(0, 0x7f, 0xff);
    assertArrayEquals(bytes(0x7f, 0x7f, 0x7f), rgb(Pictures.png(1, 1, 16, 0, gray)));
  }

  @Test
  void fewBitsAreSpreadOverAllLevels() throws ImageException {
    assertArrayEquals(
        bytes(255, 255, 255, 0, 0, 0, 255, 255, 255),
        rgb(Pictures.png(3, 1, 1, 0, bytes(0, 0b10100000))));
    assertArrayEquals(
        bytes(85, 85, 85, 170, 170, 170), rgb(Pictures.png(2, 1, 2, 0, bytes(0, 0b01100000))));
    assertArrayEquals(bytes(17, 17, 17), rgb(Pictures.png(1, 1, 4, 0, bytes(0, 0x10))));
  }

  @Test
  void transparencyLiesOverWhite() throws ImageException {
    assertArrayEquals(
        bytes(255, 255, 255, 0, 0, 0, 127, 127, 127),
        rgb(Pictures.png(3, 1, 8, 4, bytes(0, 0, 0, 0, 255, 0, 128))));
    assertArrayEquals(
        bytes(255, 127, 127), rgb(Pictures.png(1, 1, 8, 6, bytes(0, 255, 0, 0, 128))));
    byte[] palette = Pictures.chunk("PLTE", bytes(10, 20, 30, 40, 50, 60));
    byte[] alpha = Pictures.chunk("tRNS", bytes(0));
    assertArrayEquals(
        bytes(255, 255, 255, 40, 50, 60, 0, 0, 0),
        rgb(Pictures.png(3, 1, 8, 3, bytes(0, 0, 1, 2), palette, alpha)));
    byte[] key = Pictures.chunk("tRNS", bytes(0, 1, 0, 2, 0, 3));
    assertArrayEquals(
        bytes(255, 255, 255, 1, 2, 4),
        rgb(Pictures.png(2, 1, 8, 2, bytes(0, 1, 2, 3, 1, 2, 4), key)));
  }

  @Test
  void filtersAndPassesAgreeWithTheJdk() throws IOException, ImageException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_BYTE_INDEXED
        }) {
      for (RgbImage image : new RgbImage[] {Pictures.smooth(67, 41), Pictures.noise(5, 3, 1)}) {
        for (boolean interlaced : new boolean[] {false, true}) {
          byte[] png = write(Pictures.buffered(image, type), interlaced);
          BufferedImage expected = ImageIO.read(new java.io.ByteArrayInputStream(png));
          byte[] levels = new byte[image.rgb().length];
          for (int i = 0; i < levels.length / 3; i++) {
            int x = i % image.width();
            int y = i / image.width();
            int color =
                type == BufferedImage.TYPE_BYTE_GRAY
                    ? expected.getRaster().getSample(x, y, 0) * 0x10101
                    : expected.getRGB(x, y);
            levels[i * 3] = (byte) (color >> 16);
            levels[i * 3 + 1] = (byte) (color >> 8);
            levels[i * 3 + 2] = (byte) color;
          }
          assertArrayEquals(levels, rgb(png), () -> "type " + type + " " + interlaced);
        }
      }
    }
  }

  private static byte[] write(BufferedImage image, boolean interlaced) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(
          interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  @Test
  void whatIsAttachedIsNeverUnpacked() {
    byte[] bomb = Pictures.deflate(new byte[100_000_000]);
    byte[] text = Pictures.chunk("zTXt", bytes('a', 0, 0), bomb);
    byte[] profile = Pictures.chunk("iCCP", bytes('a', 0, 0), bomb);
    byte[] png = Pictures.png(1, 1, 8, 2, bytes(0, 1, 2, 3), text, profile);
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertArrayEquals(bytes(1, 2, 3), rgb(png)));
  }

  @Test
  void moreDataThanPixelsIsLeftAlone() throws ImageException {
    byte[] rows = Arrays.copyOf(bytes(0, 1, 2, 3), 50_000_000);
    assertArrayEquals(bytes(1, 2, 3), rgb(Pictures.png(1, 1, 8, 2, rows)));
  }

  @Test
  void damageIsNamed() {
    byte[] good = Pictures.png(2, 2, 8, 0, bytes(0, 1, 2, 0, 3, 4));
    byte[] flipped = good.clone();
    flipped[good.length - 20] ^= 1;
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(flipped).kind());
    assertEquals(
        Kind.CORRUPT, ImageDecoderTest.failure(Pictures.png(2, 2, 8, 0, bytes(0, 1, 2))).kind());
    assertEquals(
        Kind.CORRUPT, ImageDecoderTest.failure(Pictures.png(1, 1, 8, 0, bytes(5, 1))).kind());
    assertEquals(
        Kind.CORRUPT, ImageDecoderTest.failure(Pictures.png(1, 1, 8, 3, bytes(0, 1))).kind());
    assertEquals(
        Kind.CORRUPT, ImageDecoderTest.failure(Pictures.png(1, 1, 3, 0, bytes(0, 1))).kind());
    byte[] text = good.clone();
    text[4] = '\n';
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(text).kind());
  }

  @Test
  void checksumsAndOrderAreThoseOfTheReference() throws ImageException {
    byte[] rows = bytes(0, 1, 2, 3);
    byte[] text = Pictures.chunk("tEXt", bytes('a', 0, 'b'));
    assertArrayEquals(bytes(1, 2, 3), rgb(Pictures.png(1, 1, 8, 2, rows, text)));
    text[text.length - 1] ^= 1;
    byte[] wrong = Pictures.png(1, 1, 8, 2, rows, text);
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(wrong).kind());
    byte[] end = Pictures.png(1, 1, 8, 2, rows);
    end[end.length - 1] ^= 1;
    assertArrayEquals(bytes(1, 2, 3), rgb(end));

    byte[] pixels = Pictures.deflate(rows);
    byte[] split =
        Pictures.join(
            Pictures.pngSignature(),
            Pictures.pngHeader(1, 1, 8, 2),
            Pictures.chunk("IDAT", Arrays.copyOf(pixels, 3)),
            Pictures.chunk("tEXt", bytes('a', 0, 'b')),
            Pictures.chunk("IDAT", Arrays.copyOfRange(pixels, 3, pixels.length)),
            Pictures.chunk("IEND"));
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(split).kind());
  }

  @Test
  void missingEndMarkAloneDoesNoHarm() throws ImageException {
    byte[] png = Pictures.png(1, 1, 8, 2, bytes(0, 1, 2, 3));
    assertArrayEquals(bytes(1, 2, 3), rgb(Arrays.copyOf(png, png.length - 12)));
  }
}
