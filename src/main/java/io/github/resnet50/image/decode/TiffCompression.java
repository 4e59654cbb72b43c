package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Map;

/** The compressions of TIFF that can be read. */
enum TiffCompression {
  NONE,
  LZW,
  DEFLATE,
  PACK_BITS,
  JPEG,
  /** The first, withdrawn kind of JPEG; {@link LibraryCodec} reads it where it is in pieces. */
  OLD_JPEG,
  /** Fax lines that begin with a byte, or with two of them. */
  FAX_BYTES,
  FAX_WORDS,
  /** Fax lines with marks before them, each coded by itself or by the line above. */
  FAX_3,
  /** Fax lines all coded by the line above. */
  FAX_4;

  private static final Map<Integer, String> UNREADABLE =
      Map.ofEntries(
          Map.entry(9, "JBIG (T.85)"),
          Map.entry(10, "JBIG (T.43)"),
          Map.entry(32766, "NeXT 2-bit"),
          Map.entry(32767, "Sony's raw"),
          Map.entry(32769, "packed raw"),
          Map.entry(32770, "Samsung's raw"),
          Map.entry(32809, "ThunderScan"),
          Map.entry(32895, "Kodak's raw"),
          Map.entry(32908, "Pixar film"),
          Map.entry(32909, "Pixar log"),
          Map.entry(32947, "Kodak DCS"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33004, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(33007, "lossy JPEG of ALPHA"),
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI log"),
          Map.entry(34677, "SGI log 24"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34713, "Nikon's raw"),
          Map.entry(34887, "LERC"),
          Map.entry(34892, "lossy JPEG of DNG"),
          Map.entry(34925, "LZMA"),
          Map.entry(34926, "Zstandard"),
          Map.entry(34927, "WebP"),
          Map.entry(34933, "PNG"),
          Map.entry(34934, "JPEG XR"),
          Map.entry(50000, "Zstandard"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"),
          Map.entry(52546, "JPEG XL"),
          Map.entry(65000, "Kodak's raw"),
          Map.entry(65535, "Pentax's raw"));

  /**
   * The compression of a number in the tag.
   *
   * @throws ImageException {@link Kind#UNSUPPORTED} with its name
   */
  static TiffCompression of(int number) throws ImageException {
    return switch (number) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACK_BITS;
      case 7 -> JPEG;
      case 6 -> OLD_JPEG;
      case 2 -> FAX_BYTES;
      case 3 -> FAX_3;
      case 4 -> FAX_4;
      case 32771 -> FAX_WORDS;
      default ->
          throw new ImageException(
              Kind.UNSUPPORTED,
              "TIFF of a compression that cannot be read: "
                  + UNREADABLE.getOrDefault(number, "number " + number));
    };
  }

  boolean isFax() {
    return compareTo(FAX_BYTES) >= 0;
  }

  boolean isJpeg() {
    return this == JPEG || this == OLD_JPEG;
  }

  /** Whether the tag that says that samples are differences is meant: others leave it unread. */
  boolean takesDifferences() {
    return this == LZW || this == DEFLATE;
  }
}
