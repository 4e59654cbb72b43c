package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GifCodecTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
  private static final byte[] MAGIC = "GIF89a".getBytes(StandardCharsets.US_ASCII);

  /** Index 0 red, 1 green. */
  private static final byte[] PALETTE = bytes(255, 0, 0, 0, 255, 0);

  /** A 2×1 frame of indices 0 and 1 at the given place: clear, 0, 1, end, of 3 bits each. */
  private static byte[] frame(int left, int top) {
    return bytes(',', left, 0, top, 0, 2, 0, 1, 0, 0, 2, 2, 0b01000100, 0b00001010, 0);
  }

  private static byte[] screen(int width, int height) {
    return Pictures.join(MAGIC, bytes(width, 0, height, 0, 0x80, 0, 0), PALETTE);
  }

  @Test
  void agreesWithTheJdk() throws IOException, ImageException {
    for (RgbImage image : new RgbImage[] {Pictures.smooth(120, 77), Pictures.noise(150, 90, 1)}) {
      byte[] gif = Pictures.write(image, "gif");
      BufferedImage expected = ImageIO.read(new ByteArrayInputStream(gif));
      byte[] rgb = DECODER.decode(gif).pixels().rgb();
      for (int i = 0; i < rgb.length / 3; i++) {
        int color = expected.getRGB(i % image.width(), i / image.width());
        assertEquals(
            color,
            0xff000000 | Bytes.i32be(bytes(0, rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]), 0));
      }
    }
  }

  @Test
  void frameLiesOnAWhiteScreen() throws ImageException {
    byte[] gif = Pictures.join(screen(3, 2), frame(1, 1), bytes(';'));
    assertArrayEquals(
        bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255, 0),
        DECODER.decode(gif).pixels().rgb());
  }

  @Test
  void screenGrowsWithItsFrame() throws ImageException {
    DecodedImage image = DECODER.decode(Pictures.join(screen(1, 1), frame(1, 2), bytes(';')));
    assertEquals(3, image.width());
    assertEquals(3, image.height());
  }

  @Test
  void transparentIndexIsWhite() throws ImageException {
    byte[] control = bytes('!', 0xf9, 4, 1, 0, 0, 1, 0);
    byte[] gif = Pictures.join(screen(2, 1), control, frame(0, 0), bytes(';'));
    assertArrayEquals(bytes(255, 0, 0, 255, 255, 255), DECODER.decode(gif).pixels().rgb());
  }

  @Test
  void missingPixelsFail() {
    byte[] gif = Pictures.join(screen(2, 1), frame(0, 0), bytes(';'));
    gif[screen(2, 1).length + 7] = 9; // rows that the frame has, says its header
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(gif).kind());
    byte[] cut = Arrays.copyOf(screen(2, 1), 15);
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(cut).kind());
    byte[] none = Pictures.join(screen(2, 1), bytes(';'));
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(none).kind());
  }

  @Test
  void laterFramesAreNotLookedAt() throws ImageException {
    byte[] gif = Pictures.join(screen(2, 1), frame(0, 0), bytes(1, 2, 3, 4));
    assertArrayEquals(bytes(255, 0, 0, 0, 255, 0), DECODER.decode(gif).pixels().rgb());
  }
}
