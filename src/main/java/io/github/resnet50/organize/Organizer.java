package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.organize.Transfer.UnplacedException;
import io.github.resnet50.organize.UndoEntry.MadeFolder;
import io.github.resnet50.organize.UndoEntry.Placed;
import io.github.resnet50.organize.UndoEntry.TouchedFolder;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.RenamedRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Sorts the images of records into folders. Some hundreds at a time are noted in the undo file,
 * which is forced to the disk, and then put in their places: so that whatever ends the process, all
 * can be undone, and the same again goes on. For one thread.
 */
public final class Organizer {
  private static final int BATCH = 256;
  private static final int NAMED_FAILURES = 5;

  private final Sorting sorting;
  private final FolderNames folders;

  /**
   * What was done.
   *
   * @param placed how many images have got their place
   * @param failed how many have not, though they should have
   * @param firstFailures which, and why: the first of them
   * @param isWhole false where it was stopped before the end
   */
  public record Done(long placed, long failed, List<String> firstFailures, boolean isWhole) {
    public Done {
      firstFailures = List.copyOf(firstFailures);
    }
  }

  /** Something ended it before its end; what was done stays. */
  public static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long placed;

    EndedException(long placed, IOException cause) {
      super(
          cause instanceof FileSystemException ? SafeFiles.reasonOf(cause) : cause.getMessage(),
          cause);
      this.placed = placed;
    }

    /** How many images have got their place. */
    public long placed() {
      return placed;
    }
  }

  /**
   * @param folders for all answers of the records
   */
  public Organizer(Sorting sorting, FolderNames folders) {
    this.sorting = sorting;
    this.folders = folders;
  }

  /** Says what would be done; nothing is. */
  public Plan plan(RecordedImages images) throws IOException {
    Plan plan = new Plan();
    try (UndoFile undo = UndoFile.look(sorting.into())) {
      Planner planner = new Planner(sorting, folders, undo);
      while (images.hasNext()) {
        plan.add(planner.plan(images.next()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return plan;
  }

  /** How many bytes there is room for in the folder. */
  public long room() throws IOException {
    return Files.getFileStore(Planner.existing(sorting.into())).getUsableSpace();
  }

  /**
   * Does it.
   *
   * @param images from the first record on
   * @param renamed gets each record with the path that its image has then; null: nobody wants it
   * @param progress hears how many records more are done with
   * @param stopped asked now and then whether to end early
   * @throws EndedException where nothing more can be written
   */
  public Done apply(
      RecordedImages images, RenamedRecords renamed, LongConsumer progress, BooleanSupplier stopped)
      throws IOException {
    List<UndoEntry> first = makeFolder();
    try (UndoFile undo = UndoFile.open(sorting.into())) {
      first.forEach(undo::add);
      undo.force();
      Work work = new Work(new Planner(sorting, folders, undo), undo, renamed);
      try {
        while (images.hasNext() && !stopped.getAsBoolean()) {
          progress.accept(work.batch(images));
        }
      } catch (UncheckedIOException e) {
        throw new EndedException(work.placed, e.getCause());
      } catch (IOException e) {
        throw new EndedException(work.placed, e);
      } finally {
        Files.setLastModifiedTime(undo.file(), FileTime.from(Instant.now())); // see Undoer
      }
      return new Done(work.placed, work.failed, work.failures, !images.hasNext());
    }
  }

  /** Makes the folder, and those above it that there are not; gives them, the outermost first. */
  private List<UndoEntry> makeFolder() throws IOException {
    Deque<UndoEntry> entries = new ArrayDeque<>();
    Path at = sorting.into().toAbsolutePath();
    for (; !Files.isDirectory(at); at = at.getParent()) {
      entries.addFirst(new MadeFolder(at));
    }
    if (!Files.exists(sorting.into().resolve(UndoFile.NAME))) {
      entries.addFirst(touched(at));
    }
    Files.createDirectories(sorting.into());
    return List.copyOf(entries);
  }

  private static TouchedFolder touched(Path folder) throws IOException {
    return new TouchedFolder(
        folder.toAbsolutePath(), Files.getLastModifiedTime(folder).toInstant());
  }

  /** The work on one prediction file. */
  private final class Work {
    private final Planner planner;
    private final UndoFile undo;
    private final RenamedRecords renamed; // null: nobody wants it
    private final Set<Path> known = new HashSet<>(); // folders that are noted
    private final List<String> failures = new ArrayList<>();
    private long placed;
    private long failed;

    Work(Planner planner, UndoFile undo, RenamedRecords renamed) {
      this.planner = planner;
      this.undo = undo;
      this.renamed = renamed;
    }

    /** The next records; gives how many they are. */
    int batch(RecordedImages images) throws IOException {
      List<Step> steps = new ArrayList<>(BATCH);
      List<Path> toMake = new ArrayList<>();
      while (steps.size() < BATCH && images.hasNext()) {
        Step step = planner.plan(images.next());
        steps.add(step);
        if (step.fate() == Fate.TO_DO) {
          note(step, toMake);
        }
      }
      undo.force();
      for (Path folder : toMake) {
        Files.createDirectory(sorting.into().resolve(folder));
      }
      for (Step step : steps) {
        boolean hasPlace = step.fate() == Fate.THERE || (step.fate() == Fate.TO_DO && place(step));
        if (renamed != null) {
          renamed.copy(hasPlace ? newName(step.to()) : step.image().name());
        }
      }
      return steps.size();
    }

    private void note(Step step, List<Path> toMake) throws IOException {
      if (known.add(step.folder())) {
        Path folder = sorting.into().resolve(step.folder());
        if (Files.isDirectory(folder)) {
          undo.add(touched(folder));
        } else {
          undo.add(new MadeFolder(step.folder()));
          toMake.add(step.folder());
        }
      }
      Path from = step.found().path().toAbsolutePath();
      if (sorting.mode() == Mode.MOVE && known.add(from.getParent())) {
        undo.add(touched(from.getParent()));
      }
      Long bytes = step.found().stat().bytes();
      undo.add(
          new Placed(
              sorting.mode(),
              from,
              step.to(),
              bytes == null ? 0 : bytes,
              step.found().stat().modified()));
    }

    private boolean place(Step step) throws IOException {
      RecordedImage.Found found = step.found();
      try {
        Transfer.place(
            sorting.mode(),
            found.path().toAbsolutePath(),
            found.source(),
            found.stat(),
            sorting.into().resolve(step.to()));
        placed++;
        return true;
      } catch (UnplacedException e) {
        failed++;
        if (failures.size() < NAMED_FAILURES) {
          failures.add(step.image().name() + ": " + e.getMessage());
        }
        return false;
      } catch (IOException e) {
        throw new IOException(
            "%s cannot be %s to %s: %s"
                .formatted(
                    step.image().name(),
                    sorting.mode().done(),
                    newName(step.to()),
                    SafeFiles.reason(e)),
            e);
      }
    }

    private String newName(Path to) {
      return FileNames.whole(sorting.into().resolve(to));
    }
  }
}
