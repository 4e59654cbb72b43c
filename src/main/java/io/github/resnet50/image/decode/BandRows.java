package io.github.resnet50.image.decode;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a TIFF of which chosen bands are the colours, stretched or not. The percentiles of a
 * stretch are found in passes of their own over all of the file's numbers.
 */
final class BandRows implements PixelRows {
  private final BandFile file;
  private final int[] bands; // those of the colours, from 0
  private final Levels8[] levels;
  private final TiffScan scan;

  /** Between which numbers a band's levels lie. */
  private record Levels8(double low, double high) {
    int of(double number) {
      if (!(number > low)) {
        return 0; // also what is no number
      }
      return number >= high ? 255 : (int) ((number - low) / (high - low) * 255 + 0.5);
    }
  }

  private BandRows(BandFile file, int[] bands, Levels8[] levels) throws ImageException {
    this.file = file;
    this.bands = bands;
    this.levels = levels;
    this.scan = file.scan(bands);
  }

  static PixelRows open(ImageBytes bytes, BandChoice choice, ImageDecoder sizes)
      throws ImageException {
    BandFile file = BandFile.parse(bytes);
    sizes.checkSize(file.width(), file.height());
    int[] bands = bands(file, choice.bands());
    Levels8[] levels =
        choice.stretch() == null
            ? declared(file, bands.length)
            : stretched(file, bands, choice.stretch());
    BandRows rows = new BandRows(file, bands, levels);
    return file.orientation() == Orientation.UPRIGHT ? rows : turned(rows, file.orientation());
  }

  static ImageSize size(ImageBytes bytes, BandChoice choice, ImageDecoder sizes)
      throws ImageException {
    BandFile file = BandFile.parse(bytes);
    sizes.checkSize(file.width(), file.height());
    int[] bands = bands(file, choice.bands());
    if (choice.stretch() == null) {
      declared(file, bands.length);
    }
    return PixelRowsOpener.upright(file.width(), file.height(), file.orientation());
  }

  private static int[] bands(BandFile file, List<Integer> chosen) throws ImageException {
    int count = file.reader().layout().count();
    if (chosen.isEmpty()) {
      return count >= 3 ? new int[] {0, 1, 2} : new int[] {0};
    }
    for (int band : chosen) {
      if (band > count) {
        throw new ImageException(
            Kind.UNSUPPORTED,
            "a TIFF of %d band%s has no band %d (--bands)"
                .formatted(count, count == 1 ? "" : "s", band));
      }
    }
    return chosen.stream().mapToInt(band -> band - 1).toArray();
  }

  /** As far as the numbers' type reaches, as other 16-bit images lose their lower bits. */
  private static Levels8[] declared(BandFile file, int count) throws ImageException {
    if (file.numbers().kind() == BandNumbers.Kind.FRACTION) {
      throw new ImageException(
          Kind.UNSUPPORTED, "TIFF of fractions, which --stretch 2,98 makes levels of");
    }
    boolean signed = file.numbers().kind() == BandNumbers.Kind.SIGNED;
    int most = (1 << (file.reader().layout().bits() - (signed ? 1 : 0))) - 1;
    Levels8[] levels = new Levels8[count];
    Arrays.fill(levels, new Levels8(0, most));
    return levels;
  }

  private static Levels8[] stretched(BandFile file, int[] bands, BandChoice.Stretch stretch)
      throws ImageException {
    Percentiles[] percentiles =
        IntStream.range(0, bands.length)
            .mapToObj(i -> new Percentiles(file.numbers()))
            .toArray(Percentiles[]::new);
    file.forEach(bands, (i, number) -> percentiles[i].first(number));
    for (Percentiles one : percentiles) {
      one.ask(stretch.low(), stretch.high());
    }
    if (Arrays.stream(percentiles).anyMatch(Percentiles::needsSecond)) {
      file.forEach(bands, (i, number) -> percentiles[i].second(number));
    }
    return Arrays.stream(percentiles)
        .map(
            one ->
                one.isEmpty()
                    ? new Levels8(0, 0)
                    : new Levels8(one.value(0, stretch.low()), one.value(1, stretch.high())))
        .toArray(Levels8[]::new);
  }

  private static PixelRows turned(BandRows rows, Orientation orientation) throws ImageException {
    try (rows) {
      return PixelRows.of(new DecodedImage(rows.all(), orientation));
    }
  }

  @Override
  public int width() {
    return file.width();
  }

  @Override
  public int height() {
    return file.height();
  }

  @Override
  public void next(byte[] rgb, int out) throws ImageException {
    boolean inverted = file.isInverted();
    boolean gray = bands.length == 1;
    file.next(
        scan,
        bands,
        (i, x, number) -> {
          int level = file.numbers().isThere(number) ? levels[i].of(number) : 0;
          byte one = (byte) (inverted ? 255 - level : level);
          int at = out + 3 * x;
          if (gray) {
            Arrays.fill(rgb, at, at + 3, one);
          } else {
            rgb[at + i] = one;
          }
        });
  }

  @Override
  public void close() {
    scan.close();
  }
}
