package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;

/**
 * Looks whether the scans of a JPEG together hold all of its picture (ITU T.81, annex G): every
 * coefficient of every component, down to its last bit. Decoders show what there is and do not
 * warn, since each scan by itself is whole.
 */
final class JpegScans {
  private static final int COEFFICIENTS = 64;

  /** Greater than any number of bits that a scan may leave out. */
  private static final byte NEVER_SENT = 16;

  private final byte[] original;
  private final int frame;
  private final boolean progressive;

  /** Bits that are still missing, of each component's coefficients. */
  private final byte[][] missing;

  private byte[] mended;

  /**
   * The scans of a file.
   *
   * @param frame where the content of its frame header is
   */
  JpegScans(byte[] bytes, int frame, boolean progressive) {
    this.original = bytes;
    this.mended = bytes;
    this.frame = frame;
    this.progressive = progressive;
    this.missing = new byte[u8(bytes, frame + 5)][COEFFICIENTS];
    for (byte[] component : missing) {
      Arrays.fill(component, NEVER_SENT);
    }
  }

  /**
   * Follows the scans to the end of the image.
   *
   * @param from where the first scan starts
   * @return where the end-of-image marker is, or -1 if the file ends without one
   * @throws ImageException {@link Kind#TRUNCATED} where a part of the picture was never sent
   */
  int walk(int from) throws ImageException {
    int at = from;
    int end = -1;
    while (at >= 0) {
      int marker = u8(original, at + 1);
      if (marker == JpegMarkers.EOI) {
        end = at;
        break;
      }
      int next = JpegMarkers.isAlone(marker) ? at + 2 : JpegMarkers.segmentEnd(original, at);
      if (next < 0) {
        break;
      }
      if (marker == JpegMarkers.SOS) {
        scan(at + 4, next);
      }
      at = JpegMarkers.nextMarker(original, next);
    }
    for (byte[] component : missing) {
      for (byte bits : component) {
        if (bits != 0) {
          throw new ImageException(
              Kind.TRUNCATED,
              progressive
                  ? "the progressive JPEG ends before its last scan"
                  : "the JPEG lacks a part of its picture");
        }
      }
    }
    return end;
  }

  /**
   * The file, with header fields of scans that some cameras leave wrong put right: every decoder
   * does without them, but complains, and would do so only once.
   */
  byte[] mended() {
    return mended;
  }

  private void scan(int from, int end) {
    int count = u8(original, Math.min(from, end - 1));
    int fields = from + 1 + 2 * count;
    if (fields + 3 > end) {
      return;
    }
    int first = progressive ? Math.min(u8(original, fields), COEFFICIENTS) : 0;
    int last = progressive ? Math.min(u8(original, fields + 1), COEFFICIENTS - 1) : 63;
    byte left = progressive ? (byte) (u8(original, fields + 2) & 15) : 0;
    for (int i = 0; i < count; i++) {
      int component = component(u8(original, from + 1 + 2 * i));
      if (component >= 0 && first <= last) {
        Arrays.fill(missing[component], first, last + 1, left);
      }
    }
    if (!progressive) {
      mend(fields, (byte) 0);
      mend(fields + 1, (byte) (COEFFICIENTS - 1));
      mend(fields + 2, (byte) 0);
    }
  }

  private int component(int id) {
    for (int i = 0; i < missing.length; i++) {
      if (u8(original, frame + 6 + 3 * i) == id) {
        return i;
      }
    }
    return -1;
  }

  private void mend(int at, byte value) {
    if (mended[at] != value) {
      mended = mended == original ? original.clone() : mended;
      mended[at] = value;
    }
  }
}
