package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static final List<Interpolation> FILTERS = List.of(Interpolation.values());

  /**
   * Resizes to {@code targetWidth × targetHeight} and cuts a box out of that.
   *
   * @param left first column of the box in the target, and so on
   */
  static RgbImage resize(
      RgbImage image,
      long targetWidth,
      long targetHeight,
      long left,
      long top,
      int width,
      int height) {
    return Resampler.resize(
        image,
        Interpolation.BILINEAR,
        new Resampler.Grid(image.width(), targetWidth, left, width),
        new Resampler.Grid(image.height(), targetHeight, top, height));
  }

  @Test
  void sameSizeChangesNothing() {
    RgbImage image = Pictures.noise(37, 23, 1);
    for (Interpolation filter : Interpolation.values()) {
      Resampler.Grid columns = new Resampler.Grid(37, 37, 0, 37);
      Resampler.Grid rows = new Resampler.Grid(23, 23, 0, 23);
      assertArrayEquals(image.rgb(), Resampler.resize(image, filter, columns, rows).rgb());
    }
  }

  /** What Pillow 9.4 makes of the same picture, by its checksum. */
  @ParameterizedTest
  @CsvSource({
    "BILINEAR,23,17,61,40,ed1a4613",
    "BILINEAR,211,157,80,60,c86f42c0",
    "BILINEAR,640,427,131,88,6b85fc2a",
    "BILINEAR,300,3,7,50,752512fe",
    "BICUBIC,23,17,61,40,b8c7c388",
    "BICUBIC,211,157,80,60,11d05ef6",
    "BICUBIC,640,427,131,88,97efde3d",
    "BICUBIC,300,3,7,50,3605409e",
    "LANCZOS,23,17,61,40,955d3b99",
    "LANCZOS,211,157,80,60,01fef6bf",
    "LANCZOS,640,427,131,88,2ea1a4cc",
    "LANCZOS,300,3,7,50,8ee165e9"
  })
  void pixelsArePillows(
      Interpolation filter, int width, int height, int targetWidth, int targetHeight, String crc) {
    RgbImage resized =
        Resampler.resize(
            Pictures.patches(width, height),
            filter,
            new Resampler.Grid(width, targetWidth, 0, targetWidth),
            new Resampler.Grid(height, targetHeight, 0, targetHeight));
    assertEquals(crc, Pictures.crc(resized.rgb()));
  }

  /** The same in full, so that a difference can be looked at. */
  @ParameterizedTest
  @CsvSource({
    "BILINEAR,d4d4d37471764b4a4bc2bbba6662635c5d5ab1aeae817a7a5b5c59b8b9b4756b6e4f4c4e",
    "BICUBIC,e5e5e3706c7239393ad0c9c85d5a5a51524fc4c2c27b7372545551c9cbc66e6367484749",
    "LANCZOS,efeeed6b676e313333dad1d05653524f4f4ccdcccb776f6d50514dd2d5d06c5f64414243"
  })
  void aFewPixelsArePillows(Interpolation filter, String hex) {
    RgbImage resized =
        Resampler.resize(
            Pictures.patches(23, 17),
            filter,
            new Resampler.Grid(23, 4, 0, 4),
            new Resampler.Grid(17, 3, 0, 3));
    assertEquals(hex, HexFormat.of().formatHex(resized.rgb()));
  }

  @ParameterizedTest
  @CsvSource({"97,61,32,20", "64,64,63,64", "10,7,33,41", "200,3,20,30", "1,1,5,4", "300,200,1,1"})
  void agreesWithPlainArithmetic(int width, int height, int targetWidth, int targetHeight) {
    RgbImage image = Pictures.noise(width, height, 2);
    RgbImage fast = resize(image, targetWidth, targetHeight, 0, 0, targetWidth, targetHeight);
    assertTrue(Pictures.difference(plain(image, targetWidth, targetHeight), fast) <= 1);
  }

  @Test
  void boxIsCutOutOfTheWhole() {
    RgbImage image = Pictures.noise(123, 77, 3);
    RgbImage whole = resize(image, 50, 40, 0, 0, 50, 40);
    RgbImage box = resize(image, 50, 40, 7, 5, 20, 30);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 60; x++) {
        assertEquals(whole.rgb()[((y + 5) * 50 + 7) * 3 + x], box.rgb()[y * 60 + x]);
      }
    }
  }

  /** Level for level, also where the grids start or end within a pixel or beyond the source. */
  @Test
  void levelsArePillows() {
    Random random = new Random(6);
    for (int i = 0; i < 300; i++) {
      int most = i % 3 == 0 ? 6 : i % 3 == 1 ? 90 : 400;
      RgbImage image = Pictures.noise(1 + random.nextInt(most), 1 + random.nextInt(most), i);
      Resampler.Grid columns = grid(image.width(), random);
      Resampler.Grid rows = grid(image.height(), random);
      Interpolation filter = FILTERS.get(i / 3 % FILTERS.size());
      assertArrayEquals(
          pillows(image, filter, columns, rows),
          Resampler.resize(image, filter, columns, rows).rgb(),
          () -> image.width() + "x" + image.height() + " by " + columns + ", " + rows);
    }
  }

  /** Those of which a part is taken at a time. */
  @ParameterizedTest
  @CsvSource({"9, 1300, 7, 30", "1, 2055, 3, 1400", "3000, 20, 40, 9", "1030, 530, 11, 301"})
  void levelsOfLargeOnesArePillows(int width, int height, int columns, int rows) {
    RgbImage image = Pictures.noise(width, height, 5);
    Resampler.Grid across = new Resampler.Grid(width, columns, 0, columns);
    Resampler.Grid down = new Resampler.Grid(height, rows, 0, rows);
    for (Interpolation filter : FILTERS) {
      assertArrayEquals(
          pillows(image, filter, across, down),
          Resampler.resize(image, filter, across, down).rgb());
    }
  }

  @Test
  void whiteStaysWhite() {
    for (int width : new int[] {1, 2, 3, 500, 60_000}) {
      byte[] white = new byte[width * 3];
      Arrays.fill(white, (byte) 255);
      RgbImage image = new RgbImage(width, 1, white);
      byte[] actual = resize(image, 7, 2, 0, 0, 7, 2).rgb();
      byte[] expected = new byte[7 * 2 * 3];
      Arrays.fill(expected, (byte) 255);
      assertArrayEquals(expected, actual);
    }
  }

  private static Resampler.Grid grid(int source, Random random) {
    int target = 1 + random.nextInt(random.nextBoolean() ? 12 : 300);
    int from = random.nextInt(target);
    double extent =
        random.nextBoolean() ? source : Math.max(0.25, source - random.nextInt(8) / 8.0);
    return new Resampler.Grid(extent, target, from, 1 + random.nextInt(target - from));
  }

  /** Pillow's arithmetic, pixel by pixel: all rows first, in levels, then all columns. */
  private static byte[] pillows(
      RgbImage image, Interpolation filter, Resampler.Grid columns, Resampler.Grid rows) {
    int stride = columns.size() * 3;
    int[] lines = new int[image.height() * stride];
    for (int i = 0; i < lines.length; i++) {
      int row = i / stride * image.width() * 3 + i % 3;
      lines[i] =
          level(
              image.width(), filter, columns, i % stride / 3, x -> image.rgb()[row + 3 * x] & 0xff);
    }
    byte[] rgb = new byte[rows.size() * stride];
    for (int i = 0; i < rgb.length; i++) {
      int column = i % stride;
      rgb[i] =
          (byte) level(image.height(), filter, rows, i / stride, y -> lines[y * stride + column]);
    }
    return rgb;
  }

  private static int level(
      int source, Interpolation filter, Resampler.Grid grid, int place, IntUnaryOperator levels) {
    double scale = grid.extent() / grid.target();
    double width = Math.max(scale, 1);
    double support = width * filter.support();
    double center = (grid.from() + place + 0.5) * scale;
    int first = Math.max((int) (center - support + 0.5), 0);
    int end = Math.min((int) (center + support + 0.5), source);
    double[] weights = new double[end - first];
    for (int i = first; i < end; i++) {
      weights[i - first] = filter.weight((i - center + 0.5) * (1 / width));
    }
    double all = 0;
    for (double weight : weights) {
      all += weight;
    }
    long sum = 1 << 21;
    for (int i = first; i < end; i++) {
      double weight = weights[i - first] / all * (1 << 22);
      long rounded = (long) (weight + Math.copySign(0.5, weight));
      sum += rounded * levels.applyAsInt(i);
    }
    return (int) Math.max(0, Math.min(sum >> 22, 255));
  }

  @Test
  void longAndThinNeedsNoMemoryForItsTarget() {
    RgbImage image = Pictures.noise(60_000, 1, 4);
    long target = 256L * 60_000 * 1000;
    assertEquals(224, resize(image, target, 256, target / 2, 16, 224, 224).width());
  }

  /** The definition, in floating point, with 8-bit levels between the passes. */
  private static RgbImage plain(RgbImage image, int width, int height) {
    byte[] rows = new byte[width * image.height() * 3];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int row = y;
          int color = c;
          rows[(y * width + x) * 3 + c] =
              weighted(
                  image.width(),
                  width,
                  x,
                  at -> image.rgb()[(row * image.width() + at) * 3 + color] & 0xff);
        }
      }
    }
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < width * 3; i++) {
        int column = i;
        rgb[y * width * 3 + i] =
            weighted(image.height(), height, y, at -> rows[at * width * 3 + column] & 0xff);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static byte weighted(int source, int target, int place, IntUnaryOperator level) {
    double scale = (double) source / target;
    double filter = Math.max(1, scale);
    double center = (place + 0.5) * scale;
    double sum = 0;
    double weights = 0;
    for (int at = 0; at < source; at++) {
      double weight = Math.max(0, 1 - Math.abs(at + 0.5 - center) / filter);
      sum += weight * level.applyAsInt(at);
      weights += weight;
    }
    return (byte) Math.round(sum / weights);
  }
}
