package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u16le;
import static io.github.resnet50.image.decode.Bytes.u8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names what is no image of a supported format, by its content. */
final class ForeignContent {
  /** As many bytes are looked at as text. */
  private static final int HEAD = 512;

  private static final int TGA_HEADER = 18;
  private static final String TGA_END = "TRUEVISION-XFILE.";
  private static final int ICON_ENTRY = 16;

  /** Bytes at a place, as text of one character a byte, that only one format has there. */
  private record Mark(int at, String text, String name) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(0, "8BPS", "a Photoshop file (PSD)"),
          new Mark(4, "jP  ", "a JPEG 2000 image"),
          new Mark(0, "\u00ffO\u00ffQ", "a JPEG 2000 image"),
          new Mark(4, "JXL ", "a JPEG XL image"),
          new Mark(0, "\u00ff\n", "a JPEG XL image"),
          new Mark(0, "II\u00bc", "a JPEG XR image"),
          new Mark(0, "II+\0", "a BigTIFF image"),
          new Mark(0, "MM\0+", "a BigTIFF image"),
          new Mark(0, "FUJIFILMCCD-RAW", "a camera's raw picture (RAF)"),
          new Mark(0, "IIRO", "a camera's raw picture (ORF)"),
          new Mark(0, "IIRS", "a camera's raw picture (ORF)"),
          new Mark(0, "MMOR", "a camera's raw picture (ORF)"),
          new Mark(0, "IIU\0", "a camera's raw picture (RW2)"),
          new Mark(6, "HEAPCCDR", "a camera's raw picture (CRW)"),
          new Mark(0, "FOVb", "a camera's raw picture (X3F)"),
          new Mark(0, "\0MRM", "a camera's raw picture (MRW)"),
          new Mark(0, "ARRI", "a camera's raw picture (ARI)"),
          new Mark(128, "DICM", "a DICOM file"),
          new Mark(344, "n+1\0", "a NIfTI volume"),
          new Mark(0, "SIMPLE  =", "a FITS image"),
          new Mark(0, "v/1\1", "an OpenEXR image"),
          new Mark(0, "#?RADIANCE", "a Radiance image (HDR)"),
          new Mark(0, "#?RGBE", "a Radiance image (HDR)"),
          new Mark(0, "DDS ", "a DirectDraw surface (DDS)"),
          new Mark(0, "\u00abKTX ", "a Khronos texture (KTX)"),
          new Mark(0, "qoif", "a QOI image"),
          new Mark(0, "FLIF", "a FLIF image"),
          new Mark(0, "BPG\u00fb", "a BPG image"),
          new Mark(0, "farbfeld", "a farbfeld image"),
          new Mark(0, "gimp xcf", "a GIMP file (XCF)"),
          new Mark(0, "icns", "an icon (ICNS)"),
          new Mark(0, "\u0001\u00da", "an SGI image"),
          new Mark(0, "Y\u00a6j\u0095", "a Sun raster image"),
          new Mark(0, "SDPX", "a DPX image"),
          new Mark(0, "XPDS", "a DPX image"),
          new Mark(0, "\u0080*_\u00d7", "a Cineon image"),
          new Mark(0, "\u008aMNG", "an MNG animation"),
          new Mark(0, "\u008bJNG", "a JNG image"),
          new Mark(0, "/* XPM */", "an X pixmap (XPM)"),
          new Mark(0, "AT&TFORM", "a DjVu document"),
          new Mark(0, "%PDF", "a PDF document"),
          new Mark(0, "%!PS", "a PostScript document"),
          new Mark(0, "\u00c5\u00d0\u00d3\u00c6", "a PostScript document"),
          new Mark(0, "\u00d7\u00cd\u00c6\u009a", "a Windows metafile (WMF)"),
          new Mark(40, " EMF", "a Windows metafile (EMF)"),
          new Mark(8, "AVI ", "an AVI video"),
          new Mark(0, "\u001aE\u00df\u00a3", "a Matroska or WebM video"),
          new Mark(0, "FLV\1", "a Flash video"),
          new Mark(0, "\0\0\1\u00ba", "an MPEG video"),
          new Mark(0, "\0\0\1\u00b3", "an MPEG video"),
          new Mark(0, "0&\u00b2u\u008ef\u00cf\u0011", "a Windows Media video"),
          new Mark(0, "OggS", "an Ogg recording"),
          new Mark(8, "WAVE", "a sound recording (WAV)"),
          new Mark(0, "ID3", "a sound recording (MP3)"),
          new Mark(0, "\u0093NUMPY", "a NumPy array"),
          new Mark(0, "\u0089HDF", "an HDF5 file"),
          new Mark(0, "MATLAB 5.0", "a MATLAB file"),
          new Mark(0, "\u00d0\u00cf\u0011\u00e0", "an Office document or a cache of thumbnails"),
          new Mark(0, "\0\5\u0016\7", "a macOS resource file, whose picture is beside it"),
          new Mark(0, "PK\3\4", "a compressed archive"),
          new Mark(0, "\u001f\u008b", "a compressed archive"),
          new Mark(0, "7z\u00bc\u00af", "a compressed archive"),
          new Mark(0, "Rar!", "a compressed archive"),
          new Mark(0, "\u00fd7zXZ", "a compressed archive"),
          new Mark(0, "BZh", "a compressed archive"),
          new Mark(0, "(\u00b5/\u00fd", "a compressed archive"),
          new Mark(257, "ustar", "an archive (TAR)"),
          new Mark(0, "\u007fELF", "a program"),
          new Mark(0, "MZ", "a program"),
          new Mark(0, "version https://git-lfs", "a pointer of Git LFS, not the file itself"));

  /** The names of pictures. */
  private static final Pattern PICTURE =
      Pattern.compile("an? .*(image|photograph|raw picture).*|a (Photoshop|GIMP|DICOM) file.*");

  private ForeignContent() {}

  /** What it is, such as {@code a PDF document}. */
  static String name(byte[] file) {
    int length = Math.min(file.length, HEAD);
    String head = new String(file, 0, length, StandardCharsets.ISO_8859_1);
    if (head.startsWith("ftyp", 4) && length >= 12) {
      return boxes(head);
    }
    for (Mark mark : MARKS) {
      if (head.startsWith(mark.text(), mark.at())) {
        return mark.name();
      }
    }
    if (head.length() > 2 && head.matches("(?s)P[1-7Ff]\\s.*")) {
      return "a Netpbm image (PBM, PGM, PPM)";
    }
    return icon(file)
        .or(() -> tga(file))
        .or(() -> pcx(file))
        .or(() -> text(file, length))
        .orElseGet(() -> zeros(file) ? "nothing but zeros" : "not an image of a known format");
  }

  /**
   * Whether it is a picture, other than an icon or a drawing.
   *
   * @param head the first bytes are enough
   */
  static boolean isPicture(byte[] head) {
    return PICTURE.matcher(name(head)).matches();
  }

  /** Files of boxes, whose first names the brands that it complies with, the main one first. */
  private static String boxes(String head) {
    String main = head.substring(8, 12);
    int end = Math.min(head.length(), Math.max(12, (head.charAt(2) << 8) | head.charAt(3)));
    String all = head.substring(8, end);
    String kind;
    if (all.contains("avif") || all.contains("avis")) {
      kind = "an AVIF image";
    } else if (main.startsWith("hei") || main.startsWith("hev") || main.matches("mif1|msf1")) {
      kind = "a HEIF photograph";
    } else if (main.startsWith("crx")) {
      return "a camera's raw picture (CR3)";
    } else if (main.startsWith("qt")) {
      kind = "a QuickTime video";
    } else if (main.startsWith("M4A") || main.startsWith("M4B")) {
      kind = "a sound recording";
    } else {
      kind = "an MP4 video";
    }
    return kind + " (" + main.strip() + ")";
  }

  /** An icon's first entry points to its picture; pictures of other formats begin alike. */
  private static Optional<String> icon(byte[] file) {
    if (file.length < 6 + ICON_ENTRY || u16le(file, 0) != 0) {
      return Optional.empty();
    }
    int kind = u16le(file, 2);
    int count = u16le(file, 4);
    long size = Integer.toUnsignedLong(i32le(file, 14));
    long at = Integer.toUnsignedLong(i32le(file, 18));
    boolean sound =
        (kind == 1 || kind == 2)
            && count > 0
            && file[9] == 0
            && size > 0
            && at >= 6 + (long) ICON_ENTRY * count
            && at + size <= file.length;
    return sound ? Optional.of("an icon (ICO, CUR)") : Optional.empty();
  }

  /** By its end mark, or, as older files have none, by a header that makes sense. */
  private static Optional<String> tga(byte[] file) {
    int from = Math.max(0, file.length - TGA_END.length() - 1);
    String end = new String(file, from, file.length - from, StandardCharsets.ISO_8859_1);
    boolean marked = end.startsWith(TGA_END);
    if (!marked && file.length > TGA_HEADER) {
      int map = u8(file, 1);
      int kind = u8(file, 2);
      int depth = u8(file, 16);
      long pixels = (long) u16le(file, 12) * u16le(file, 14);
      boolean known = map <= 1 && ((kind >= 1 && kind <= 3) || (kind >= 9 && kind <= 11));
      boolean deep = depth == 8 || depth == 15 || depth == 16 || depth == 24 || depth == 32;
      boolean mapped = (map == 1) == (kind % 8 == 1);
      boolean fits = kind > 3 || TGA_HEADER + pixels * ((depth + 7) / 8) <= file.length;
      marked = known && deep && mapped && fits && pixels > 0;
    }
    return marked ? Optional.of("a TGA image") : Optional.empty();
  }

  private static Optional<String> pcx(byte[] file) {
    boolean sound =
        file.length > 128 && file[0] == 10 && u8(file, 1) <= 5 && file[2] == 1 && file[64] == 0;
    return sound ? Optional.of("a PCX image") : Optional.empty();
  }

  private static Optional<String> text(byte[] file, int length) {
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
