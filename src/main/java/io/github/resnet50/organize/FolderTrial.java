package io.github.resnet50.organize;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether it is an image's own fault that it has got no place: the same is tried with bytes of no
 * meaning and a name that every file system takes. Where that succeeds, others may have their
 * places; where it fails, as on a full disk, none would. What has succeeded is believed for some
 * seconds, so that thousands of failures do not write as much each time.
 */
final class FolderTrial {
  /** Larger than most images, so that each of them need not find out anew that a disk is full. */
  private static final long MOST_BYTES = 16L << 20;

  private static final int PIECE_BYTES = 1 << 20;
  private static final String NAME = ".resnet50-trial";

  private static final long BELIEVED_NANOS = Duration.ofSeconds(10).toNanos();

  private final Mode mode;
  private final Path ours;
  private final Map<Path, Success> successes = new HashMap<>(); // the last in each folder

  private record Success(long bytes, long nanos) {}

  /**
   * @param ours a file on the same file system that may be linked to
   */
  FolderTrial(Mode mode, Path ours) {
    this.mode = mode;
    this.ours = ours;
  }

  /**
   * Tries to put a file into a folder.
   *
   * @param imageBytes of the image
   */
  boolean takesFiles(Path folder, long imageBytes) throws IOException {
    long bytes = Math.min(imageBytes, MOST_BYTES);
    Success last = successes.get(folder);
    if (last != null && last.bytes >= bytes && System.nanoTime() - last.nanos < BELIEVED_NANOS) {
      return true;
    }
    Path trial = folder.resolve(NAME);
    clear(folder);
    try {
      switch (mode) {
        case HARDLINK -> Files.createLink(trial, ours);
        case SYMLINK -> Files.createSymbolicLink(trial, ours.getFileName());
        case COPY, MOVE -> write(trial, bytes);
      }
      successes.put(folder, new Success(bytes, System.nanoTime()));
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      clear(folder);
    }
  }

  private static void write(Path trial, long bytes) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out = Files.newOutputStream(trial)) {
      for (long left = bytes; left > 0; left -= piece.length) {
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
  }

  /** Removes from a folder what a process has left that was killed. */
  static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NAME));
  }

  /** Tries to make a folder in another. */
  static boolean takesFolders(Path folder) throws IOException {
    Path trial = folder.resolve(NAME);
    clear(folder);
    try {
      Files.createDirectory(trial);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      clear(folder);
    }
  }
}
