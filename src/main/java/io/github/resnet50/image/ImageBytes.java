package io.github.resnet50.image;

import io.github.resnet50.image.ImageFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * An encoded image, all of which is in memory, or of which pieces are read as they are wanted: of a
 * scene of gigabytes memory then holds some kilobytes. For one thread.
 *
 * <p>Where a piece cannot be read, each of these throws an {@link UncheckedIOException}.
 */
public interface ImageBytes extends AutoCloseable {
  /** How many there are. */
  long length();

  /**
   * Some bytes, at least one, of those that are wanted; nobody changes them.
   *
   * @param from the first that is wanted
   * @param to after the last; beyond {@code from}, and not beyond the end
   */
  Piece piece(long from, long to);

  /**
   * Bytes within an array.
   *
   * @param from the first
   * @param to after the last
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(byte[] bytes, int from, int to) {
    public int length() {
      return to - from;
    }
  }

  /** A copy of some bytes. */
  default byte[] copy(long from, int count) {
    byte[] copy = new byte[count];
    for (int done = 0; done < count; ) {
      Piece piece = piece(from + done, from + count);
      System.arraycopy(piece.bytes(), piece.from(), copy, done, piece.length());
      done += piece.length();
    }
    return copy;
  }

  /**
   * All of them, not to be changed.
   *
   * @throws ImageException where they do not fit into memory
   */
  default byte[] all() throws ImageException {
    ImageSource.requireArray(length());
    try {
      return copy(0, (int) length());
    } catch (OutOfMemoryError e) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "the file does not fit into memory", e);
    }
  }

  @Override
  default void close() {}

  /** Those of an array. */
  static ImageBytes of(byte[] bytes) {
    return new ImageBytes() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public Piece piece(long from, long to) {
        return new Piece(bytes, (int) from, (int) to);
      }

      @Override
      public byte[] all() {
        return bytes;
      }
    };
  }

  /** Those of a part of a file on this machine, read as they are wanted. */
  static ImageBytes of(Path file, long start, long length) throws IOException {
    return new FileBytes(file, start, length);
  }

  /** Says that an image could not be read. */
  static ImageException unreadable(UncheckedIOException e) {
    return new ImageException(
        Kind.UNREADABLE, "cannot be read: " + e.getCause().getMessage(), e.getCause());
  }
}
