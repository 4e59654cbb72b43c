package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.util.Set;

/**
 * A TIFF as its bands: numbers, which need be no colours.
 *
 * @param reader opens its strips or tiles
 * @param numbers what they hold
 */
record BandFile(TiffPartReader reader, int width, int height, BandNumbers numbers) {
  /** Where GDAL says by which number it means none. */
  private static final int ABSENT = 42113;

  /** Colours that are numbers of their own: gray, RGB and inks. */
  private static final Set<Long> APART = Set.of(0L, 1L, 2L, 5L);

  /** What is done with a number. */
  interface NumberTaker {
    /**
     * @param i which of the chosen bands
     * @param x the column
     */
    void take(int i, int x, double number);
  }

  /** What is done with a number wherever it is. */
  interface PlacelessTaker {
    /**
     * @param i which of the chosen bands
     */
    void take(int i, double number);
  }

  static BandFile parse(ImageBytes bytes) throws ImageException {
    TiffDirectory page = TiffPages.choose(bytes);
    TiffFile.Size size = TiffFile.size(page);
    TiffCompression compression = TiffFile.compression(page);
    long colors = page.number(TiffSamples.PHOTOMETRIC, 1);
    if (!APART.contains(colors) || compression == TiffCompression.OLD_JPEG) {
      throw new ImageException(
          Kind.UNSUPPORTED,
          "TIFF whose bands are no numbers of their own: a palette, YCbCr or the like (--bands,"
              + " --stretch)");
    }
    TiffLayout layout = TiffLayout.ofNumbers(page, compression);
    TiffParts parts = TiffParts.of(page, size.width(), size.height(), layout);
    parts.check(bytes.length(), compression);
    if (3L * parts.across() > TiffScan.MOST_OPEN) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of too many tiles side by side");
    }
    BandNumbers.Kind kind =
        switch ((int) page.number(TiffLayout.FORMAT, 1)) {
          case TiffLayout.SIGNED -> BandNumbers.Kind.SIGNED;
          case TiffLayout.FRACTION -> BandNumbers.Kind.FRACTION;
          default -> BandNumbers.Kind.UNSIGNED;
        };
    return new BandFile(
        new TiffPartReader(bytes, page, compression, layout, parts),
        size.width(),
        size.height(),
        new BandNumbers(layout, kind, absent(page)));
  }

  private static double absent(TiffDirectory page) {
    try {
      return Double.parseDouble(page.text(ABSENT));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  Orientation orientation() {
    return reader.page().orientation();
  }

  /** Whether the largest number is black. */
  boolean isInverted() {
    return reader.page().number(TiffSamples.PHOTOMETRIC, 1) == 0;
  }

  /** A pass over the numbers of some bands. */
  TiffScan scan(int[] bands) throws ImageException {
    int[] planes = reader.layout().planar() ? bands : new int[] {0};
    return new TiffScan(reader, width, height, planes);
  }

  /** Takes the next row. */
  void next(TiffScan scan, int[] bands, NumberTaker taker) throws ImageException {
    boolean planar = reader.layout().planar();
    scan.next(
        (planes, line, left, columns) -> {
          for (int i = 0; i < bands.length; i++) {
            byte[] plane = planes[planar ? i : 0];
            for (int x = 0; x < columns; x++) {
              taker.take(i, left + x, numbers.at(plane, x, bands[i]));
            }
          }
        });
  }

  /** Takes all numbers of some bands. */
  void forEach(int[] bands, PlacelessTaker taker) throws ImageException {
    try (TiffScan scan = scan(bands)) {
      for (int y = 0; y < height; y++) {
        next(scan, bands, (i, x, number) -> taker.take(i, number));
      }
    }
  }
}
