package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u16be;
import static io.github.resnet50.image.decode.Bytes.u8;

import java.util.Optional;
import java.util.Set;

/**
 * Finds the JPEGs in a file of another format, whatever the maker of a camera has put them into: by
 * their markers, of which a whole chain has to be sound. Lossless ones, as sensors' data often are,
 * do not count. Looks at each byte once.
 */
final class EmbeddedJpegs {
  private static final int FIRST_FRAME = 0xc0;
  private static final int PROGRESSIVE = 0xc2;
  private static final int LAST_FRAME = 0xcf;
  private static final Set<Integer> NO_FRAMES = Set.of(0xc4, 0xc8, 0xcc);
  private static final int START = 0xd8;
  private static final int BITS = 8;

  private final byte[] bytes;
  private final Set<Long> passed;
  private Jpeg largest;

  /** Where a JPEG begins and ends, and its pixels. */
  record Jpeg(int from, int to, long pixels) {}

  private EmbeddedJpegs(byte[] bytes, Set<Long> passed) {
    this.bytes = bytes;
    this.passed = passed;
  }

  /**
   * That with the most pixels.
   *
   * @param passed where others begin, which are not meant
   */
  static Optional<Jpeg> largest(byte[] bytes, Set<Long> passed) {
    EmbeddedJpegs all = new EmbeddedJpegs(bytes, passed);
    int at = all.nextStart(0);
    while (at >= 0) {
      at = all.nextStart(all.look(at));
    }
    return Optional.ofNullable(all.largest);
  }

  private int nextStart(int from) {
    int at = JpegMarkers.nextMarker(bytes, from);
    while (at >= 0 && (u8(bytes, at + 1) != START || at + 3 > bytes.length - 1)) {
      at = JpegMarkers.nextMarker(bytes, at + 1);
    }
    return at;
  }

  /** Takes the JPEG that may begin there; where to look on. */
  private int look(int start) {
    long pixels = 0;
    int at = start + 2;
    while (at + 2 <= bytes.length && u8(bytes, at) == 0xff) {
      int marker = u8(bytes, at + 1);
      if (marker == JpegMarkers.EOI) {
        take(start, at + 2, pixels);
        return at + 2;
      }
      int end = JpegMarkers.isAlone(marker) ? -1 : JpegMarkers.segmentEnd(bytes, at);
      boolean isFrame = marker <= LAST_FRAME && !NO_FRAMES.contains(marker);
      boolean isOutOfPlace = marker == JpegMarkers.SOS && pixels == 0;
      if (end < 0
          || marker < FIRST_FRAME
          || isOutOfPlace
          || (isFrame && !isReadable(marker, at, end))) {
        return at;
      }
      pixels = isFrame ? (long) u16be(bytes, at + 5) * u16be(bytes, at + 7) : pixels;
      at = marker == JpegMarkers.SOS ? scanEnd(end) : end;
    }
    if (at >= bytes.length - 1) {
      take(start, bytes.length, pixels); // the file is cut within it
    }
    return at;
  }

  private boolean isReadable(int marker, int at, int end) {
    return marker <= PROGRESSIVE && end - at >= 10 && u8(bytes, at + 4) == BITS;
  }

  /** Where the marker after the data of a scan is. */
  private int scanEnd(int from) {
    int at = JpegMarkers.nextMarker(bytes, from);
    while (at >= 0 && JpegMarkers.isAlone(u8(bytes, at + 1))) {
      at = JpegMarkers.nextMarker(bytes, at + 2);
    }
    return at < 0 ? bytes.length : at;
  }

  private void take(int from, int to, long pixels) {
    boolean isMeant = pixels > 0 && !passed.contains((long) from);
    if (isMeant && (largest == null || pixels > largest.pixels())) {
      largest = new Jpeg(from, to, pixels);
    }
  }
}
