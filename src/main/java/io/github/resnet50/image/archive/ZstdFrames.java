package io.github.resnet50.image.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The compressed frames of a stream (RFC 8878) without those that are to be skipped, which pzstd
 * and archives with an index have before, between and behind them. Nothing is decompressed; what is
 * no frame is passed on, for whoever decompresses to refuse.
 */
final class ZstdFrames extends InputStream {
  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int RUN = 1; // a block that is one byte, however long

  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int[] SIZE_BYTES = {0, 2, 4, 8};

  private final BufferedInputStream in;
  private long left; // to be passed on before the next header
  private Place next = Place.FRAME;
  private boolean hasChecksum;

  /** What comes once nothing is left. */
  private enum Place {
    FRAME,
    BLOCK,
    /** Whatever it is. */
    REST
  }

  ZstdFrames(BufferedInputStream in) {
    this.in = in;
  }

  /** Whether it is the beginning of a frame, also of one that is to be skipped. */
  static boolean isFrame(byte[] head) {
    return isSkippable(head) || (head.length >= 4 && number(head, 4) == MAGIC);
  }

  private static boolean isSkippable(byte[] head) {
    return head.length >= 4 && (number(head, 4) & SKIPPABLE_MASK) == SKIPPABLE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    while (left == 0 && next != Place.REST) {
      if (next == Place.BLOCK) {
        block();
      } else if (!frame()) {
        return -1;
      }
    }
    int count = in.read(bytes, from, (int) Math.min(length, next == Place.REST ? length : left));
    left -= next == Place.REST ? 0 : Math.max(0, count);
    return count;
  }

  /** Looks at what begins here; false at the end. */
  private boolean frame() throws IOException {
    byte[] head = Decompression.peek(in, 5);
    while (isSkippable(head)) {
      in.skipNBytes(4);
      byte[] size = in.readNBytes(4);
      if (size.length < 4) {
        throw new EOFException();
      }
      in.skipNBytes(Integer.toUnsignedLong(number(size, 4)));
      head = Decompression.peek(in, 5);
    }
    if (head.length == 0) {
      return false;
    }
    if (head.length < 5 || number(head, 4) != MAGIC) {
      next = Place.REST;
      return true;
    }
    int descriptor = head[4];
    boolean isSingle = (descriptor & 0x20) != 0; // then it has no window, and always a size
    int size = SIZE_BYTES[descriptor >> 6 & 3];
    hasChecksum = (descriptor & 4) != 0;
    left = 5L + DICTIONARY_BYTES[descriptor & 3] + (isSingle ? Math.max(1, size) : 1 + size);
    next = Place.BLOCK;
    return true;
  }

  private void block() throws IOException {
    byte[] head = Decompression.peek(in, 3);
    if (head.length < 3) {
      next = Place.REST; // it is cut off
      return;
    }
    int header = number(head, 3);
    boolean isLast = (header & 1) != 0;
    left = 3L + ((header >> 1 & 3) == RUN ? 1 : header >> 3);
    if (isLast) {
      left += hasChecksum ? 4 : 0;
      next = Place.FRAME;
    }
  }

  /** Little-endian, of 3 or 4 bytes. */
  private static int number(byte[] bytes, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number |= (bytes[i] & 0xff) << (8 * i);
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
