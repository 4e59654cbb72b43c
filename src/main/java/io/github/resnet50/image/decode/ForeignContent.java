package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u16le;
import static io.github.resnet50.image.decode.Bytes.u8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is no image of a supported format: named by its content, known to walks by its suffix. */
final class ForeignContent {
  /** As many bytes are looked at as text. */
  private static final int HEAD = 512;

  private static final int TGA_HEADER = 18;
  private static final String TGA_END = "TRUEVISION-XFILE.";
  private static final int ICON_ENTRY = 16;

  /** Whether a file is of a format. */
  private interface Signature {
    /**
     * @param file the first bytes, or all
     * @param head the same, {@link #HEAD} of them at most, as text of one character a byte
     */
    boolean isIn(byte[] file, String head);

    default Signature or(Signature other) {
      return (file, head) -> isIn(file, head) || other.isIn(file, head);
    }
  }

  /**
   * What is no image that can be decoded.
   *
   * @param name as errors say it; in files of boxes {@code %s} is the main brand
   * @param isPicture whether it is one, other than an icon or a drawing
   * @param suffixes of pictures, by which a walk knows them
   */
  private record Format(
      String name, boolean isPicture, List<String> suffixes, Signature signature) {}

  private static Format picture(String name, String suffixes, Signature signature) {
    return new Format(name, true, List.of(suffixes.split(", ", -1)), signature);
  }

  /** A picture of which no suffix is known that other files do not have. */
  private static Format picture(String name, Signature signature) {
    return new Format(name, true, List.of(), signature);
  }

  private static Format other(String name, Signature signature) {
    return new Format(name, false, List.of(), signature);
  }

  /**
   * The one table of what cannot be read: bytes and suffixes. The first that fits counts: what has
   * no mark of its own comes last.
   */
  private static final List<Format> FORMATS =
      List.of(
          other("a QuickTime video (%s)", brand("qt")),
          other("a sound recording (%s)", brand("M4A").or(brand("M4B"))),
          other("an MP4 video (%s)", brand("")),
          picture("a Photoshop file (PSD)", "psd, psb", at(0, "8BPS")),
          picture(
              "a JPEG 2000 image",
              "jp2, j2k, j2c, jpc, jpf, jpx",
              at(4, "jP  ").or(at(0, "\u00ffO\u00ffQ"))),
          picture("a JPEG XR image", "jxr, wdp, hdp", at(0, "II\u00bc")),
          picture("a camera's raw picture (CRW)", "crw", at(6, "HEAPCCDR")),
          picture("a camera's raw picture (X3F)", "x3f", at(0, "FOVb")),
          picture("a camera's raw picture (MRW)", "mrw", at(0, "\0MRM")),
          picture("a camera's raw picture (ARI)", "ari", at(0, "ARRI")),
          picture(
              "a camera's raw picture",
              "3fr, bay, cap, dcr, dcs, drf, eip, erf, fff, gpr, iiq, k25, kdc, mef, mos, ptx, r3d,"
                  + " raw, rwl, rwz, sr2, srf",
              (file, head) -> false), // mostly TIFF by their bytes
          picture("a DICOM file", "dcm, dicom", at(128, "DICM")),
          other("a NIfTI volume", at(344, "n+1\0")),
          picture("a FITS image", at(0, "SIMPLE  =")),
          picture("an OpenEXR image", "exr", at(0, "v/1\1")),
          picture("a Radiance image (HDR)", "hdr", at(0, "#?RADIANCE", "#?RGBE")),
          other("a DirectDraw surface (DDS)", at(0, "DDS ")),
          other("a Khronos texture (KTX)", at(0, "\u00abKTX ")),
          picture("a QOI image", "qoi", at(0, "qoif")),
          picture("a FLIF image", at(0, "FLIF")),
          picture("a BPG image", "bpg", at(0, "BPG\u00fb")),
          picture("a farbfeld image", at(0, "farbfeld")),
          picture("a GIMP file (XCF)", "xcf", at(0, "gimp xcf")),
          other("an icon (ICNS)", at(0, "icns")),
          picture("an SGI image", "sgi", at(0, "\u0001\u00da")),
          picture("a Sun raster image", at(0, "Y\u00a6j\u0095")),
          picture("a DPX image", at(0, "SDPX", "XPDS")),
          picture("a Cineon image", at(0, "\u0080*_\u00d7")),
          other("an MNG animation", at(0, "\u008aMNG")),
          picture("a JNG image", at(0, "\u008bJNG")),
          other("an X pixmap (XPM)", at(0, "/* XPM */")),
          other("a DjVu document", at(0, "AT&TFORM")),
          other("a PDF document", at(0, "%PDF")),
          other("a PostScript document", at(0, "%!PS", "\u00c5\u00d0\u00d3\u00c6")),
          other("a Windows metafile (WMF)", at(0, "\u00d7\u00cd\u00c6\u009a")),
          other("a Windows metafile (EMF)", at(40, " EMF")),
          other("an AVI video", at(8, "AVI ")),
          other("a Matroska or WebM video", at(0, "\u001aE\u00df\u00a3")),
          other("a Flash video", at(0, "FLV\1")),
          other("an MPEG video", at(0, "\0\0\1\u00ba", "\0\0\1\u00b3")),
          other("a Windows Media video", at(0, "0&\u00b2u\u008ef\u00cf\u0011")),
          other("an Ogg recording", at(0, "OggS")),
          other("a sound recording (WAV)", at(8, "WAVE")),
          other("a sound recording (MP3)", at(0, "ID3")),
          other("a NumPy array", at(0, "\u0093NUMPY")),
          other("an HDF5 file", at(0, "\u0089HDF")),
          other("a MATLAB file", at(0, "MATLAB 5.0")),
          other("an Office document or a cache of thumbnails", at(0, "\u00d0\u00cf\u0011\u00e0")),
          other("a macOS resource file, whose picture is beside it", at(0, "\0\5\u0016\7")),
          other(
              "a compressed archive",
              at(
                  0,
                  "PK\3\4",
                  "\u001f\u008b",
                  "7z\u00bc\u00af",
                  "Rar!",
                  "\u00fd7zXZ",
                  "BZh",
                  "(\u00b5/\u00fd")),
          other("an archive (TAR)", at(257, "ustar")),
          other("a program", at(0, "\u007fELF", "MZ")),
          other("a pointer of Git LFS, not the file itself", at(0, "version https://git-lfs")),
          picture(
              "a Netpbm image (PBM, PGM, PPM)",
              "pbm, pgm, ppm, pnm, pam",
              (file, head) -> head.length() > 2 && head.matches("(?s)P[1-7Ff]\\s.*")),
          other("an icon (ICO, CUR)", (file, head) -> isIcon(file)),
          picture("a TGA image", "tga", (file, head) -> isTga(file)),
          picture("a PCX image", "pcx", (file, head) -> isPcx(file)));

  private static final Set<String> SUFFIXES =
      FORMATS.stream()
          .flatMap(format -> format.suffixes().stream())
          .collect(Collectors.toUnmodifiableSet());

  private ForeignContent() {}

  /** What it is, such as {@code a PDF document}. */
  static String name(byte[] file) {
    return format(file)
        .map(format -> format.name().formatted(BoxBrands.main(head(file))))
        .or(() -> text(file))
        .orElseGet(() -> zeros(file) ? "nothing but zeros" : "not an image of a known format");
  }

  /**
   * Whether it is a picture, other than an icon or a drawing.
   *
   * @param head the first bytes are enough
   */
  static boolean isPicture(byte[] head) {
    return format(head).filter(Format::isPicture).isPresent();
  }

  /**
   * Whether it is the suffix of pictures.
   *
   * @param suffix in lower case, without the dot
   */
  static boolean isSuffixOfPictures(String suffix) {
    return SUFFIXES.contains(suffix);
  }

  private static Optional<Format> format(byte[] file) {
    String head = head(file);
    return FORMATS.stream().filter(format -> format.signature().isIn(file, head)).findFirst();
  }

  private static String head(byte[] file) {
    return new String(file, 0, Math.min(file.length, HEAD), StandardCharsets.ISO_8859_1);
  }

  /** Bytes at a place that only one format has there, or one of several. */
  private static Signature at(int place, String... marks) {
    return (file, head) -> Arrays.stream(marks).anyMatch(mark -> head.startsWith(mark, place));
  }

  /** Files of boxes, whose first names the brands that it complies with, the main one first. */
  private static Signature brand(String start) {
    return (file, head) -> BoxBrands.areThere(head) && head.startsWith(start, 8);
  }

  /** An icon's first entry points to its picture; pictures of other formats begin alike. */
  private static boolean isIcon(byte[] file) {
    if (file.length < 6 + ICON_ENTRY || u16le(file, 0) != 0) {
      return false;
    }
    int kind = u16le(file, 2);
    int count = u16le(file, 4);
    long size = Integer.toUnsignedLong(i32le(file, 14));
    long at = Integer.toUnsignedLong(i32le(file, 18));
    return (kind == 1 || kind == 2)
        && count > 0
        && file[9] == 0
        && size > 0
        && at >= 6 + (long) ICON_ENTRY * count
        && at + size <= file.length;
  }

  /** By its end mark, or, as older files have none, by a header that makes sense. */
  private static boolean isTga(byte[] file) {
    int from = Math.max(0, file.length - TGA_END.length() - 1);
    String end = new String(file, from, file.length - from, StandardCharsets.ISO_8859_1);
    if (end.startsWith(TGA_END)) {
      return true;
    }
    if (file.length <= TGA_HEADER) {
      return false;
    }
    int map = u8(file, 1);
    int kind = u8(file, 2);
    int depth = u8(file, 16);
    long pixels = (long) u16le(file, 12) * u16le(file, 14);
    boolean known = map <= 1 && ((kind >= 1 && kind <= 3) || (kind >= 9 && kind <= 11));
    boolean deep = depth == 8 || depth == 15 || depth == 16 || depth == 24 || depth == 32;
    boolean mapped = (map == 1) == (kind % 8 == 1);
    boolean fits = kind > 3 || TGA_HEADER + pixels * ((depth + 7) / 8) <= file.length;
    return known && deep && mapped && fits && pixels > 0;
  }

  private static boolean isPcx(byte[] file) {
    return file.length > 128 && file[0] == 10 && u8(file, 1) <= 5 && file[2] == 1 && file[64] == 0;
  }

  private static Optional<String> text(byte[] file) {
    int length = Math.min(file.length, HEAD);
    String text;
    try {
      int end = length;
      // The last character may be cut.
      while (length < file.length && end > length - 4 && (file[end] & 0xc0) == 0x80) {
        end--;
      }
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(file, 0, end))
              .toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    if (text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
      return Optional.empty();
    }
    String start = text.replace("\ufeff", "").stripLeading().toLowerCase(Locale.ROOT);
    if (start.contains("<svg")) {
      return Optional.of("an SVG drawing");
    }
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return Optional.of("an HTML page, as servers send where a picture is missing");
    }
    return Optional.of(start.startsWith("<") ? "a text file (XML)" : "a text file");
  }

  private static boolean zeros(byte[] file) {
    for (byte one : file) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }
}
