package io.github.resnet50.image.archive;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a tar is compressed, told by its first bytes, whatever its name. */
enum Decompression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ZSTD_HEADER_BYTES = 18;

  /**
   * As zstd takes unless it is told to take more: a larger one is held in memory, or pretends to
   * be.
   */
  private static final long MOST_WINDOW = 128L << 20;

  static Decompression of(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    boolean isZstd =
        head.length >= 4
            && (head[0] & 0xff) == 0x28
            && (head[1] & 0xff) == 0xb5
            && head[2] == 0x2f
            && (head[3] & 0xff) == 0xfd;
    return isZstd ? ZSTD : NONE;
  }

  /** The plain bytes of a stream, buffered. */
  static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    buffered.mark(ZSTD_HEADER_BYTES);
    byte[] head = buffered.readNBytes(ZSTD_HEADER_BYTES);
    buffered.reset();
    return switch (of(head)) {
      case NONE -> buffered;
      case GZIP ->
          new BufferedInputStream(new GzipCompressorInputStream(buffered, true), BUFFER_BYTES);
      case ZSTD -> {
        long window = window(head);
        if (window < 0 || window > MOST_WINDOW) {
          throw new IOException(
              "compressed with a window of %s; the most is 128 MiB, as of zstd --long=27"
                  .formatted(window < 0 ? "more than 8 EiB" : (window >> 20) + " MiB"));
        }
        yield new BufferedInputStream(new ZstdInputStream(buffered), BUFFER_BYTES);
      }
    };
  }

  /** How much of its output a frame of Zstandard wants to look back at, as RFC 8878 has it. */
  private static long window(byte[] head) {
    ByteBuffer header = ByteBuffer.wrap(Arrays.copyOf(head, ZSTD_HEADER_BYTES));
    header.order(ByteOrder.LITTLE_ENDIAN).position(4);
    int descriptor = header.get() & 0xff;
    boolean isSingle = (descriptor & 0x20) != 0; // the window is all of the output
    if (!isSingle) {
      int exponentAndMantissa = header.get() & 0xff;
      long base = 1L << (10 + (exponentAndMantissa >> 3));
      return base + base / 8 * (exponentAndMantissa & 7);
    }
    int place = 5 + List.of(0, 1, 2, 4).get(descriptor & 3); // behind the dictionary's number
    return switch (descriptor >> 6) {
      case 0 -> header.get(place) & 0xff;
      case 1 -> (header.getShort(place) & 0xffff) + 256;
      case 2 -> header.getInt(place) & 0xffffffffL;
      default -> header.getLong(place);
    };
  }
}
