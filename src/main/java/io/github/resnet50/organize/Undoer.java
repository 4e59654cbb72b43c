package io.github.resnet50.organize;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Text;
import io.github.resnet50.organize.Transfer.UnplacedException;
import io.github.resnet50.organize.UndoEntry.MadeFolder;
import io.github.resnet50.organize.UndoEntry.Placed;
import io.github.resnet50.organize.UndoEntry.TouchedFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Takes back what an undo file tells, the last first. What has become another since, or would be
 * lost, stays, and the undo file with it. Taking back again goes on where it was interrupted.
 */
public final class Undoer {
  private static final int NAMED = 10;

  private final Path folder;
  private final Map<Mode, Long> takenBack = new EnumMap<>(Mode.class);
  private final List<String> kept = new ArrayList<>(); // the first of them
  private final LongMap keptPlaces = new LongMap(); // a place may be noted more than once

  /**
   * @param fileOrFolder the undo file, or the folder that it lies in
   */
  public Undoer(Path fileOrFolder) {
    Path absolute = fileOrFolder.toAbsolutePath();
    this.folder = Files.isDirectory(fileOrFolder) ? absolute : absolute.getParent();
  }

  /** Whether there is something to be undone. */
  public static boolean isThere(Path fileOrFolder) {
    Path name = fileOrFolder.getFileName();
    return Files.isDirectory(fileOrFolder)
        ? Files.isRegularFile(fileOrFolder.resolve(UndoFile.NAME))
        : name != null
            && name.toString().equals(UndoFile.NAME)
            && Files.isRegularFile(fileOrFolder);
  }

  /** Looks at what would be taken back; nothing is. */
  public void plan() throws IOException {
    try (UndoFile undo = UndoFile.look(folder)) {
      UndoCheck check = new UndoCheck(folder, undo);
      for (int number = undo.size() - 1; number >= 0; number--) {
        if (undo.get(number) instanceof Placed placed) {
          String reason = look(placed, check);
          if (reason == null) {
            check.foresee(placed, number);
          }
          count(placed, reason);
        }
      }
    }
  }

  /**
   * Takes back.
   *
   * @param stopped asked before each image whether to end early
   * @return whether it came to its end
   */
  public boolean apply(BooleanSupplier stopped) throws IOException {
    List<Path> outer = new ArrayList<>();
    FolderTimes times;
    Path file;
    try (UndoFile undo = UndoFile.open(folder)) {
      file = undo.file();
      times = new FolderTimes(file);
      times.see(folder);
      UndoCheck check = new UndoCheck(folder, undo);
      for (int number = undo.size() - 1; number >= 0; number--) {
        if (stopped.getAsBoolean()) {
          return false;
        }
        UndoEntry entry = undo.get(number);
        if (entry instanceof Placed placed) {
          count(placed, undo(placed, check, times));
        } else if (entry instanceof TouchedFolder touched) {
          times.add(touched);
        } else if (entry instanceof MadeFolder made && made.folder().isAbsolute()) {
          outer.add(made.folder());
        } else if (entry instanceof MadeFolder made) {
          removeEmpty(folder.resolve(made.folder()));
          times.keep(folder);
        }
      }
    }
    if (kept.isEmpty()) {
      for (Path made : outer) {
        times.see(made.getParent());
      }
      Files.delete(file);
      for (Path made : outer) {
        removeEmpty(made);
      }
      times.restore();
    }
    return true;
  }

  private void count(Placed placed, String reason) {
    if (reason == null) {
      takenBack.merge(placed.mode(), 1L, Long::sum);
    } else if (!reason.isEmpty() && keptPlaces.add(UndoCheck.hash(folder.resolve(placed.to())))) {
      if (kept.size() < NAMED) {
        kept.add(FileNames.whole(placed.to()) + ": " + reason);
      }
    }
  }

  private static void removeEmpty(Path made) throws IOException {
    try {
      if (Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
        FolderTrial.clear(made);
        Files.delete(made);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Something else is in it, which stays.
    }
  }

  /**
   * @return why an image stays; empty: there is nothing to be taken back; null: it was
   */
  private String undo(Placed placed, UndoCheck check, FolderTimes times) throws IOException {
    Path to = folder.resolve(placed.to());
    times.see(to.getParent());
    if (placed.mode() == Mode.MOVE) {
      times.see(placed.from().getParent());
    }
    try {
      deleteSpare(placed, to);
      String reason = check.verdict(placed);
      if (reason != null) {
        return reason;
      }
      if (placed.mode() == Mode.MOVE && !UndoCheck.isThere(placed.from())) {
        Path home = placed.from().getParent();
        Files.createDirectories(home);
        Files.deleteIfExists(Transfer.partial(placed.from()));
        Transfer.move(to, placed.from());
        times.keep(home);
      } else {
        Files.delete(to);
      }
      return null;
    } catch (UnplacedException e) {
      return e.getMessage();
    } catch (IOException e) {
      return SafeFiles.reason(e);
    } finally {
      times.keep(to.getParent());
    }
  }

  /** What a killed run has begun to write, unless there is nothing else of the image. */
  private static void deleteSpare(Placed placed, Path to) throws IOException {
    Path partial = Transfer.partial(to);
    boolean isSpare =
        placed.mode() != Mode.MOVE || UndoCheck.isThere(placed.from()) || UndoCheck.isThere(to);
    if (isSpare && UndoCheck.isThere(partial)) {
      Files.delete(partial);
    }
  }

  /** The same of what would be. */
  private static String look(Placed placed, UndoCheck check) {
    try {
      return check.verdict(placed);
    } catch (IOException e) {
      return SafeFiles.reasonOf(e);
    }
  }

  /** How many images stay that should have been taken back. */
  public long kept() {
    return keptPlaces.size();
  }

  /** The first of them, and why; empty where there is none. */
  public String firstKept() {
    return kept.isEmpty() ? "" : kept.get(0);
  }

  /**
   * What was found, for people.
   *
   * @param isDone whether it was done too
   */
  public List<String> lines(boolean isDone) {
    List<String> lines = new ArrayList<>();
    takenBack.forEach(
        (mode, count) ->
            lines.add(
                "%s that %s %s %s %s"
                    .formatted(
                        Text.counted(count, "image"),
                        count == 1 ? "was" : "were",
                        mode.done(),
                        isDone ? (count == 1 ? "is" : "are") : "would be",
                        mode == Mode.MOVE ? "moved back" : "removed here")));
    if (lines.isEmpty()) {
      lines.add("nothing to take back");
    }
    if (kept() > 0) {
      lines.add("left as they are: " + Figure.COUNT.of(kept()));
      kept.forEach(line -> lines.add("  " + Text.escape(line)));
    }
    return lines;
  }
}
