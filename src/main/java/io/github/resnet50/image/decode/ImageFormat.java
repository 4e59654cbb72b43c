package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.nio.charset.StandardCharsets;

/** The formats that can be decoded, told apart by their first bytes. */
enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP,
  TIFF;

  /** Reads the header, and only that. */
  ImageFile parse(byte[] encoded) throws ImageException {
    return switch (this) {
      case JPEG -> JpegFile.parse(encoded);
      case PNG -> PngFile.parse(encoded);
      case GIF -> GifFile.parse(encoded);
      case BMP -> BmpFile.parse(encoded);
      case WEBP -> WebpFile.parse(encoded);
      case TIFF -> TiffFile.parse(encoded);
    };
  }

  /**
   * The format of an image.
   *
   * @throws ImageException {@link Kind#EMPTY}, or {@link Kind#UNSUPPORTED} with the name of what it
   *     is instead, as far as that can be told
   */
  static ImageFormat of(byte[] encoded) throws ImageException {
    if (encoded.length == 0) {
      throw new ImageException(Kind.EMPTY, "the file has no content");
    }
    // The signature as text of one character a byte, so that it can be compared as text.
    String head = new String(encoded, 0, Math.min(encoded.length, 16), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG") || head.startsWith("PNG\r\n", 1)) {
      return PNG;
    }
    if (head.startsWith("GIF8")) {
      return GIF;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return TIFF;
    }
    if (head.startsWith("BM") && encoded.length >= 18 && encoded[15] == 0 && encoded[16] == 0) {
      return BMP;
    }
    throw new ImageException(
        Kind.UNSUPPORTED,
        "%s; supported are JPEG, PNG, GIF, BMP, WebP, TIFF".formatted(stranger(head, encoded)));
  }

  private static String stranger(String head, byte[] encoded) {
    if (head.startsWith("8BPS")) {
      return "a Photoshop file (PSD)";
    }
    if (head.length() > 2 && head.matches("(?s)P[1-7]\\s.*")) {
      return "a Netpbm image (PBM, PGM, PPM)";
    }
    if (head.startsWith("ftyp", 4)) {
      return "a HEIF, AVIF or MP4 file (" + head.substring(8, Math.min(12, head.length())) + ")";
    }
    if (head.startsWith("jP  ", 4) || head.startsWith("\u00ffO\u00ffQ")) {
      return "a JPEG 2000 image";
    }
    if (head.startsWith("JXL ", 4) || head.startsWith("\u00ff\n")) {
      return "a JPEG XL image";
    }
    if (head.startsWith("II+\0") || head.startsWith("MM\0+")) {
      return "a BigTIFF image";
    }
    if (head.startsWith("\0\0\1\0") || head.startsWith("\0\0\2\0")) {
      return "an icon (ICO, CUR)";
    }
    if (head.startsWith("%PDF")) {
      return "a PDF document";
    }
    if (head.startsWith("%!PS")) {
      return "a PostScript document";
    }
    if (head.startsWith("PK\3\4") || head.startsWith("\u001f\u008b")) {
      return "a compressed archive";
    }
    String tail =
        new String(
            encoded,
            Math.max(0, encoded.length - 18),
            Math.min(encoded.length, 18),
            StandardCharsets.ISO_8859_1);
    if (tail.startsWith("TRUEVISION-XFILE.")) {
      return "a TGA image";
    }
    if (head.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || Character.isWhitespace(c))) {
      return head.stripLeading().startsWith("<") ? "a text file (SVG, HTML or XML)" : "a text file";
    }
    return "not an image of a known format";
  }
}
