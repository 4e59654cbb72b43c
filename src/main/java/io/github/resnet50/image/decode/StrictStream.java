package io.github.resnet50.image.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory, that fail when more of them are read than a picture may need. The WebP reader
 * treats the end of its data as zeros, for as many pixels as the header promises; so zeros follow
 * the data here, which the reader takes for a part of it, and reading them fails.
 */
final class StrictStream extends ImageInputStreamImpl {
  private final byte[] bytes;
  private final int end;

  /** Thrown where the data ends before the picture does. */
  static final class ExhaustedException extends IOException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("the data ends before the picture does");
    }
  }

  /**
   * @param end the first byte that must not be read
   */
  StrictStream(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    checkEnd();
    setBitOffset(0);
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    checkEnd();
    setBitOffset(0);
    int count = (int) Math.min(length, end - streamPos);
    System.arraycopy(bytes, (int) streamPos, to, from, count);
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

  private void checkEnd() throws ExhaustedException {
    if (streamPos >= end) {
      throw new ExhaustedException();
    }
  }
}
