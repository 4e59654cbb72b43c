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

  @Test
  void whatCannotBeIsRefused() {
    Page page = TestTiffs.page(1, 1, RGB, 3, 8).part(new byte[3]);
    assertFailure(Kind.CORRUPT, "planes", TestTiffs.little(page.tag(284, 3)));
    page = TestTiffs.page(1, 1, RGB, 3, 8).part(new byte[3]);
    assertFailure(Kind.CORRUPT, "depth", TestTiffs.little(page.without(258)));
    page = TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[1]).tag(277, 0);
    assertFailure(Kind.CORRUPT, "without channels", TestTiffs.little(page));
    byte[] floating = TestTiffs.little(TestTiffs.page(1, 1, GRAY, 1, 8).part(new byte[1]));
    floating[12] = 11; // The type of the first tag, the width.
    assertFailure(Kind.CORRUPT, "size", floating);
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
