package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestJpegs;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** TIFFs whose directories are cut, or say what cannot be, and those of old JPEGs. */
class TiffFileTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
  private static final int GRAY = 1;
  private static final int RGB = 2;
  private static final int INKS = 5;
  private static final int LAB = 8;

  private static void assertFailure(Kind kind, String part, byte[] tiff) {
    ImageFailure failure = ImageDecoderTest.failure(tiff);
    assertEquals(kind, failure.kind(), failure::toString);
    assertTrue(failure.message().contains(part), failure::message);
  }

  /** All of the picture is before what is cut: how many bits a sample has, for one. */
  @Test
  void whatTheDirectoryLacksIsNotGuessed() throws Exception {
    Page page = TestTiffs.page(2, 2, RGB, 4, 8).tag(338, 0).part(Pictures.noise(4, 4, 3).rgb());
    byte[] tiff = TestTiffs.little(page);
    DECODER.decode(tiff);
    for (int length = 9; length < tiff.length; length++) {
      byte[] cut = Arrays.copyOf(tiff, length);
      assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(cut).kind(), "cut at " + length);
    }
  }

  @Test
  void howOftenBytesAreUnpackedIsBoundedInLargeFilesToo() {
    assertEquals(16.0 * Integer.MAX_VALUE, TiffParts.mostUnpacked(Integer.MAX_VALUE, 0));
    assertEquals(16.0 * (1 << 27) + 64 * 1e10, TiffParts.mostUnpacked(1 << 27, 1e10));
  }

  /** The directory comes last, as most programs write it, and is cut behind its strips. */
  @Test
  void aDirectoryThatIsCutBehindItsStripsFails() throws Exception {
    byte[] packed = TiffCodecTest.deflated(bytes(10, 5, 9));
    ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    file.put(bytes('I', 'I', 42, 0)).putInt(8 + packed.length).put(packed);
    int[][] tags = {
      {256, 3}, {257, 1}, {258, 8}, {259, 8}, {262, 1}, {273, 8}, {279, packed.length}, {317, 2}
    };
    file.putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    int end = file.position();
    byte[] whole = Arrays.copyOf(file.array(), end + 4);
    assertArrayEquals(
        bytes(10, 10, 10, 15, 15, 15, 24, 24, 24), DECODER.decode(whole).pixels().rgb());
    assertFailure(Kind.TRUNCATED, "within its directory", Arrays.copyOf(whole, end - 3));
  }

  /** Directories that overlap would take gigabytes out of one of kilobytes. */
  @Test
  void directoriesOfThousandsOfEntriesAreNone() {
    ByteBuffer file = ByteBuffer.allocate(800_000).order(ByteOrder.LITTLE_ENDIAN);
    file.put(bytes('I', 'I', 42, 0)).putInt(8).putShort((short) 5000);
    assertFailure(Kind.TRUNCATED, "5000 entries", file.array());
  }

  /** Each of the tiles is all of the file, most of which says nothing. */
  @Test
  void partsThatLieOverOneAnotherAreRefused() throws Exception {
    byte[] few = sharing(6);
    byte[] expected = new byte[64 * 64 * 3];
    Arrays.fill(expected, (byte) 77);
    assertArrayEquals(expected, DECODER.decode(few).pixels().rgb());
    assertFailure(Kind.CORRUPT, "one over the other", sharing(60_000));
  }

  /** A packed part is up to the file's end only where no other may follow. */
  @Test
  void lengthsMayBeMissingOfOnePart() throws Exception {
    byte[] one = TestTiffs.little(TestTiffs.page(2, 2, GRAY, 1, 8).part(bytes(1, 2, 3, 4)));
    assertArrayEquals(
        DECODER.decode(one).pixels().rgb(), DECODER.decode(withoutLengths(one)).pixels().rgb());
    Page page = TestTiffs.page(2, 2, GRAY, 1, 8).tag(259, 32773).tag(278, 1);
    byte[] two = TestTiffs.little(page.part(bytes(1, 2, 3)).part(bytes(1, 4, 5)));
    DECODER.decode(two);
    assertFailure(Kind.CORRUPT, "how long", withoutLengths(two));
  }

  /** The file with another, unknown tag in the place of the lengths of strips. */
  private static byte[] withoutLengths(byte[] tiff) {
    ByteBuffer copy = ByteBuffer.wrap(tiff.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 10; ; at += 12) {
      if (copy.getShort(at) == 279) {
        return copy.putShort(at, (short) 280).array();
      }
    }
  }

  /** Tiles of one pixel, that are the same bytes. */
  private static byte[] sharing(int length) {
    byte[] packed = new byte[length];
    Arrays.fill(packed, (byte) 128);
    packed[length - 2] = 0;
    packed[length - 1] = 77;
    long[] offsets = new long[64 * 64];
    long[] lengths = new long[64 * 64];
    Arrays.fill(lengths, length);
    Page page = TestTiffs.page(64, 64, GRAY, 1, 8).tag(259, 32773).tag(322, 1).tag(323, 1);
    page.tag(324, offsets).tag(325, lengths).blob(65000, packed);
    Arrays.fill(offsets, TestTiffs.little(page).length - length);
    return TestTiffs.little(page);
  }

  @Test
  void whatCannotBeIsRefused() {
    Page page = TestTiffs.page(1, 1, RGB, 3, 8).part(new byte[3]);
    assertFailure(Kind.CORRUPT, "planes", TestTiffs.little(page.tag(284, 3)));
    page = TestTiffs.page(1, 1, RGB, 3, 8).part(new byte[3]);
    assertFailure(Kind.CORRUPT, "depth", TestTiffs.little(page.without(258)));
    page = TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[1]).tag(277, 0);
    assertFailure(Kind.CORRUPT, "without channels", TestTiffs.little(page));
    page = TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[1]).tag(266, 3);
    assertFailure(Kind.CORRUPT, "order", TestTiffs.little(page));
    byte[] floating = TestTiffs.little(TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[1]));
    floating[12] = 11; // The type of the first tag, the width.
    assertFailure(Kind.CORRUPT, "size", floating);
  }

  /** A tag that is there and says nothing is not one that is missing. */
  @Test
  void tagsWithoutNumbersAreRefused() {
    for (int tag : new int[] {258, 259, 262, 277, 278, 284}) {
      Page page = TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[40]);
      Kind kind = ImageDecoderTest.failure(TestTiffs.little(page.tag(tag))).kind();
      assertTrue(kind == Kind.CORRUPT || kind == Kind.UNSUPPORTED, tag + " " + kind);
    }
    Page page = TestTiffs.page(1, 1, GRAY, 1, 8).tag(259, 5).tag(317).part(new byte[40]);
    assertFailure(Kind.UNSUPPORTED, "predictor", TestTiffs.little(page));
  }

  /** The last byte of what is deflated belongs to its checksum. */
  @Test
  void pixelsOfAnotherChecksumAreDamaged() throws Exception {
    byte[] packed = TiffCodecTest.deflated(bytes(1, 2, 3, 4));
    Page page = TestTiffs.page(2, 2, GRAY, 1, 8).tag(259, 8).part(packed);
    DECODER.decode(TestTiffs.little(page));
    packed[packed.length - 1]++;
    page = TestTiffs.page(2, 2, GRAY, 1, 8).tag(259, 8).part(packed);
    assertFailure(Kind.CORRUPT, "data check", TestTiffs.little(page));
    page = TestTiffs.page(2, 1, GRAY, 1, 8).tag(259, 8).part(packed);
    assertFailure(Kind.CORRUPT, "data check", TestTiffs.little(page));
    // Rows that are not a part of the picture may follow.
    packed[packed.length - 1]--;
    page = TestTiffs.page(2, 1, GRAY, 1, 8).tag(259, 8).part(packed);
    assertArrayEquals(
        bytes(1, 1, 1, 2, 2, 2), DECODER.decode(TestTiffs.little(page)).pixels().rgb());
  }

  @Test
  void coloursAndDepthsThatCannotBeReadAreNamed() {
    for (int inks = 4; inks < 6; inks++) {
      Page page = TestTiffs.page(1, 1, INKS, inks, 8).tag(332, 2).part(new byte[inks]);
      assertFailure(Kind.UNSUPPORTED, "inks", TestTiffs.little(page));
    }
    Page lab = TestTiffs.page(2, 1, LAB, 3, 4).part(new byte[3]);
    assertFailure(Kind.UNSUPPORTED, "L*a*b* of 4 bits", TestTiffs.little(lab));
    Page jpeg = TestTiffs.page(32, 32, RGB, 3, 12).tag(259, 7);
    assertFailure(
        Kind.UNSUPPORTED, "12 bits", TestTiffs.little(jpeg.part(TestJpegs.blocks(4, 3, 0, false))));
  }

  /** The first kind of JPEG in a TIFF, in one piece: as a strip, or where a tag points. */
  @Test
  void anOldJpegInOnePieceIsAJpeg() throws Exception {
    byte[] jpeg = TestJpegs.blocks(4, 3, 0, false);
    Page modern = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 7).part(jpeg);
    byte[] expected = DECODER.decode(TestTiffs.little(modern)).pixels().rgb();
    Page strip = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 6).part(jpeg);
    byte[] tiff = TestTiffs.little(strip);
    assertArrayEquals(expected, DECODER.decode(tiff).pixels().rgb());
    int at = (int) TiffDirectory.first(tiff).number(273, 0);
    byte[] moved = TestTiffs.little(strip.tag(513, at + 24).tag(514, jpeg.length));
    assertArrayEquals(expected, DECODER.decode(moved).pixels().rgb());
    Page cut = TestTiffs.page(32, 32, RGB, 3, 8).tag(259, 6);
    cut.part(TestJpegs.closed(jpeg, jpeg.length - 20));
    assertFailure(Kind.TRUNCATED, "lacks a part", TestTiffs.little(cut));
  }
}
