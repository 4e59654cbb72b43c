package io.github.resnet50.image.archive;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a tar is compressed, told by its first bytes, whatever its name. */
enum Decompression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HEAD_BYTES = 4;

  static Decompression of(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    return ZstdFrames.isFrame(head) ? ZSTD : NONE;
  }

  /** The next bytes, fewer at the end; they are read again. */
  static byte[] peek(BufferedInputStream in, int count) throws IOException {
    in.mark(count);
    byte[] head = in.readNBytes(count);
    in.reset();
    return head;
  }

  /** The plain bytes of a stream, buffered. */
  static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    return switch (of(peek(buffered, HEAD_BYTES))) {
      case NONE -> buffered;
      case GZIP -> new BufferedInputStream(new GzipMembers(buffered), BUFFER_BYTES);
      case ZSTD -> new BufferedInputStream(new Zstandard(new ZstdFrames(buffered)), BUFFER_BYTES);
    };
  }

  /**
   * One member after the other; what follows and is none, as zeros on tapes and devices, is the end
   * of them, as for gzip.
   */
  private static final class GzipMembers extends InputStream {
    private final BufferedInputStream compressed;
    private InputStream member;

    GzipMembers(BufferedInputStream compressed) throws IOException {
      this.compressed = compressed;
      this.member = new GzipCompressorInputStream(compressed);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = member.read(bytes, from, length);
      while (count < 0 && isAnother()) {
        member = new GzipCompressorInputStream(compressed);
        count = member.read(bytes, from, length);
      }
      return count;
    }

    private boolean isAnother() throws IOException {
      return of(peek(compressed, HEAD_BYTES)) == GZIP;
    }

    @Override
    public void close() throws IOException {
      member.close(); // and what it reads
    }
  }

  /** Says of frames that look back too far, wherever in the stream they are, what to do. */
  private static final class Zstandard extends FilterInputStream {
    Zstandard(InputStream compressed) {
      super(new ZstdInputStream(compressed));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return super.read(bytes, from, length);
      } catch (MalformedInputException | ArithmeticException e) {
        boolean isOfWindow = // one of more than 2 GiB is an overflow
            e instanceof ArithmeticException
                || String.valueOf(e.getMessage()).startsWith("Window size too large");
        if (isOfWindow) {
          throw new IOException(
              "compressed with a zstd window of more than 8 MiB; compress it again without --long"
                  + " and --ultra",
              e);
        }
        throw e;
      }
    }
  }
}
