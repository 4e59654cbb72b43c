package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.TestJpegs;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffCodecTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  private static final int GRAY = 1;
  private static final int RGB = 2;
  private static final int INKS = 5;
  private static final int EXTRA = 338;

  private static void assertPixels(byte[] expected, byte[] tiff) throws ImageException {
    byte[] rgb = DECODER.decode(tiff).pixels().rgb();
    assertArrayEquals(expected, rgb, () -> Arrays.toString(rgb));
  }

  private static void assertFailure(Kind kind, String part, byte[] tiff) {
    ImageFailure failure = ImageDecoderTest.failure(tiff);
    assertEquals(kind, failure.kind(), failure::toString);
    assertTrue(failure.message().contains(part), failure::message);
  }

  /** One pixel of 100, 50, 20 and a fourth band of 128, or of gray 100 and a second. */
  @ParameterizedTest
  @CsvSource({"none,100,50,20,100", "0,100,50,20,100", "1,227,177,147,227", "2,177,152,137,177"})
  void onlyWhatIsDeclaredAsOpacityIsOpacity(String declared, int red, int green, int blue, int gray)
      throws ImageException {
    for (int bits : new int[] {8, 16}) {
      for (boolean planar : new boolean[] {false, true}) {
        Page color = page(planar, RGB, bits, 100, 50, 20, 128);
        Page single = page(planar, GRAY, bits, 100, 128);
        if (!declared.equals("none")) {
          color.tag(EXTRA, Integer.parseInt(declared));
          single.tag(EXTRA, Integer.parseInt(declared));
        }
        assertPixels(bytes(red, green, blue), TestTiffs.little(color));
        assertPixels(bytes(gray, gray, gray), TestTiffs.little(single));
      }
    }
  }

  /** A page of one pixel; of 16 bits each level is the upper byte, the lower one is 7. */
  private static Page page(boolean planar, int color, int bits, int... levels) {
    Page page = TestTiffs.page(1, 1, color, levels.length, bits);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int level : levels) {
      byte[] sample = bits == 8 ? bytes(level) : bytes(7, level);
      all.writeBytes(sample);
      if (planar) {
        page.part(sample);
      }
    }
    return planar ? page.tag(284, 2) : page.part(all.toByteArray());
  }

  @Test
  void furtherBandsAreLeftOut() throws ImageException {
    for (boolean planar : new boolean[] {false, true}) {
      for (int bits : new int[] {8, 16}) {
        Page six = page(planar, RGB, bits, 100, 50, 20, 1, 2, 3).tag(EXTRA, 0, 0, 0);
        assertPixels(bytes(100, 50, 20), TestTiffs.little(six));
        Page late = page(planar, RGB, bits, 100, 50, 20, 1, 128).tag(EXTRA, 0, 2);
        assertPixels(bytes(177, 152, 137), TestTiffs.little(late));
        Page inks = page(planar, INKS, bits, 155, 205, 235, 0, 128).tag(EXTRA, 2);
        assertPixels(bytes(177, 152, 137), TestTiffs.little(inks));
      }
    }
    Page many = page(false, GRAY, 8, new int[17]);
    assertFailure(Kind.UNSUPPORTED, "16 channels", TestTiffs.little(many));
  }

  @Test
  void premultipliedColoursBeyondTheirOpacityEndInWhite() throws ImageException {
    assertPixels(
        bytes(255, 255, 255), TestTiffs.little(page(false, RGB, 8, 200, 100, 50, 0).tag(EXTRA, 1)));
  }

  /** The numbers 1, half of the most, and the most. */
  @ParameterizedTest
  @ValueSource(ints = {10, 12, 14})
  void depthsBetweenEightAndSixteen(int bits) throws ImageException {
    int most = (1 << bits) - 1;
    byte[] expected = bytes(0, 0, 0, 127, 127, 127, 255, 255, 255);
    assertPixels(
        expected,
        TestTiffs.big(TestTiffs.page(3, 1, GRAY, 1, bits).part(packed(bits, 1, most / 2, most))));
    Page declared = TestTiffs.page(3, 1, GRAY, 1, 16).part(packed(16, 1, most / 2, most));
    assertPixels(expected, TestTiffs.big(declared.tag(281, most)));
    Page rgb = TestTiffs.page(1, 1, RGB, 3, 16).part(packed(16, 1, most / 2, most));
    assertPixels(bytes(0, 127, 255), TestTiffs.big(rgb.tag(281, most, most, most)));
    // The largest number that there is says nothing of how many there could be.
    Page statistic = TestTiffs.page(3, 1, GRAY, 1, 16).part(packed(16, 1, most / 2, most));
    assertEquals(
        most >> 8,
        DECODER.decode(TestTiffs.big(statistic.tag(281, most - 5))).pixels().rgb()[8] & 0xff);
  }

  private static byte[] packed(int bits, int... numbers) {
    byte[] out = new byte[(bits * numbers.length + 7) / 8];
    for (int i = 0; i < bits * numbers.length; i++) {
      int bit = numbers[i / bits] >> (bits - 1 - i % bits) & 1;
      out[i / 8] |= (byte) (bit << (7 - i % 8));
    }
    return out;
  }

  @Test
  void smallDepthsPalettesAndInversion() throws ImageException {
    assertPixels(
        bytes(0, 0, 0, 85, 85, 85, 255, 255, 255),
        TestTiffs.little(TestTiffs.page(3, 1, GRAY, 1, 2).part(bytes(0b00011100))));
    assertPixels(
        bytes(255, 255, 255, 0, 0, 0),
        TestTiffs.little(TestTiffs.page(2, 1, 0, 1, 4).part(bytes(0x0f))));
    for (int scale : new int[] {1, 257}) {
      long[] map = new long[6];
      for (int i = 0; i < 6; i++) {
        map[i] = (10 + 40L * i) * scale;
      }
      assertPixels(
          bytes(50, 130, 210, 10, 90, 170),
          TestTiffs.little(TestTiffs.page(2, 1, 3, 1, 1).tag(320, map).part(bytes(0x80))));
    }
  }

  @Test
  void aReducedFirstPageIsNotThePicture() throws ImageException {
    Page small = TestTiffs.page(1, 1, GRAY, 1, 8).part(bytes(9));
    Page large = TestTiffs.page(2, 1, GRAY, 1, 8).part(bytes(70, 80));
    Page last = TestTiffs.page(3, 1, GRAY, 1, 8).part(bytes(1, 2, 3));
    byte[] expected = bytes(70, 70, 70, 80, 80, 80);
    for (byte[] tiff :
        List.of(
            TestTiffs.little(small.tag(254, 1), large, last),
            TestTiffs.big(small.tag(254, 1), small, large, last),
            TestTiffs.little(small.tag(254, 4), large, last),
            TestTiffs.little(small.tag(254, 0).tag(255, 2), large),
            TestTiffs.little(small.tag(254, 1).below(large)))) {
      assertPixels(expected, tiff);
    }
    // There is nothing else to show.
    assertPixels(bytes(9, 9, 9), TestTiffs.little(small.below()));
  }

  @Test
  void theChosenPageMayBeAFax() throws Exception {
    byte[] fax = written(new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_BINARY), "CCITT T.6");
    Page small = TestTiffs.page(1, 1, GRAY, 1, 8).tag(254, 1).part(bytes(9));
    assertEquals(16, DECODER.decode(TestTiffs.big(small, shortened(fax, 0))).width());
    assertEquals(16, DECODER.decode(TestTiffs.little(small, shortened(fax, 0))).width());
  }

  @ParameterizedTest
  @CsvSource({
    "34925,LZMA",
    "50000,Zstandard",
    "50001,WebP",
    "34712,JPEG 2000",
    "33005,JPEG 2000",
    "34887,LERC",
    "50002,JPEG XL",
    "34661,JBIG",
    "32809,ThunderScan",
    "34677,SGI log",
    "12345,number 12345"
  })
  void compressionsThatCannotBeReadAreNamed(int number, String name) {
    Page page = TestTiffs.page(1, 1, GRAY, 1, 8).part(bytes(0));
    assertFailure(Kind.UNSUPPORTED, name, TestTiffs.little(page.tag(259, number)));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    Page page = TestTiffs.page(1, 1, GRAY, 1, 8).part(bytes(0));
    assertFailure(Kind.UNSUPPORTED, "fractions", TestTiffs.little(page.tag(339, 3)));
    assertFailure(Kind.UNSUPPORTED, "signed", TestTiffs.little(page.tag(339, 2)));
    Page deep = TestTiffs.page(1, 1, GRAY, 1, 32).part(new byte[4]);
    assertFailure(Kind.UNSUPPORTED, "32 bits", TestTiffs.little(deep));
    Page mixed = TestTiffs.page(1, 1, RGB, 3, 8).tag(258, 5, 6, 5).part(new byte[3]);
    assertFailure(Kind.UNSUPPORTED, "different depths", TestTiffs.little(mixed));
    Page log = TestTiffs.page(1, 1, 32845, 3, 8).part(new byte[3]);
    assertFailure(Kind.UNSUPPORTED, "LogLuv", TestTiffs.little(log));
    Page few = TestTiffs.page(1, 1, RGB, 1, 8).part(new byte[3]);
    assertFailure(Kind.CORRUPT, "too few channels", TestTiffs.little(few));
  }

  static byte[] written(BufferedImage image, String compression) throws IOException {
    return written(image, compression, true);
  }

  static byte[] written(BufferedImage image, String compression, boolean tiled) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.")) {
      writer = writers.next();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      if (tiled) {
        param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        param.setTiling(48, 32, 0, 0);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "PackBits", "ZLib", "Deflate"})
  void tilesAreUnpacked(String compression) throws Exception {
    for (RgbImage image : List.of(Pictures.noise(100, 70, 3), Pictures.smooth(131, 90))) {
      byte[] tiff = written(Pictures.buffered(image, BufferedImage.TYPE_3BYTE_BGR), compression);
      assertPixels(image.rgb(), tiff);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "PackBits", "ZLib", "JPEG", "CCITT T.6", "CCITT T.4", "CCITT RLE"})
  void aPartThatIsShortIsNotTheWholePicture(String compression) throws Exception {
    boolean fax = compression.startsWith("CCITT");
    RgbImage noise = Pictures.noise(48, 32, 3);
    int type = fax ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_3BYTE_BGR;
    byte[] tiff = written(Pictures.buffered(noise, type), compression);
    DECODER.decode(tiff);
    byte[] shorter = TestTiffs.big(shortened(tiff, 40));
    Kind kind = ImageDecoderTest.failure(shorter).kind();
    assertTrue(kind == Kind.TRUNCATED || (fax && kind == Kind.CORRUPT), kind::toString);
  }

  /** The only part of a page with so many bytes less, and with what the directory says of it. */
  private static Page shortened(byte[] tiff, int bytes) throws IOException {
    TiffDirectory page = TiffDirectory.first(tiff);
    int from = (int) page.number(page.has(324) ? 324 : 273, 0);
    int length = (int) page.number(page.has(325) ? 325 : 279, 0);
    Page copy = new Page();
    for (int tag : new int[] {256, 257, 258, 259, 262, 266, 277, 278, 292, 317, 322, 323, 530}) {
      if (page.has(tag)) {
        copy.tag(tag, page.numbers(tag));
      }
    }
    if (page.has(347)) {
      copy.blob(347, page.content(347));
    }
    return copy.part(Arrays.copyOfRange(tiff, from, from + length - bytes));
  }

  @Test
  void aJpegInsideIsJudgedAsOneOutside() throws Exception {
    byte[] jpeg = TestJpegs.blocks(4, 3, 0, false);
    Page page = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 7);
    assertEquals(32, DECODER.decode(TestTiffs.little(page.part(jpeg))).width());
    byte[] cut = TestJpegs.closed(jpeg, jpeg.length - 20);
    page = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 7);
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(page.part(cut)));
    page = TestTiffs.page(64, 32, RGB, 3, 8).tag(259, 7);
    assertFailure(Kind.CORRUPT, "another size", TestTiffs.little(page.part(jpeg)));
    page = TestTiffs.page(32, 40, RGB, 3, 8).tag(259, 7);
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(page.part(jpeg)));
  }

  @Test
  void missingPartsFail() {
    Page one = TestTiffs.page(2, 4, GRAY, 1, 8).tag(278, 2).part(new byte[4]);
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(one));
    Page shorter = TestTiffs.page(2, 4, GRAY, 1, 8).part(new byte[7]);
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(shorter));
    Page planes = TestTiffs.page(2, 2, RGB, 3, 8).tag(284, 2).part(new byte[4]).part(new byte[4]);
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(planes));
  }

  @Test
  void bitsAndCodesInTheOtherOrder() throws ImageException {
    Page reversed = TestTiffs.page(2, 1, GRAY, 1, 8).tag(266, 2).part(bytes(0x80, 0x01));
    assertPixels(bytes(1, 1, 1, 128, 128, 128), TestTiffs.little(reversed));
    // The first LZW: clear, 65, 66, end, of 9 bits each, lowest bit first.
    byte[] codes = new byte[5];
    int[] all = {256, 65, 66, 257};
    for (int i = 0; i < 36; i++) {
      codes[i / 8] |= (byte) ((all[i / 9] >> (i % 9) & 1) << (i % 8));
    }
    Page old = TestTiffs.page(2, 1, GRAY, 1, 8).tag(259, 5).part(codes);
    assertPixels(bytes(65, 65, 65, 66, 66, 66), TestTiffs.little(old));
  }

  @Test
  void differencesAreAddedUp() throws Exception {
    Page eight = TestTiffs.page(3, 1, GRAY, 1, 8).tag(259, 8).tag(317, 2);
    assertPixels(
        bytes(10, 10, 10, 15, 15, 15, 12, 12, 12),
        TestTiffs.little(eight.part(deflated(bytes(10, 5, -3)))));
    Page sixteen = TestTiffs.page(2, 1, GRAY, 1, 16).tag(259, 8).tag(317, 2);
    assertPixels(
        bytes(1, 1, 1, 5, 5, 5), TestTiffs.little(sixteen.part(deflated(bytes(0xff, 1, 2, 3)))));
  }

  static byte[] deflated(byte... bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }

  /** As in libtiff, where the tag belongs to LZW and Deflate. */
  @Test
  void onlyWhatIsPackedByPatternsConsistsOfDifferences() throws ImageException {
    byte[] expected = bytes(10, 10, 10, 15, 15, 15, 200, 200, 200);
    for (int predictor : new int[] {2, 3}) {
      Page plain = TestTiffs.page(3, 1, GRAY, 1, 8).tag(317, predictor).part(bytes(10, 15, 200));
      assertPixels(expected, TestTiffs.little(plain));
      Page packed = TestTiffs.page(3, 1, GRAY, 1, 8).tag(259, 32773).tag(317, predictor);
      assertPixels(expected, TestTiffs.little(packed.part(bytes(2, 10, 15, 200))));
    }
    byte[] jpeg = TestJpegs.blocks(4, 3, 0, false);
    Page page = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 7).part(jpeg);
    byte[] pixels = DECODER.decode(TestTiffs.little(page)).pixels().rgb();
    assertPixels(pixels, TestTiffs.little(page.tag(317, 2)));
  }

  @Test
  void labIsSeenUnderItsLight() throws ImageException {
    // Half gray, and a red: L 54, a 81, b 70.
    Page lab = TestTiffs.page(2, 1, 8, 3, 8).part(bytes(136, 0, 0, 138, 81, 70));
    byte[] rgb = DECODER.decode(TestTiffs.little(lab)).pixels().rgb();
    int[] expected = {127, 127, 127, 255, 0, 0};
    for (int i = 0; i < 6; i++) {
      assertEquals(expected[i], rgb[i] & 0xff, 4, Arrays.toString(rgb));
    }
  }

  @Test
  void sixteenBitsAndAlpha() throws ImageException {
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x12ff);
    deep.getRaster().setSample(1, 0, 0, 0xfe00);
    assertPixels(bytes(0x12, 0x12, 0x12, 0xfe, 0xfe, 0xfe), Pictures.write(deep, "tiff"));
    BufferedImage alpha = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
    alpha.setRGB(0, 0, 0x80ff0000);
    assertPixels(bytes(255, 127, 127), Pictures.write(alpha, "tiff"));
  }

  @Test
  void aDirectoryThatPointsNowhereFails() {
    byte[] tiff = Pictures.exif(1);
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(tiff).kind());
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(Arrays.copyOf(tiff, 9)).kind());
  }
}
