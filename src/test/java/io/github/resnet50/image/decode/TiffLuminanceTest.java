package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** TIFFs of luminance and chrominance that are no JPEGs. */
class TiffLuminanceTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
  private static final int YCBCR = 6;
  private static final int SUBSAMPLING = 530;

  private static void assertPixels(byte[] expected, Page page) throws ImageException {
    for (byte[] tiff : new byte[][] {TestTiffs.little(page), TestTiffs.big(page)}) {
      byte[] rgb = DECODER.decode(tiff).pixels().rgb();
      assertArrayEquals(expected, rgb, () -> Arrays.toString(rgb));
    }
  }

  /** Cells of two by two pixels in a picture of three by three, whose last ones are cut. */
  @Test
  void chrominanceBelongsToAllPixelsOfItsCell() throws Exception {
    byte[] cells =
        Pictures.join(
            bytes(10, 20, 30, 40, 128, 128, 50, 99, 70, 99, 128, 228),
            bytes(5, 6, 99, 99, 128, 128, 9, 99, 99, 99, 128, 128));
    // Where it is 228, red is 140 more and green 71 less.
    byte[] expected =
        Pictures.join(
            bytes(10, 10, 10, 20, 20, 20, 190, 0, 50),
            bytes(30, 30, 30, 40, 40, 40, 210, 0, 70),
            bytes(5, 5, 5, 6, 6, 6, 9, 9, 9));
    assertPixels(expected, TestTiffs.page(3, 3, YCBCR, 3, 8).tag(SUBSAMPLING, 2, 2).part(cells));
    assertPixels(expected, TestTiffs.page(3, 3, YCBCR, 3, 8).part(cells));
    Page packed = TestTiffs.page(3, 3, YCBCR, 3, 8).tag(259, 8);
    assertPixels(expected, packed.part(TiffCodecTest.deflated(cells)));
    Page strips = TestTiffs.page(3, 3, YCBCR, 3, 8).tag(278, 2);
    assertPixels(
        expected,
        strips.part(Arrays.copyOf(cells, 12)).part(Arrays.copyOfRange(cells, 12, cells.length)));
    Page tile = TestTiffs.page(3, 3, YCBCR, 3, 8).tag(322, 4).tag(323, 4);
    assertPixels(expected, tile.part(cells));
  }

  @Test
  void cellsMayBeWideOrTall() throws ImageException {
    byte[] expected = bytes(10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40);
    byte[] cell = bytes(10, 20, 30, 40, 128, 128);
    assertPixels(expected, TestTiffs.page(4, 1, YCBCR, 3, 8).tag(SUBSAMPLING, 4, 1).part(cell));
    assertPixels(expected, TestTiffs.page(1, 4, YCBCR, 3, 8).tag(SUBSAMPLING, 1, 4).part(cell));
  }

  @Test
  void cellsThatCannotBeReadAreNamed() {
    Page page = TestTiffs.page(3, 3, YCBCR, 3, 8).part(new byte[23]);
    assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(TestTiffs.little(page)).kind());
    page.tag(SUBSAMPLING, 3, 2);
    assertEquals(Kind.CORRUPT, ImageDecoderTest.failure(TestTiffs.little(page)).kind());
    page.tag(SUBSAMPLING, 2, 2).tag(284, 2);
    assertEquals(Kind.UNSUPPORTED, ImageDecoderTest.failure(TestTiffs.little(page)).kind());
    Page deep = TestTiffs.page(1, 1, YCBCR, 3, 16).tag(SUBSAMPLING, 1, 1).part(new byte[6]);
    assertEquals(Kind.UNSUPPORTED, ImageDecoderTest.failure(TestTiffs.little(deep)).kind());
  }

  @Test
  void blackAndWhiteAreWhereThePageHasThem() throws ImageException {
    Page page = TestTiffs.page(3, 1, YCBCR, 3, 8).tag(SUBSAMPLING, 1, 1);
    page.part(bytes(16, 128, 128, 235, 128, 128, 126, 128, 240));
    page.thousandths(532, 16_000, 235_000, 128_000, 240_000, 128_000, 240_000);
    // 1.402 * 127 above 128, and 0.714 * 127 below.
    assertPixels(bytes(0, 0, 0, 255, 255, 255, 255, 37, 128), page);
  }

  @Test
  void coloursWeighInTheLuminanceWhatThePageSays() throws ImageException {
    Page page = TestTiffs.page(1, 1, YCBCR, 3, 8).tag(SUBSAMPLING, 1, 1);
    page.part(bytes(100, 128, 148)).thousandths(529, 200, 700, 100);
    // Red is 1.6 * 20 more; green 0.2 / 0.7 of that less.
    assertPixels(bytes(132, 91, 100), page);
    // What cannot be is not heeded: 1.402 * 20, 0.714 * 20.
    page.thousandths(529, 0, 0, 0).thousandths(532, 0, 0, 0, 0, 0, 0);
    assertPixels(bytes(128, 86, 100), page);
  }
}
