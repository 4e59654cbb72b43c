package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The formats that can be decoded. Each constant declares all of its format: its name, the suffixes
 * by which a walk finds it, its first bytes, by which alone it is then decoded, what reads its
 * header and what decodes its pixels. A new format is a constant here, its {@link ImageFile} and,
 * where {@link LibraryCodec} will not do, its {@link ImageCodec}.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, and a list that is a copy
public enum ImageFormat {
  JPEG(
      "JPEG",
      Suffixes.JPEG,
      (file, head) -> head.startsWith("\u00ff\u00d8"),
      Parser.ofAll(JpegFile::parse),
      JpegCodec::new),
  PNG(
      "PNG",
      Suffixes.PNG,
      (file, head) -> head.startsWith("\u0089PNG") || head.startsWith("PNG\r\n", 1),
      PngFile::parse,
      PngCodec::new),
  GIF(
      "GIF",
      Suffixes.GIF,
      (file, head) -> head.startsWith("GIF8"),
      Parser.ofAll(GifFile::parse),
      GifCodec::new),
  BMP(
      "BMP",
      Suffixes.BMP,
      (file, head) -> head.length() > 17 && head.startsWith("BM") && head.startsWith("\0\0", 15),
      Parser.ofAll(BmpFile::parse),
      () -> new LibraryCodec("com.sun.imageio.plugins.bmp.")),
  WEBP(
      "WebP",
      Suffixes.WEBP,
      (file, head) -> head.startsWith("RIFF") && head.startsWith("WEBP", 8),
      Parser.ofAll(WebpFile::parse),
      WebpCodec::new),
  AVIF(
      "AVIF",
      Suffixes.AVIF,
      (file, head) -> BoxBrands.areAvif(head),
      Parser.ofAll(HeifFile::avif),
      HeifCodec::new),
  HEIC(
      "HEIC",
      Suffixes.HEIC,
      (file, head) -> BoxBrands.areHeic(head),
      Parser.ofAll(HeifFile::heic),
      HeifCodec::new),
  JPEG_XL(
      "JPEG XL",
      Suffixes.JPEG_XL,
      (file, head) -> head.startsWith("\u00ff\n") || head.startsWith("\0\0\0\fJXL \r\n"),
      Parser.ofAll(JpegXlFile::parse),
      JpegXlCodec::new),
  /** What cameras make of a sensor's numbers, of which only the preview in it is looked at. */
  RAW("camera RAW", Suffixes.RAW, RawFile::isRaw, Parser.ofAll(RawFile::parse), JpegCodec::new),
  TIFF(
      "TIFF",
      Suffixes.TIFF,
      (file, head) -> TiffFile.MARKS.stream().anyMatch(head::startsWith),
      TiffFile::parse,
      TiffCodec::new);

  /** Constants, since the help of options, where only constants may stand, shows them. */
  private static final class Suffixes {
    static final String JPEG = "jpg, jpeg, jpe, jfif";
    static final String PNG = "png";
    static final String GIF = "gif";
    static final String BMP = "bmp, dib";
    static final String WEBP = "webp";
    static final String AVIF = "avif";
    static final String HEIC = "heic, heif, hif";
    static final String JPEG_XL = "jxl";
    static final String RAW = "cr2, cr3, nef, nrw, arw, dng, orf, rw2, raf, pef, srw";
    static final String TIFF = "tif, tiff";
    static final String ALL =
        JPEG + ", " + PNG + ", " + GIF + ", " + BMP + ", " + WEBP + ", " + AVIF + ", " + HEIC + ", "
            + JPEG_XL + ", " + RAW + ", " + TIFF;
  }

  /** {@link #suffixes} as the help of options shows them. */
  public static final String SUFFIXES_IN_WORDS = Suffixes.ALL;

  /** Bytes that tell a format: those of its first box where it consists of boxes. */
  private static final int HEAD = 64;

  private static final String NAMES =
      Arrays.stream(values()).map(format -> format.label).collect(Collectors.joining(", "));

  private static final List<String> SUFFIXES =
      Arrays.stream(values()).flatMap(format -> format.suffixes.stream()).toList();

  private final String label;
  private final List<String> suffixes;
  private final Signature signature;
  private final Parser parser;
  private final Supplier<ImageCodec> codec;

  /** Whether a file is of a format. */
  private interface Signature {
    /**
     * @param file the first bytes, or all
     * @param head the very first, as text of one character a byte
     */
    boolean isIn(ImageBytes file, String head);
  }

  private interface Parser {
    ImageFile parse(ImageBytes encoded) throws ImageException;

    /** One that needs all bytes at once. */
    static Parser ofAll(ArrayParser parser) {
      return encoded -> parser.parse(encoded.all());
    }
  }

  private interface ArrayParser {
    ImageFile parse(byte[] encoded) throws ImageException;
  }

  ImageFormat(
      String label,
      String suffixes,
      Signature signature,
      Parser parser,
      Supplier<ImageCodec> codec) {
    this.label = label;
    this.suffixes = List.of(suffixes.split(", ", -1));
    this.signature = signature;
    this.parser = parser;
    this.codec = codec;
  }

  /** As people write it, such as {@code WebP}. */
  public String label() {
    return label;
  }

  /** The suffixes of all formats, without the dot and in lower case. */
  public static List<String> suffixes() {
    return SUFFIXES;
  }

  /** Whether a file's name ends as an image's does, in any letter case. */
  public static boolean isNameOfImage(String name) {
    for (String suffix : SUFFIXES) {
      if (endsWith(name, suffix)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file's name ends as that of a camera's raw picture does, in any letter case. */
  public static boolean isNameOfRaw(String name) {
    return RAW.suffixes.stream().anyMatch(suffix -> endsWith(name, suffix));
  }

  private static boolean endsWith(String name, String suffix) {
    int dot = name.length() - suffix.length() - 1;
    return dot >= 0
        && name.charAt(dot) == '.'
        && name.regionMatches(true, dot + 1, suffix, 0, suffix.length());
  }

  /**
   * Whether a file's first bytes are those of one of the formats; 64 of them are enough.
   *
   * @param head the first bytes, or all
   */
  public static boolean isImage(byte[] head) {
    return ofHead(head).isPresent();
  }

  /** Whether a file is a TIFF, of colours or of other numbers, and no camera's raw picture. */
  public static boolean isTiff(ImageBytes encoded) {
    return ofHead(encoded).filter(format -> format == TIFF).isPresent();
  }

  /**
   * Whether a file's first bytes are those of an image in another format.
   *
   * @param head the first 512 bytes, or all
   */
  public static boolean isOtherImage(byte[] head) {
    return !isImage(head) && ForeignContent.isPicture(head);
  }

  /**
   * Whether it is the suffix of images in another format, which cannot be read.
   *
   * @param suffix in lower case, without the dot
   */
  public static boolean isSuffixOfOtherImage(String suffix) {
    return ForeignContent.isSuffixOfPictures(suffix);
  }

  /** The first bytes, those that tell a format, as text of one character a byte. */
  static String head(ImageBytes encoded) {
    byte[] head = encoded.copy(0, (int) Math.min(encoded.length(), HEAD));
    return new String(head, StandardCharsets.ISO_8859_1);
  }

  /**
   * The format that the first bytes tell, whatever follows them.
   *
   * @param encoded the first bytes, or all
   */
  public static Optional<ImageFormat> ofHead(byte[] encoded) {
    return ofHead(ImageBytes.of(encoded));
  }

  private static Optional<ImageFormat> ofHead(ImageBytes encoded) {
    String head = head(encoded);
    return Arrays.stream(values())
        .filter(format -> format.signature.isIn(encoded, head))
        .findFirst();
  }

  /** Reads the header, and only that. */
  ImageFile parse(ImageBytes encoded) throws ImageException {
    return parser.parse(encoded);
  }

  /** A new codec in pure Java for all that {@link #parse} gives. */
  ImageCodec newCodec() {
    return codec.get();
  }

  /**
   * The format of an image.
   *
   * @throws ImageException {@link Kind#EMPTY}, or {@link Kind#UNSUPPORTED} with the name of what it
   *     is instead, as far as that can be told
   */
  static ImageFormat of(ImageBytes encoded) throws ImageException {
    if (encoded.length() == 0) {
      throw new ImageException(Kind.EMPTY, "the file has no content");
    }
    Optional<ImageFormat> format = ofHead(encoded);
    if (format.isPresent()) {
      return format.get();
    }
    throw new ImageException(
        Kind.UNSUPPORTED,
        "%s; supported are %s".formatted(ForeignContent.name(encoded.all()), NAMES));
  }
}
