package io.github.resnet50.organize;

import io.github.resnet50.organize.UndoEntry.TouchedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The times that folders had before anything in them was touched, to be given back once all in them
 * is as it was. A folder that others have touched since keeps its time: whoever makes backups by it
 * would miss what they did.
 */
final class FolderTimes {
  /** File systems note times as roughly as this. */
  static final Duration TICK = Duration.ofSeconds(2);

  private final Instant end; // of what organize did
  private final Map<Path, Instant> before = new HashMap<>(); // as found by the undoing
  private final Map<Path, Instant> first = new HashMap<>();

  /**
   * @param undoFile written, or given its time, when all was done that it tells
   */
  FolderTimes(Path undoFile) throws IOException {
    this.end = Files.getLastModifiedTime(undoFile).toInstant().plus(TICK);
  }

  /** A folder is going to be touched by the undoing. */
  void see(Path anyFolder) throws IOException {
    Path folder = plain(anyFolder);
    if (!before.containsKey(folder) && Files.isDirectory(folder)) {
      before.put(folder, Files.getLastModifiedTime(folder).toInstant());
    }
  }

  /** The time of a folder; of several the one that is added last counts. */
  void add(TouchedFolder touched) {
    first.put(plain(touched.folder()), touched.modified());
  }

  private static Path plain(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  private static void setTime(Path folder, Instant time) {
    try {
      Files.setLastModifiedTime(folder, FileTime.from(time));
    } catch (IOException e) {
      // another's folder: it keeps its time
    }
  }

  /**
   * Gives a folder that was seen the time that it was found with, after something in it was undone:
   * an undoing that goes on after an interruption knows by it that nobody else has touched it.
   */
  void keep(Path anyFolder) {
    Path folder = plain(anyFolder);
    Instant found = before.get(folder);
    if (isOurs(found)) {
      setTime(folder, found);
    }
  }

  private boolean isOurs(Instant found) {
    return found != null && !found.isAfter(end);
  }

  /** Gives the folders their first times. */
  void restore() {
    first.forEach(
        (folder, time) -> {
          if (isOurs(before.get(folder)) && Files.isDirectory(folder)) {
            setTime(folder, time);
          }
        });
  }
}
