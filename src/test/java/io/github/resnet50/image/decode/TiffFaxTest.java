package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFaxTest {
  private static final ImageDecoder DECODER = new ImageDecoder(20_000_000);

  private static final int RUNS = 2;
  private static final int FAX_3 = 3;
  private static final int FAX_4 = 4;
  private static final int WORDS = 32771;
  private static final int OPTIONS = 292;

  private static final String MARK = "000000000001";

  /** A line of eight pixels: three white, five black. */
  private static final String LINE = "1000" + "0011";

  /** Another: two white, six black. */
  private static final String OTHER = "0111" + "0010";

  private static final int[] BOTH = {0b000_11111, 0b00_111111};

  private static byte[] bits(String bits) {
    byte[] bytes = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }

  /** A fax of two lines of eight pixels. */
  private static Page page(int compression, String bits) {
    return TestTiffs.page(8, 2, 0, 1, 1).tag(259, compression).part(bits(bits));
  }

  private static void assertLines(int[] lines, Page page) throws ImageException {
    byte[] rgb = DECODER.decode(TestTiffs.little(page)).pixels().rgb();
    byte[] expected = new byte[8 * lines.length * 3];
    for (int i = 0; i < expected.length; i++) {
      boolean black = (lines[i / 24] >> (7 - i / 3 % 8) & 1) != 0;
      expected[i] = (byte) (black ? 0 : 255);
    }
    assertArrayEquals(expected, rgb);
  }

  private static void assertFailure(Kind kind, String part, Page page) {
    ImageFailure failure = ImageDecoderTest.failure(TestTiffs.little(page));
    assertEquals(kind, failure.kind(), failure::toString);
    assertTrue(failure.message().contains(part), failure::message);
  }

  @Test
  void linesBeginWhereTheirKindSays() throws ImageException {
    assertLines(BOTH, page(RUNS, LINE + OTHER));
    // A line of nine bits: one white, four black and three white.
    String nine = "000111" + "011" + "1000";
    int[] lines = {0b01111000, BOTH[1]};
    assertLines(lines, page(RUNS, nine + "000" + OTHER));
    assertLines(lines, page(WORDS, nine + "000" + OTHER));
    assertLines(BOTH, page(WORDS, LINE + "00000000" + OTHER));
    assertLines(lines, page(FAX_3, MARK + nine + MARK + OTHER));
    assertLines(lines, page(FAX_3, MARK + nine + MARK + OTHER + MARK + MARK));
  }

  /** As fax machines write them: with zeros before the marks, that end with a byte then. */
  @Test
  void marksMayBeFilledUp() throws ImageException {
    assertLines(BOTH, page(FAX_3, "0000" + MARK + LINE + "0000" + MARK + OTHER).tag(OPTIONS, 4));
    assertLines(BOTH, page(FAX_3, MARK + LINE + "0".repeat(40) + MARK + OTHER));
  }

  @Test
  void linesMayFollowTheOneAbove() throws ImageException {
    // One to the left of the change above, then at its end.
    String follows = "010" + "1";
    assertLines(BOTH, page(FAX_3, MARK + "1" + LINE + MARK + "0" + follows).tag(OPTIONS, 1));
    // Runs of three and five below white; then the same.
    assertLines(BOTH, page(FAX_4, "001" + LINE + follows));
    // Passes over what is above: all white.
    assertLines(
        new int[] {0b01100000, 0}, page(FAX_4, "001" + "000111" + "11" + "1" + "0001" + "1"));
  }

  @Test
  void faxesAreBlackOnWhiteUnlessTheySayOtherwise() throws ImageException {
    assertLines(BOTH, page(RUNS, LINE + OTHER).without(262));
    assertLines(new int[] {0b111_00000, 0b11_000000}, page(RUNS, LINE + OTHER).tag(262, 1));
  }

  @Test
  void linesThatDoNotComeOutAreDamage() {
    assertFailure(Kind.CORRUPT, "too long", page(RUNS, LINE + "0111" + "00011"));
    assertFailure(Kind.CORRUPT, "too long", page(FAX_4, "001" + LINE + "011" + "011"));
    assertFailure(Kind.CORRUPT, "mark", page(FAX_3, MARK + LINE + OTHER + "1"));
    assertFailure(
        Kind.CORRUPT, "goes back", page(FAX_4, "001" + "00110101" + "011" + "1" + "000010"));
    assertFailure(
        Kind.CORRUPT, "impossible code", page(FAX_4, "001" + LINE + "0000001111" + "1".repeat(20)));
  }

  @Test
  void missingLinesAreMissed() {
    assertFailure(Kind.TRUNCATED, "lacks a part", page(RUNS, LINE));
    assertFailure(Kind.TRUNCATED, "lacks a part", page(FAX_3, MARK + LINE + MARK));
    assertFailure(Kind.TRUNCATED, "lacks a part", page(FAX_3, MARK + LINE + MARK.repeat(6)));
    assertFailure(Kind.TRUNCATED, "lacks a part", page(FAX_4, "001" + LINE + MARK + MARK));
    assertFailure(Kind.TRUNCATED, "lacks a part", page(FAX_4, "001" + LINE));
    Page colors = TestTiffs.page(8, 2, 2, 3, 8).tag(259, FAX_4).part(bits(LINE));
    assertFailure(Kind.UNSUPPORTED, "one bit", colors);
  }

  /** Runs of all lengths of either colour, by the JDK's writer. */
  @ParameterizedTest
  @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6"})
  void runsOfAllLengths(String compression) throws Exception {
    int width = 5300;
    BufferedImage image = new BufferedImage(width, 2660, BufferedImage.TYPE_BYTE_BINARY);
    Random random = new Random(3);
    for (int y = 0; y < image.getHeight(); y++) {
      boolean black = random.nextBoolean();
      for (int x = 0; x < width; x++) {
        boolean run = x >= y && x < 2 * y;
        image.getRaster().setSample(x, y, 0, run == black ? 1 : 0);
      }
    }
    RgbImage decoded = DECODER.decode(TiffCodecTest.written(image, compression, false)).pixels();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        int level = decoded.rgb()[(y * width + x) * 3] & 1;
        assertEquals(image.getRaster().getSample(x, y, 0), level, compression + " line " + y);
      }
    }
  }
}
