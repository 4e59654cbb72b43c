package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TIFFs whose places have 64 bits: the same pictures, and as little trust. */
class BigTiffTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
  private static final int RGB = 2;

  private static List<byte[]> wide(Page... pages) {
    return List.of(
        TestTiffs.wide(ByteOrder.LITTLE_ENDIAN, pages),
        TestTiffs.wide(ByteOrder.BIG_ENDIAN, pages));
  }

  private static void assertSame(Page... pages) throws ImageException {
    byte[] expected = DECODER.decode(TestTiffs.little(pages)).pixels().rgb();
    for (byte[] file : wide(pages)) {
      assertArrayEquals(expected, DECODER.decode(file).pixels().rgb());
    }
  }

  @Test
  void stripsTilesPlanesAndPagesAreReadAlike() throws Exception {
    byte[] noise = Pictures.noise(10, 12, 3).rgb();
    Page strips = TestTiffs.page(10, 12, RGB, 3, 8).tag(278, 5);
    strips.part(Arrays.copyOfRange(noise, 0, 150)).part(Arrays.copyOfRange(noise, 150, 300));
    assertSame(strips.part(Arrays.copyOfRange(noise, 300, 360)));
    byte[] packed = TiffCodecTest.deflated(Pictures.noise(16, 16, 4).rgb());
    Page tiles = TestTiffs.page(30, 16, RGB, 3, 8).tag(259, 8).tag(322, 16).tag(323, 16);
    assertSame(tiles.part(packed).part(packed));
    Page planes = TestTiffs.page(2, 2, RGB, 3, 8).tag(284, 2);
    assertSame(planes.part(bytes(1, 2, 3, 4)).part(bytes(5, 6, 7, 8)).part(bytes(9, 9, 9, 9)));
    Page copy = TestTiffs.page(1, 1, 1, 1, 8).tag(254, 1).part(bytes(7));
    assertSame(copy, TestTiffs.page(2, 1, 1, 1, 8).part(bytes(1, 2)));
  }

  @Test
  void whatTheDirectoryLacksIsNotGuessed() throws Exception {
    Page page = TestTiffs.page(2, 2, RGB, 4, 8).tag(338, 0).part(Pictures.noise(4, 4, 3).rgb());
    for (byte[] file : wide(page)) {
      DECODER.decode(file);
      for (int length = 5; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(cut).kind(), "cut at " + length);
      }
    }
  }

  /** Wherever a number of 64 bits is impossible, it is a failure, and takes no memory. */
  @Test
  void impossiblePlacesAndCountsFail() {
    Page page = TestTiffs.page(2, 2, RGB, 3, 8).part(Pictures.noise(2, 2, 3).rgb());
    for (byte[] file : wide(page)) {
      ByteOrder order = file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      for (int at = 8; at + 8 <= file.length; at++) {
        for (long number : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
          byte[] damaged = file.clone();
          ByteBuffer.wrap(damaged).order(order).putLong(at, number);
          try {
            DECODER.decode(damaged);
          } catch (ImageException e) {
            Kind kind = e.failure().kind();
            assertNotEquals(Kind.OUT_OF_MEMORY, kind, e::getMessage);
          }
        }
      }
    }
  }
}
