package io.github.resnet50.image.decode;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory, that fail when read beyond their end. The WebP reader reads a few bytes ahead
 * and treats the end as zeros, for as many pixels as the header promises, at the cost of one
 * exception each; so a few zeros follow the bytes here, and beyond them reading fails.
 */
final class StrictStream extends ImageInputStreamImpl {
  private static final int AHEAD = 16;

  private final byte[] bytes;

  StrictStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    checkEnd();
    setBitOffset(0);
    int at = (int) streamPos++;
    return at < bytes.length ? bytes[at] & 0xff : 0;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    checkEnd();
    setBitOffset(0);
    int count = (int) Math.min(length, bytes.length + AHEAD - streamPos);
    int real = (int) Math.max(0, Math.min(count, bytes.length - streamPos));
    if (real > 0) {
      System.arraycopy(bytes, (int) streamPos, to, from, real);
    }
    Arrays.fill(to, from + real, from + count, (byte) 0);
    streamPos += count;
    return count;
  }

  /**
   * Unknown: otherwise the reader would refuse large single-colour pictures because their files are
   * small.
   */
  @Override
  public long length() {
    return -1;
  }

  private void checkEnd() throws IOException {
    if (streamPos >= bytes.length + AHEAD) {
      throw new IOException("the data ends before the picture does");
    }
  }
}
