package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.organize.UndoEntry.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether an image that was placed may be taken back: not where it has become another since, or
 * would be lost. A plan tells it what it has come to, since an entry is judged by what those behind
 * it leave. Memory: some bytes an image of a plan.
 */
final class UndoCheck {
  private static final int GONE = -1;
  private static final int AS_ON_DISK = -2;

  private final Path folder;
  private final UndoFile undo;

  /** Paths: gone, or the number of the entry at whose place the file still is that comes back. */
  private final LongMap foreseen = new LongMap();

  /**
   * @param folder that of the undo file
   */
  UndoCheck(Path folder, UndoFile undo) {
    this.folder = folder;
    this.undo = undo;
  }

  /**
   * In what follows the image counts as taken back.
   *
   * @param number of its entry in the undo file
   */
  void foresee(Placed placed, int number) {
    long to = hash(folder.resolve(placed.to()));
    if (placed.mode() == Mode.MOVE && !exists(placed.from())) {
      foreseen.put(hash(placed.from()), foreseen.get(to, number));
    }
    foreseen.put(to, GONE);
  }

  static long hash(Path path) {
    return new Sha256().add(FileNames.whole(path)).head();
  }

  /** Whether there is something, be it a link to nothing. */
  static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean exists(Path path) {
    return switch (foreseen.get(hash(path), AS_ON_DISK)) {
      case GONE -> false;
      case AS_ON_DISK -> isThere(path);
      default -> true;
    };
  }

  /** Where the file is now that will be here: elsewhere if it is foreseen to come back. */
  private Path now(Path path) throws IOException {
    int number = foreseen.get(hash(path), AS_ON_DISK);
    return number >= 0 && undo.get(number) instanceof Placed placed
        ? folder.resolve(placed.to())
        : path;
  }

  /**
   * @return why an image stays; empty: there is nothing to be taken back; null: it may be
   */
  String verdict(Placed placed) throws IOException {
    Path place = folder.resolve(placed.to());
    boolean hasOriginal = exists(placed.from());
    if (!exists(place)) {
      return placed.mode() == Mode.MOVE && !hasOriginal ? "is not there, nor where it was" : "";
    }
    Path to = now(place);
    Path from = now(placed.from());
    return switch (placed.mode()) {
      case COPY -> copy(placed, from, to);
      case HARDLINK -> {
        if (!Files.exists(from)) {
          yield "is the only one: its original is gone";
        }
        yield Files.isSameFile(from, to) && isApart(from, to) ? null : "is another file now";
      }
      case SYMLINK -> {
        boolean isOurs =
            Files.isSymbolicLink(to)
                && (!Files.exists(to) || !hasOriginal || Files.isSameFile(to, from));
        yield isOurs ? null : "is another file now";
      }
      case MOVE -> {
        if (!hasOriginal) {
          yield null;
        }
        boolean isCopy =
            isUnchanged(placed, to) && isApart(from, to) && Files.mismatch(from, to) < 0;
        yield isCopy
            ? null
            : "cannot go back: something else is at " + FileNames.whole(placed.from());
      }
    };
  }

  private static String copy(Placed placed, Path from, Path to) throws IOException {
    boolean isFile = Files.exists(from);
    if (isFile && isApart(from, to) && isSame(from, to)) {
      return null; // whatever its time: some file systems have other times than are asked for
    }
    if (!isUnchanged(placed, to)) {
      return "has changed since";
    }
    return !isFile && ImageScanner.exists(from)
        ? null
        : "is the only one: its original is gone or another now";
  }

  private static boolean isSame(Path from, Path to) throws IOException {
    return Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
        && Files.size(from) == Files.size(to)
        && (Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to))
            || Files.mismatch(from, to) < 0);
  }

  /** Whether the original is a file of its own, not a link that leads here, or below one. */
  private static boolean isApart(Path from, Path to) throws IOException {
    return !from.toRealPath().equals(to.toRealPath());
  }

  private static boolean isUnchanged(Placed placed, Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != placed.bytes()) {
      return false;
    }
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    return placed.modified() == null
        || Duration.between(placed.modified(), modified).abs().compareTo(FolderTimes.TICK) <= 0;
  }
}
