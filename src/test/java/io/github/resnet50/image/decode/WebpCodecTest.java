package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** WebP; the files were made by libwebp, which Java cannot write. */
class WebpCodecTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  /** 24×16, red above to blue below. */
  private static final byte[] LOSSLESS =
      webp(
          "UklGRkwAAABXRUJQVlA4TEAAAAAvF8ADAH8AEIT/cQsT8ff/+U+WAVVk21BBBRVUUEEFFVRQQQUVVFBBBRX8"
              + "bYaI/ufn4+Xh5uLkYGdjZWFmYmQg");

  private static final byte[] LOSSY =
      webp(
          "UklGRmIAAABXRUJQVlA4IFYAAADwAwCdASoYABAAPpE6l0eloyIhMAgAsBIJbDuAG9Yir+gAC1ay8J6AAP7s"
              + "F40Z8avX/7S//4oad9+1H//UJuf/5CbgkES5bxwZz2ZEqLwNEiNFk3VwAA==");

  /** 8×8, red, half transparent. */
  private static final byte[] LOSSLESS_ALPHA =
      webp("UklGRhwAAABXRUJQVlA4TA8AAAAvB8ABEAcQ/Y/+BSKi/wEA");

  /** 16×16, blue, half transparent. */
  private static final byte[] LOSSY_ALPHA =
      webp(
          "UklGRmIAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSAoAAAABB9C/iAhERP8DVlA4IDIAAADwAQCdASoQ"
              + "ABAAAMASJaACdLoB+AAETAAA/v5mof/60c/XRP9aOf+tHP/lKotU24oAAA==");

  private static byte[] webp(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static byte[] webpOf(byte[]... chunks) {
    byte[] body = Pictures.join(chunks);
    return Pictures.join(
        "RIFF".getBytes(StandardCharsets.US_ASCII),
        little(body.length + 4),
        "WEBP".getBytes(StandardCharsets.US_ASCII),
        body);
  }

  private static byte[] webpChunk(String name, byte[]... content) {
    byte[] body = Pictures.join(content);
    return Pictures.join(
        name.getBytes(StandardCharsets.US_ASCII),
        little(body.length),
        body,
        new byte[body.length % 2]);
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void assertPixel(int pixel, byte[] file, int red, int green, int blue, int off)
      throws ImageException {
    byte[] rgb = DECODER.decode(file).pixels().rgb();
    int[] expected = {red, green, blue};
    for (int i = 0; i < 3; i++) {
      int level = rgb[pixel * 3 + i] & 0xff;
      assertTrue(Math.abs(level - expected[i]) <= off, () -> level + " at " + pixel);
    }
  }

  @Test
  void webpIsRead() throws ImageException {
    assertEquals(24, DECODER.decode(LOSSY).width());
    assertEquals(16, DECODER.decode(LOSSLESS).height());
    assertPixel(0, LOSSLESS, 255, 0, 0, 0);
    assertPixel(24 * 15, LOSSLESS, 0, 0, 255, 0);
    assertPixel(24 + 1, LOSSY, 238, 0, 17, 20);
    assertPixel(24 * 14 + 20, LOSSY, 17, 0, 238, 20);
  }

  @Test
  void webpTransparencyLiesOverWhite() throws ImageException {
    assertPixel(9, LOSSLESS_ALPHA, 255, 128, 128, 2);
    assertPixel(40, LOSSY_ALPHA, 128, 128, 255, 6);
  }

  @Test
  void webpOrientationAndFirstFrame() throws ImageException {
    byte[] picture = Arrays.copyOfRange(LOSSLESS, 12, LOSSLESS.length);
    byte[] canvas = bytes(0x0a, 0, 0, 0, 29, 0, 0, 19, 0, 0);
    byte[] at = bytes(1, 0, 0, 2, 0, 0, 23, 0, 0, 15, 0, 0, 0, 0, 0, 0);
    byte[] file =
        webpOf(
            webpChunk("VP8X", canvas),
            webpChunk("ANIM", new byte[6]),
            webpChunk("ANMF", at, picture),
            webpChunk("EXIF", Pictures.exif(6)));
    DecodedImage image = DECODER.decode(file);
    assertEquals(Orientation.ROTATED_90, image.orientation());
    assertEquals(20, image.width());
    assertEquals(30, image.height());
    assertPixel(0, file, 255, 255, 255, 0);
    assertPixel(30 * 4 + 2, file, 255, 0, 0, 0);
  }

  @Test
  void webpCutFails() {
    for (byte[] file : new byte[][] {LOSSY, LOSSLESS, LOSSY_ALPHA}) {
      for (int length = 12; length < file.length - 2; length += 5) {
        assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(Arrays.copyOf(file, length)).kind());
      }
    }
  }

  /** The file with bytes less at the end of one of its chunks, and with lengths that fit. */
  private static byte[] shortened(byte[] file, String name, int bytes) {
    byte[][] chunks = {};
    for (int at = 12; at < file.length; ) {
      String found = new String(file, at, 4, StandardCharsets.US_ASCII);
      int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
      int end = at + 8 + length - (found.equals(name) ? bytes : 0);
      chunks = Arrays.copyOf(chunks, chunks.length + 1);
      chunks[chunks.length - 1] = webpChunk(found, Arrays.copyOfRange(file, at + 8, end));
      at += 8 + length + length % 2;
    }
    return webpOf(chunks);
  }

  @Test
  void webpOfChunksThatAreShortFails() throws ImageException {
    for (int bytes : new int[] {0, 9, 20}) {
      for (byte[] file :
          new byte[][] {
            shortened(LOSSY, "VP8 ", bytes),
            shortened(LOSSLESS, "VP8L", bytes),
            shortened(LOSSY_ALPHA, "ALPH", bytes / 2)
          }) {
        if (bytes == 0) {
          DECODER.decode(file);
        } else {
          assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(file).kind());
        }
      }
    }
  }

  /** As libwebp has it, which looks at the length of the whole first. */
  @Test
  void webpCutBehindItsPictureFails() throws ImageException {
    byte[] picture = Arrays.copyOfRange(LOSSLESS, 12, LOSSLESS.length);
    byte[] file = webpOf(picture, webpChunk("EXIF", Pictures.exif(6)));
    assertEquals(16, DECODER.decode(file).width());
    assertEquals(16, DECODER.decode(Pictures.join(file, new byte[] {1, 2, 3})).width());
    byte[] cut = Arrays.copyOf(file, file.length - 9);
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(cut).kind());
    byte[] small = file.clone();
    small[4] = 40;
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(small).kind());
  }

  @Test
  void webpTransparencyMayBeStoredAsItIs() throws ImageException {
    byte[] colors = Arrays.copyOfRange(LOSSY_ALPHA, LOSSY_ALPHA.length - 58, LOSSY_ALPHA.length);
    byte[] canvas = bytes(0x10, 0, 0, 0, 15, 0, 0, 15, 0, 0);
    for (int filter = 0; filter < 4; filter++) {
      byte[] levels = new byte[257];
      Arrays.fill(levels, (byte) (filter == 0 ? 128 : 0));
      levels[0] = (byte) (filter << 2);
      levels[1] = (byte) 128;
      byte[] file = webpOf(webpChunk("VP8X", canvas), webpChunk("ALPH", levels), colors);
      assertPixel(0, file, 128, 128, 255, 6);
      assertPixel(255, file, 128, 128, 255, 6);
      byte[] shorter = webpChunk("ALPH", Arrays.copyOf(levels, 250));
      assertEquals(
          Kind.TRUNCATED,
          ImageDecoderTest.failure(webpOf(webpChunk("VP8X", canvas), shorter, colors)).kind());
    }
  }

  /** The least that libwebp writes: fewer bytes than a lossy picture's head has. */
  @Test
  void webpOfOnePixel() throws ImageException {
    byte[] pixel = webp("UklGRhYAAABXRUJQVlA4TAkAAAAvAAAAAIiI/gcA");
    assertEquals(1, DECODER.decode(pixel).width());
  }

  @Test
  void webpOfAnotherSizeThanItsCanvasFails() throws ImageException {
    byte[] picture = Arrays.copyOfRange(LOSSLESS, 12, LOSSLESS.length);
    byte[] same = bytes(0, 0, 0, 0, 23, 0, 0, 15, 0, 0);
    assertEquals(24, DECODER.decode(webpOf(webpChunk("VP8X", same), picture)).width());
    byte[] larger = bytes(0, 0, 0, 0, 29, 0, 0, 15, 0, 0);
    assertEquals(
        Kind.CORRUPT, ImageDecoderTest.failure(webpOf(webpChunk("VP8X", larger), picture)).kind());
  }

  /** The library looks beyond its arrays then, though nothing is cut. */
  @Test
  void webpOfImpossibleCodesIsDamaged() {
    byte[] file = LOSSLESS.clone();
    file[32] = 17;
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(file).kind());
  }

  @Test
  void webpTooLargeIsRefused() {
    byte[] file = LOSSLESS.clone();
    file[22] = (byte) 0xff; // width and height of 14 bits each
    file[23] = (byte) 0xff;
    file[24] = (byte) 0x0f;
    assertEquals(Kind.TOO_LARGE, ImageDecoderTest.failure(file).kind());
  }
}
