package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The formats that can be decoded, each with its name, the suffixes by which a walk finds it, and
 * its first bytes, which alone decide how it is decoded.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, and a list that is a copy
public enum ImageFormat {
  JPEG(
      "JPEG",
      head -> head.startsWith("\u00ff\u00d8"),
      JpegFile::parse,
      "jpg",
      "jpeg",
      "jpe",
      "jfif"),
  PNG(
      "PNG",
      head -> head.startsWith("\u0089PNG") || head.startsWith("PNG\r\n", 1),
      PngFile::parse,
      "png"),
  GIF("GIF", head -> head.startsWith("GIF8"), GifFile::parse, "gif"),
  BMP(
      "BMP",
      head -> head.length() > 17 && head.startsWith("BM") && head.startsWith("\0\0", 15),
      BmpFile::parse,
      "bmp",
      "dib"),
  WEBP(
      "WebP",
      head -> head.startsWith("RIFF") && head.startsWith("WEBP", 8),
      WebpFile::parse,
      "webp"),
  TIFF(
      "TIFF",
      head -> head.startsWith("II*\0") || head.startsWith("MM\0*"),
      TiffFile::parse,
      "tif",
      "tiff");

  /** The {@link #suffixes} for the help texts of options, which must be constants. */
  public static final String SUFFIXES_IN_WORDS =
      "jpg, jpeg, jpe, jfif, png, gif, bmp, dib, webp, tif, tiff";

  /** The number of leading bytes looked at to recognise a format, supported or not. */
  private static final int HEAD = 18;

  private static final int OTHERS_HEAD = 16;

  private static final String NAMES =
      Arrays.stream(values()).map(format -> format.label).collect(Collectors.joining(", "));

  private static final List<String> SUFFIXES =
      Arrays.stream(values()).flatMap(format -> format.suffixes.stream()).toList();

  private final String label;
  private final Signature signature;
  private final Parser parser;
  private final List<String> suffixes;

  /** Recognises a format by its first bytes, given as text with one character per byte. */
  private interface Signature {
    boolean isIn(String head);
  }

  private interface Parser {
    ImageFile parse(byte[] encoded) throws ImageException;
  }

  ImageFormat(String label, Signature signature, Parser parser, String... suffixes) {
    this.label = label;
    this.signature = signature;
    this.parser = parser;
    this.suffixes = List.of(suffixes);
  }

  /** The suffixes of all formats, without the dot and in lower case. */
  public static List<String> suffixes() {
    return SUFFIXES;
  }

  /** Whether a file's name has the suffix of an image, in any letter case. */
  public static boolean isNameOfImage(String name) {
    for (String suffix : SUFFIXES) {
      if (endsWith(name, suffix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(String name, String suffix) {
    int dot = name.length() - suffix.length() - 1;
    return dot >= 0
        && name.charAt(dot) == '.'
        && name.regionMatches(true, dot + 1, suffix, 0, suffix.length());
  }

  /** Reads the header only. */
  ImageFile parse(byte[] encoded) throws ImageException {
    return parser.parse(encoded);
  }

  /**
   * The format of an image.
   *
   * @throws ImageException {@link Kind#EMPTY}, or {@link Kind#UNSUPPORTED} with the name of the
   *     actual format if it is recognised
   */
  static ImageFormat of(byte[] encoded) throws ImageException {
    if (encoded.length == 0) {
      throw new ImageException(Kind.EMPTY, "the file has no content");
    }
    int length = Math.min(encoded.length, HEAD);
    String head = new String(encoded, 0, length, StandardCharsets.ISO_8859_1);
    for (ImageFormat format : values()) {
      if (format.signature.isIn(head)) {
        return format;
      }
    }
    throw new ImageException(
        Kind.UNSUPPORTED,
        "%s; supported are %s"
            .formatted(stranger(head.substring(0, Math.min(length, OTHERS_HEAD)), encoded), NAMES));
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
