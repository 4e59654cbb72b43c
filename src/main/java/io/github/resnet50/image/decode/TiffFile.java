package io.github.resnet50.image.decode;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/**
 * A TIFF of which a page has been chosen and its directory read (TIFF 6.0).
 *
 * @param bytes the file
 * @param page the page's directory
 * @param samples what the page's numbers mean
 * @param parts where they lie in the file
 */
record TiffFile(
    ImageBytes bytes,
    int width,
    int height,
    TiffDirectory page,
    TiffCompression compression,
    TiffSamples samples,
    TiffParts parts)
    implements LibraryFile {
  /** How files begin: TIFF and BigTIFF, in either order of bytes. */
  static final List<String> MARKS = List.of("II*\0", "MM\0*", "II+\0", "MM\0+");

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int COMPRESSION = 259;
  private static final int FIRST_PAGE = 4;

  @Override
  public Orientation orientation() {
    return page.orientation();
  }

  /** The file with the page as its first. */
  @Override
  public ImageInputStream picture() throws ImageException {
    byte[] file = bytes.all();
    if (Bytes.u32(file, FIRST_PAGE, page.isLittleEndian()) != page.start()) {
      file = file.clone();
      for (int i = 0; i < 4; i++) {
        int place = page.isLittleEndian() ? i : 3 - i;
        file[FIRST_PAGE + place] = (byte) (page.start() >> (8 * i));
      }
    }
    return new ByteArrayImageInputStream(file);
  }

  static TiffFile parse(ImageBytes bytes) throws ImageException {
    TiffDirectory page = TiffPages.choose(bytes);
    Size size = size(page);
    TiffCompression compression = compression(page);
    TiffSamples samples = TiffSamples.of(page, compression);
    TiffParts parts = TiffParts.of(page, size.width(), size.height(), samples.layout());
    if (compression == TiffCompression.OLD_JPEG) {
      Optional<TiffParts> piece = parts.onePiece(page, bytes);
      compression = piece.isPresent() ? TiffCompression.JPEG : compression;
      parts = piece.orElse(parts);
    }
    if (compression == TiffCompression.OLD_JPEG && page.isWide()) {
      throw new ImageException(Kind.UNSUPPORTED, "BigTIFF of old JPEGs in pieces");
    }
    parts.check(bytes.length(), compression);
    return new TiffFile(bytes, size.width(), size.height(), page, compression, samples, parts);
  }

  /** Columns and rows. */
  record Size(int width, int height) {}

  static Size size(TiffDirectory page) throws ImageException {
    int width = (int) Math.min(page.number(WIDTH, 0), Integer.MAX_VALUE);
    int height = (int) Math.min(page.number(HEIGHT, 0), Integer.MAX_VALUE);
    if (!page.isWhole()) {
      throw new ImageException(Kind.TRUNCATED, "the TIFF ends within its directory");
    }
    if (width < 1 || height < 1) {
      throw new ImageException(Kind.CORRUPT, "TIFF that does not tell its size");
    }
    return new Size(width, height);
  }

  static TiffCompression compression(TiffDirectory page) throws ImageException {
    return TiffCompression.of((int) page.number(COMPRESSION, 1));
  }

  /**
   * Whether the samples can be unpacked here; what is left is for {@link LibraryCodec}: a JPEG in
   * pieces.
   */
  boolean isPlain() {
    return compression != TiffCompression.OLD_JPEG;
  }

  /** Whether so many parts lie side by side that they are not unpacked side by side. */
  boolean isShredded() {
    return (long) parts.across() * samples.planesUsed() > TiffScan.MOST_OPEN;
  }

  /** Opens its strips or tiles. */
  TiffPartReader reader() {
    return new TiffPartReader(bytes, page, compression, samples.layout(), parts);
  }
}
