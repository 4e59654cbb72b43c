package io.github.resnet50.image.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds pieces until each is taken: in memory as far as is allowed, the others in a temporary file,
 * whose places are used again once they are free. Spare pieces, which only save work, are in memory
 * alone, and give way to others. For many threads.
 */
final class HeldBytes implements Closeable {
  private final long mostInMemory;
  private long inMemory;
  private final Set<Piece> spare = new LinkedHashSet<>(); // the longest unused is first
  private final TreeMap<Long, Long> free = new TreeMap<>(); // lengths in the file by place
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
          if (spare.remove(this)) {
            spare.add(this);
          }
          return bytes;
        }
        byte[] result = new byte[length];
        file.seek(place);
        file.readFully(result);
        return result;
      }
    }

    /** The same; null where they have been released. */
    byte[] readIfHeld() throws IOException {
      synchronized (HeldBytes.this) {
        return isReleased ? null : read();
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
          spare.remove(this);
        } else {
          free(place, length);
        }
      }
    }
  }

  /** Holds bytes until they are released. */
  synchronized Piece hold(byte[] bytes) throws IOException {
    if (makeRoom(bytes.length)) {
      return new Piece(bytes, 0, bytes.length);
    }
    openFile();
    long place = place(bytes.length);
    try {
      file.seek(place);
      file.write(bytes);
    } catch (IOException e) {
      free(place, bytes.length);
      throw e;
    }
    return new Piece(null, place, bytes.length);
  }

  /**
   * Holds bytes until memory is wanted for others.
   *
   * @return null where there is no room for them
   */
  synchronized Piece holdSpare(byte[] bytes) {
    if (!makeRoom(bytes.length)) {
      return null;
    }
    Piece piece = new Piece(bytes, 0, bytes.length);
    spare.add(piece);
    return piece;
  }

  /** Takes memory, from spare pieces where they have it; false where there is too little. */
  private boolean makeRoom(int length) {
    while (inMemory + length > mostInMemory && length <= mostInMemory && !spare.isEmpty()) {
      spare.iterator().next().release();
    }
    if (inMemory + length > mostInMemory) {
      return false;
    }
    inMemory += length;
    return true;
  }

  private long place(int length) {
    for (Iterator<Map.Entry<Long, Long>> each = free.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Long, Long> range = each.next();
      long place = range.getKey();
      long rest = range.getValue() - length;
      if (rest >= 0) {
        each.remove();
        if (rest > 0) {
          free.put(place + length, rest);
        }
        return place;
      }
    }
    long place = end;
    end += length;
    return place;
  }

  private void free(long place, long length) {
    if (length == 0) {
      return;
    }
    long start = place;
    long stop = place + length;
    Map.Entry<Long, Long> before = free.lowerEntry(place);
    if (before != null && before.getKey() + before.getValue() == place) {
      start = before.getKey();
      free.remove(start);
    }
    Long behind = free.remove(stop);
    stop += behind == null ? 0 : behind;
    if (stop == end) {
      end = start;
    } else {
      free.put(start, stop - start);
    }
  }

  /** How far the file is used. */
  synchronized long fileBytes() {
    return end;
  }

  private void openFile() throws IOException {
    if (file == null) {
      path = Files.createTempFile("resnet50-", ".tar-entries");
      file = new RandomAccessFile(path.toFile(), "rw");
      try {
        Files.delete(path); // its bytes stay until it is closed, or the process ends in any way
      } catch (IOException e) { // Windows
        path.toFile().deleteOnExit();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
      Files.deleteIfExists(path);
    }
  }
}
