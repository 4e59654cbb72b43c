package io.github.resnet50.image.archive;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a tar is compressed, told by its first bytes, whatever its name. */
enum Decompression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER_BYTES = 1 << 16;

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
    buffered.mark(4);
    byte[] head = buffered.readNBytes(4);
    buffered.reset();
    return switch (of(head)) {
      case NONE -> buffered;
      case GZIP ->
          new BufferedInputStream(new GzipCompressorInputStream(buffered, true), BUFFER_BYTES);
      case ZSTD -> new BufferedInputStream(new ZstdInputStream(buffered), BUFFER_BYTES);
    };
  }
}
