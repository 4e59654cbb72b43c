package io.github.resnet50.image.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds pieces until each is taken: in memory as far as is allowed, the others in a temporary file,
 * which begins anew whenever nothing in it is wanted. For many threads.
 */
final class HeldBytes implements Closeable {
  private final long mostInMemory;
  private long inMemory;
  private int inFile; // pieces
  private long end; // of the file
  private Path path; // null: no file yet
  private RandomAccessFile file;

  HeldBytes(long mostInMemory) {
    this.mostInMemory = mostInMemory;
  }

  /** Bytes that are held. */
  final class Piece {
    private byte[] bytes; // null: in the file, or taken
    private final long place;
    private final int length;
    private boolean isReleased;

    private Piece(byte[] bytes, long place, int length) {
      this.bytes = bytes;
      this.place = place;
      this.length = length;
    }

    /** Gives them, and lets them go. */
    byte[] take() throws IOException {
      synchronized (HeldBytes.this) {
        byte[] result = read();
        release();
        return result;
      }
    }

    /** Gives them, until they are released; the caller changes nothing in them. */
    byte[] read() throws IOException {
      synchronized (HeldBytes.this) {
        if (isReleased) {
          throw new IOException("a stream is read once");
        }
        if (bytes != null) {
          return bytes;
        }
        byte[] result = new byte[length];
        file.seek(place);
        file.readFully(result);
        return result;
      }
    }

    void release() {
      synchronized (HeldBytes.this) {
        if (isReleased) {
          return;
        }
        isReleased = true;
        if (bytes != null) {
          inMemory -= length;
          bytes = null;
        } else if (--inFile == 0) {
          end = 0;
        }
      }
    }
  }

  synchronized Piece hold(byte[] bytes) throws IOException {
    if (inMemory + bytes.length <= mostInMemory) {
      inMemory += bytes.length;
      return new Piece(bytes, 0, bytes.length);
    }
    if (path == null) {
      path = Files.createTempFile("resnet50-", ".tar-entries");
      file = new RandomAccessFile(path.toFile(), "rw");
      try {
        Files.delete(path); // its bytes stay until it is closed, or the process ends in any way
      } catch (IOException e) { // Windows
        path.toFile().deleteOnExit();
      }
    }
    file.seek(end);
    file.write(bytes);
    inFile++;
    Piece piece = new Piece(null, end, bytes.length);
    end += bytes.length;
    return piece;
  }

  @Override
  public synchronized void close() throws IOException {
    if (path != null) {
      file.close();
      Files.deleteIfExists(path);
    }
  }
}
