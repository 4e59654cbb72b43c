package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import io.github.resnet50.image.decode.BandChoice.Stretch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bands of 9×7 pixels, whose numbers reach from below zero where they can. */
class BandRowsTest {
  private static final int WIDTH = 9;
  private static final int HEIGHT = 7;
  private static final int BANDS = 4;

  private final float[][] numbers = new float[BANDS][WIDTH * HEIGHT];

  /**
   * A file with such numbers.
   *
   * @param format 1 unsigned, 2 signed, 3 fractions
   */
  private Page page(int bits, int format, boolean planar, ByteOrder order) {
    Random random = new Random(5);
    int most = bits == 8 ? 250 : 3000;
    for (float[] band : numbers) {
      for (int i = 0; i < band.length; i++) {
        float number = random.nextInt(most) - (format == 1 ? 0 : most / 2f);
        band[i] = i % 11 == 0 ? 0 : format == 3 ? number / 7 : (int) number;
      }
    }
    Page page =
        TestTiffs.page(WIDTH, HEIGHT, 1, BANDS, bits)
            .tag(258, bits, bits, bits, bits)
            .tag(339, format, format, format, format)
            .tag(284, planar ? 2 : 1)
            .tag(278, 3);
    int planes = planar ? BANDS : 1;
    for (int plane = 0; plane < planes; plane++) {
      for (int top = 0; top < HEIGHT; top += 3) {
        int rows = Math.min(3, HEIGHT - top);
        int inPart = planar ? 1 : BANDS;
        ByteBuffer part = ByteBuffer.allocate(rows * WIDTH * inPart * bits / 8).order(order);
        for (int i = top * WIDTH; i < (top + rows) * WIDTH; i++) {
          for (int band = 0; band < inPart; band++) {
            put(part, bits, numbers[planar ? plane : band][i]);
          }
        }
        page.part(part.array());
      }
    }
    return page;
  }

  private static void put(ByteBuffer part, int bits, float number) {
    if (bits == 8) {
      part.put((byte) (int) number);
    } else if (bits == 16) {
      part.putShort((short) (int) number);
    } else {
      part.putFloat(number);
    }
  }

  private static byte[] rows(byte[] file, List<Integer> bands, Stretch stretch)
      throws ImageException {
    try (PixelRows rows =
        PixelRows.open(ImageBytes.of(file), new BandChoice(bands, stretch), 1000)) {
      byte[] rgb = new byte[3 * WIDTH * HEIGHT];
      for (int y = 0; y < HEIGHT; y++) {
        rows.next(rgb, 3 * WIDTH * y);
      }
      return rgb;
    }
  }

  /** As NumPy's percentile. */
  private double percentile(int band, double percent) {
    float[] numbersThere = numbers[band].clone();
    Arrays.sort(numbersThere);
    double[] sorted = new double[numbersThere.length];
    int count = 0;
    for (float number : numbersThere) {
      if (number != 0) {
        sorted[count++] = number;
      }
    }
    double rank = percent / 100 * (count - 1);
    int lower = (int) rank;
    int upper = Math.min(count - 1, lower + 1);
    return sorted[lower] + (rank - lower) * (sorted[upper] - sorted[lower]);
  }

  @ParameterizedTest
  @CsvSource({"8,1", "8,2", "16,1", "16,2", "32,3"})
  void levelsLieBetweenThePercentilesOfTheirBand(int bits, int format) throws ImageException {
    for (boolean planar : new boolean[] {false, true}) {
      for (boolean big : new boolean[] {false, true}) {
        Page page =
            page(bits, format, planar, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        byte[] file = big ? TestTiffs.big(page) : TestTiffs.little(page);
        byte[] rgb = rows(file, List.of(4, 1, 3), new Stretch(10, 80));
        int[] bands = {3, 0, 2};
        for (int i = 0; i < rgb.length; i++) {
          int band = bands[i % 3];
          double low = percentile(band, 10);
          double number = numbers[band][i / 3];
          double share = (number - low) / (percentile(band, 80) - low);
          long level = number == 0 ? 0 : Math.round(Math.max(0, Math.min(1, share)) * 255);
          assertEquals(level, rgb[i] & 0xff, "number " + i);
        }
      }
    }
  }

  @Test
  void infinitiesAreNoNumbers() {
    BandNumbers fractions = new BandNumbers(null, BandNumbers.Kind.FRACTION, -9999);
    double[] none = {0, -9999, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double number : none) {
      assertFalse(fractions.isThere(number), "number " + number);
    }
    assertTrue(fractions.isThere(-0.5));
  }

  @Test
  void oneBandIsGrayAndLosesItsLowerBits() throws ImageException {
    Page page = page(16, 1, false, ByteOrder.LITTLE_ENDIAN);
    byte[] rgb = rows(TestTiffs.little(page), List.of(2), null);
    for (int i = 0; i < rgb.length; i++) {
      assertEquals(Math.round(numbers[1][i / 3] / 65535 * 255), rgb[i] & 0xff);
    }
  }

  @Test
  void whatCannotBeIsSaid() {
    byte[] file = TestTiffs.little(page(16, 1, false, ByteOrder.LITTLE_ENDIAN));
    assertFailure("a TIFF of 4 bands has no band 5", file, List.of(5, 1, 1), null);
    byte[] fractions = TestTiffs.little(page(32, 3, false, ByteOrder.LITTLE_ENDIAN));
    assertFailure("--stretch 2,98 makes levels of", fractions, List.of(1), null);
    byte[] palette =
        TestTiffs.little(
            TestTiffs.page(1, 1, 3, 1, 8).tag(320, new long[768]).part(new byte[] {1}));
    assertFailure("a palette", palette, List.of(1), null);
  }

  private static void assertFailure(
      String part, byte[] file, List<Integer> bands, Stretch stretch) {
    ImageException e = assertThrows(ImageException.class, () -> rows(file, bands, stretch));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
