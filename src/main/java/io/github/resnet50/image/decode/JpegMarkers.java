package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u16be;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the markers of one JPEG and collects what must be known before decoding. */
final class JpegMarkers {
  private static final int SOF0 = 0xc0;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOF15 = 0xcf;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int TEM = 0x01;
  private static final int COM = 0xfe;

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte[] bytes;

  /** Position of the frame header's content, 0 before it was found. */
  private int frame;

  private int process;
  private boolean jfif;
  private int adobeTransform = -1;
  private Orientation orientation = Orientation.UPRIGHT;

  JpegMarkers(byte[] bytes) {
    this.bytes = bytes;
  }

  JpegFile walk() throws ImageException {
    int at = 2;
    while (true) {
      int expected = at;
      at = nextMarker(bytes, expected);
      if (at < 0) {
        throw truncated();
      }
      if (!isPadding(bytes, expected, at)) {
        throw new ImageException(
            Kind.CORRUPT,
            "damaged JPEG: %d extraneous bytes in its header".formatted(at - expected));
      }
      int marker = u8(bytes, at + 1);
      if (isAlone(marker)) {
        at += 2;
        continue;
      }
      if (marker == EOI) {
        throw new ImageException(Kind.CORRUPT, "JPEG without a picture");
      }
      int end = segmentEnd(bytes, at);
      if (end < 0) {
        throw truncated();
      }
      if (marker == SOS) {
        return file(at);
      }
      read(marker, at + 4, end);
      at = end;
    }
  }

  private void read(int marker, int from, int end) throws ImageException {
    if (marker == APP0 && startsWith(from, end, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP14 && startsWith(from, end, "Adobe") && end - from >= 12) {
      adobeTransform = u8(bytes, from + 11);
    } else if (marker == APP1
        && startsWith(from, end, "Exif\0")
        && orientation == Orientation.UPRIGHT
        && end - from > 6) {
      orientation = TiffDirectory.orientation(Arrays.copyOfRange(bytes, from + 6, end));
    } else if (marker >= SOF0
        && marker <= SOF15
        && marker != DHT
        && marker != JPG
        && marker != DAC) {
      if (frame != 0) {
        throw new ImageException(Kind.CORRUPT, "JPEG with two frame headers");
      }
      if (end - from < 6 || end - from < 6 + 3 * u8(bytes, from + 5)) {
        throw new ImageException(Kind.CORRUPT, "JPEG with a frame header too short");
      }
      frame = from;
      process = marker - SOF0;
    }
  }

  /**
   * What was found, once the scans have been looked at.
   *
   * @param at the first start of a scan
   */
  private JpegFile file(int at) throws ImageException {
    if (frame == 0) {
      throw new ImageException(Kind.CORRUPT, "JPEG without a frame header");
    }
    int precision = u8(bytes, frame);
    int components = u8(bytes, frame + 5);
    if (process > 2 || precision != 8) {
      String kind =
          process > 8 ? "arithmetic coding" : process > 2 ? "lossless or differential coding" : "";
      throw new ImageException(
          Kind.UNSUPPORTED,
          "JPEG of a kind that is hardly ever used: "
              + (precision == 8 ? kind : precision + " bits a sample"));
    }
    if (components != 1 && components != 3 && components != 4) {
      throw new ImageException(Kind.UNSUPPORTED, "JPEG of " + components + " components");
    }
    JpegScans scans = new JpegScans(bytes, frame, process == 2);
    int end = scans.walk(at);
    return new JpegFile(
        scans.mended(),
        u16be(bytes, frame + 3),
        u16be(bytes, frame + 1),
        orientation,
        new JpegFile.Colors(components, isLuminance(components), hasUsualSampling(components)),
        process == 2,
        end);
  }

  /** Decides as libjpeg does (jdapimin.c, default_decompress_parms). */
  private boolean isLuminance(int components) {
    if (components == 3) {
      if (jfif || adobeTransform >= 0) {
        return jfif || adobeTransform != 0;
      }
      return u8(bytes, frame + 6) != 'R'
          || u8(bytes, frame + 9) != 'G'
          || u8(bytes, frame + 12) != 'B';
    }
    return components == 4 && adobeTransform == 2;
  }

  /** Of the sampling factors: how many samples of a component there are, across and down. */
  private boolean hasUsualSampling(int components) {
    if (components == 1) {
      return true; // whatever its factors are
    }
    int first = u8(bytes, frame + 7);
    boolean usual = first == 0x11 || first == 0x21 || first == 0x22;
    for (int component = 1; component < components; component++) {
      usual &= u8(bytes, frame + 7 + 3 * component) == 0x11;
    }
    return usual;
  }

  /** Whether bytes where none belong are all the same, as those are that only fill a gap. */
  static boolean isPadding(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != bytes[from]) {
        return false;
      }
    }
    return true;
  }

  static void copyEssentials(byte[] bytes, ByteArrayOutputStream out) {
    out.write(bytes, 0, 2);
    int at = 2;
    while (true) {
      at = nextMarker(bytes, at);
      int marker = u8(bytes, at + 1);
      int end = isAlone(marker) ? at + 2 : segmentEnd(bytes, at);
      if (marker == SOS) {
        out.write(bytes, at, bytes.length - at);
        return;
      }
      if (!isAlone(marker) && !(marker >= APP0 && marker <= APP15) && marker != COM) {
        out.write(bytes, at, end - at);
      }
      at = end;
    }
  }

  /**
   * Position of the next 0xff that starts a marker, or -1. Stuffed zeros and fill bytes are no
   * markers.
   */
  static int nextMarker(byte[] bytes, int from) {
    for (int at = nextFf(bytes, from); at < bytes.length - 1; at = nextFf(bytes, at + 1)) {
      if (bytes[at + 1] != 0 && bytes[at + 1] != -1) {
        return at;
      }
    }
    return -1;
  }

  /** Eight bytes at a time: scans consist of hardly anything else than what is passed over here. */
  private static int nextFf(byte[] bytes, int from) {
    int at = from;
    while (at + Long.BYTES <= bytes.length) {
      long inverse = ~Bytes.i64(bytes, at);
      if ((inverse - LOW_BITS & ~inverse & HIGH_BITS) != 0) {
        break;
      }
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] != -1) {
      at++;
    }
    return at;
  }

  static boolean isAlone(int marker) {
    return (marker >= RST0 && marker <= RST7) || marker == SOI || marker == TEM;
  }

  /** Where a marker's segment ends, or -1 if that is beyond the file. */
  static int segmentEnd(byte[] bytes, int at) {
    if (at + 4 > bytes.length) {
      return -1;
    }
    int end = at + 2 + Math.max(2, u16be(bytes, at + 2));
    return end <= bytes.length ? end : -1;
  }

  private boolean startsWith(int from, int end, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    return end - from >= wanted.length
        && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private static ImageException truncated() {
    return new ImageException(Kind.TRUNCATED, "the file ends within the JPEG header");
  }
}
