package io.github.resnet50.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file on this machine, or of a part of it, read a piece at a time. */
final class FileBytes implements ImageBytes {
  private static final int MOST = 1 << 15;

  private final RandomAccessFile file; // no channel: interrupting a thread that reads closes it
  private final long start;
  private final long length;
  private byte[] last = {}; // what was read last, never changed: pieces of it are others' too
  private long lastAt;

  /**
   * Opens a plain file.
   *
   * @param start of what is read
   * @param length of what is read
   */
  FileBytes(Path path, long start, long length) throws IOException {
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.start = start;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Piece piece(long from, long to) {
    if (!isThere(from, 1)) {
      readLast(from, to);
    }
    return new Piece(last, (int) (from - lastAt), (int) Math.min(last.length, to - lastAt));
  }

  @Override
  public byte[] copy(long from, int count) {
    if (count > MOST) {
      return read(from, count);
    }
    if (!isThere(from, count)) {
      readLast(from, length);
    }
    byte[] copy = new byte[count];
    System.arraycopy(last, (int) (from - lastAt), copy, 0, count);
    return copy;
  }

  private boolean isThere(long from, int count) {
    return from >= lastAt && from + count <= lastAt + last.length;
  }

  private void readLast(long from, long to) {
    last = read(from, (int) Math.min(MOST, to - from));
    lastAt = from;
  }

  private byte[] read(long from, int count) {
    byte[] bytes = new byte[count];
    try {
      file.seek(start + from);
      file.readFully(bytes);
      return bytes;
    } catch (EOFException e) {
      throw new UncheckedIOException(new EOFException("it has become shorter meanwhile"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It was read.
    }
  }
}
