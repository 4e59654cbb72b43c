package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageBytes.Piece;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The rows of a strip or tile, unpacked one after the other, so that no more memory is taken than
 * for one of them.
 */
abstract class TiffRows implements AutoCloseable {
  private final ImageBytes file;
  private long next; // of the file, behind the piece
  private final long until;

  /** A piece of it, of which {@code at} is the next byte. */
  byte[] bytes = {};

  int at;
  int end;

  /**
   * @param from where the part begins in the file
   * @param until where it ends
   */
  TiffRows(ImageBytes file, long from, long until) {
    this.file = file;
    this.next = from;
    this.until = until;
  }

  /** Whether there is another byte, which is then at {@code at}. */
  final boolean hasNext() {
    if (at == end && next < until) {
      Piece piece = file.piece(next, until);
      bytes = piece.bytes();
      at = piece.from();
      end = piece.to();
      next += piece.length();
    }
    return at < end;
  }

  /**
   * Fills an array with what comes next.
   *
   * @throws ImageException where the data ends before that, or is damaged
   */
  abstract void read(byte[] row) throws ImageException;

  /**
   * To be called when all rows of the picture have been read.
   *
   * @param rest bytes of the part that are beyond the picture
   * @throws ImageException where what follows says that the rows are damaged
   */
  void check(long rest) throws ImageException {}

  @Override
  public void close() {}

  static ImageException truncated() {
    return new ImageException(Kind.TRUNCATED, "the TIFF lacks a part of its picture");
  }

  /** Bytes as they are. */
  static final class Plain extends TiffRows {
    Plain(ImageBytes file, long from, long until) {
      super(file, from, until);
    }

    @Override
    void read(byte[] row) throws ImageException {
      for (int done = 0; done < row.length; ) {
        if (!hasNext()) {
          throw truncated();
        }
        int count = Math.min(row.length - done, end - at);
        System.arraycopy(bytes, at, row, done, count);
        done += count;
        at += count;
      }
    }
  }

  /** PackBits: runs of bytes as they are, and repetitions. */
  static final class Packed extends TiffRows {
    private int left;
    private boolean repeats;

    Packed(ImageBytes file, long from, long until) {
      super(file, from, until);
    }

    @Override
    void read(byte[] row) throws ImageException {
      for (int i = 0; i < row.length; i++) {
        while (left == 0) {
          int head = next();
          repeats = head < 0;
          left = head == -128 ? 0 : repeats ? 1 - head : 1 + head;
        }
        row[i] = next();
        left--;
        if (repeats && left > 0) {
          at--;
        }
      }
    }

    private byte next() throws ImageException {
      if (!hasNext()) {
        throw truncated();
      }
      return bytes[at++];
    }
  }

  /** Deflate, in zlib's wrapping. */
  static final class Deflated extends TiffRows {
    private static final int SURPLUS = 1 << 12;

    private final Inflater inflater = new Inflater();

    Deflated(ImageBytes file, long from, long until) {
      super(file, from, until);
    }

    @Override
    void read(byte[] row) throws ImageException {
      int done = 0;
      while (done < row.length) {
        int count = inflate(row, done);
        if (count == 0) {
          throw truncated();
        }
        done += count;
      }
    }

    /** Goes to the checksum, unless far more is packed than belongs here. */
    @Override
    void check(long rest) throws ImageException {
      byte[] beyond = new byte[SURPLUS];
      long left = rest + SURPLUS;
      int count;
      do {
        count = inflate(beyond, 0);
        left -= count;
      } while (count > 0 && left > 0);
    }

    private int inflate(byte[] row, int from) throws ImageException {
      try {
        int count = inflater.inflate(row, from, row.length - from);
        while (count == 0 && !inflater.finished() && inflater.needsInput() && hasNext()) {
          inflater.setInput(bytes, at, end - at);
          at = end;
          count = inflater.inflate(row, from, row.length - from);
        }
        return count;
      } catch (DataFormatException e) {
        throw new ImageException(Kind.CORRUPT, "damaged TIFF: " + ImageDecoder.reason(e), e);
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** LZW as TIFF has it: codes of 9 to 12 bits, that grow one code early. */
  static final class Lzw extends TiffRows {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MAX_CODES = 4096;

    /** The first kind of it: codes lowest bit first, that grow when they must. */
    private final boolean old;

    private final short[] prefix = new short[MAX_CODES];
    private final byte[] suffix = new byte[MAX_CODES];

    /** What the last code stands for, last byte first. */
    private final byte[] pending = new byte[MAX_CODES + 1];

    private int waiting;
    private int next = END + 1;
    private int width = 9;
    private int previous = -1;
    private byte first;
    private int buffer;
    private int bits;

    Lzw(ImageBytes file, long from, long until, boolean old) {
      super(file, from, until);
      this.old = old;
    }

    @Override
    void read(byte[] row) throws ImageException {
      for (int i = 0; i < row.length; i++) {
        while (waiting == 0) {
          unpack(code());
        }
        row[i] = pending[--waiting];
      }
    }

    private void unpack(int code) throws ImageException {
      if (code == CLEAR) {
        next = END + 1;
        width = 9;
        previous = -1;
        return;
      }
      if (code == END) {
        throw truncated();
      }
      if (code > next || (previous < 0 && code > CLEAR)) {
        throw new ImageException(Kind.CORRUPT, "damaged TIFF: impossible LZW code");
      }
      int walk = code;
      if (code == next) {
        pending[waiting++] = first;
        walk = previous;
      }
      while (walk > END) {
        pending[waiting++] = suffix[walk];
        walk = prefix[walk];
      }
      first = (byte) walk;
      pending[waiting++] = first;
      if (previous >= 0 && next < MAX_CODES) {
        prefix[next] = (short) previous;
        suffix[next] = first;
        next++;
        if (next + (old ? 0 : 1) >= 1 << width && width < 12) {
          width++;
        }
      }
      previous = code;
    }

    private int code() throws ImageException {
      while (bits < width) {
        if (!hasNext()) {
          throw truncated();
        }
        int more = bytes[at++] & 0xff;
        buffer = old ? buffer | (more << bits) : (buffer << 8) | more;
        bits += 8;
      }
      bits -= width;
      int mask = (1 << width) - 1;
      int code = old ? buffer & mask : (buffer >>> bits) & mask;
      buffer = old ? buffer >>> width : buffer & ((1 << bits) - 1);
      return code;
    }
  }
}
