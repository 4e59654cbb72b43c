package io.github.resnet50.organize;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether it is an image's own fault that it has got no place: the same is tried with bytes of no
 * meaning and a name that every file system takes. Where that succeeds, others may have their
 * places; where it fails, as on a full disk, none would.
 */
final class FolderTrial {
  /** Larger than most images, so that each of them need not find out anew that a disk is full. */
  private static final long MOST_BYTES = 16L << 20;

  private static final int PIECE_BYTES = 1 << 20;
  private static final String NAME = ".resnet50-trial";

  private FolderTrial() {}

  /**
   * Tries to put a file into a folder.
   *
   * @param ours a file on the same file system that may be linked to
   * @param bytes of the image
   */
  static boolean takesFiles(Path folder, Mode mode, Path ours, long bytes) throws IOException {
    Path trial = folder.resolve(NAME);
    Files.deleteIfExists(trial); // of a process that was killed
    try {
      switch (mode) {
        case HARDLINK -> Files.createLink(trial, ours);
        case SYMLINK -> Files.createSymbolicLink(trial, ours.getFileName());
        case COPY, MOVE -> write(trial, Math.min(bytes, MOST_BYTES));
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      Files.deleteIfExists(trial);
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

  /** Tries to make a folder in another. */
  static boolean takesFolders(Path folder) throws IOException {
    Path trial = folder.resolve(NAME);
    Files.deleteIfExists(trial);
    try {
      Files.createDirectory(trial);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      Files.deleteIfExists(trial);
    }
  }
}
