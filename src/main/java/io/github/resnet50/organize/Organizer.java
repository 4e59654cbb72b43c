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
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Sorts the images of records into folders. Some hundreds at a time are noted in the undo file,
 * which is forced to the disk, and then put in their places: so that whatever ends the process, all
 * can be undone, and the same again goes on. For one thread.
 */
public final class Organizer {
  private static final int BATCH = 256;

  private final Sorting sorting;
  private final FolderNames folders;

  /**
   * What was done.
   *
   * @param placed how many images have got their place
   * @param failed how many have not, though they should have
   * @param isWhole false where it was stopped before the end
   */
  public record Done(long placed, long failed, boolean isWhole) {}

  /** Is told of images as they come. */
  public interface Listener {
    /**
     * Of some that are done with.
     *
     * @param more how many
     */
    void done(int more);

    /**
     * Of one that cannot be put in its place; others may.
     *
     * @param why with its name and its place
     */
    void failed(String why);
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

  /** How many bytes there is room for in the folder; empty where nobody knows. */
  public OptionalLong room() throws IOException {
    return room(Files.getFileStore(Planner.existing(sorting.into())));
  }

  /** Some file systems of networks say 0 of what they do not know, as full disks do. */
  static OptionalLong room(FileStore store) throws IOException {
    long bytes = store.getUsableSpace();
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /**
   * Does it.
   *
   * @param images from the first record on
   * @param renamed gets each record with the path that its image has then; null: nobody wants it
   * @param stopped asked now and then whether to end early
   * @throws EndedException where nothing more can be written
   */
  public Done apply(
      RecordedImages images, RenamedRecords renamed, Listener listener, BooleanSupplier stopped)
      throws IOException {
    List<UndoEntry> first = makeFolder();
    try (UndoFile undo = UndoFile.open(sorting.into())) {
      first.forEach(undo::add);
      undo.force();
      Work work = new Work(new Planner(sorting, folders, undo), undo, renamed, listener);
      try {
        while (images.hasNext() && !stopped.getAsBoolean()) {
          listener.done(work.batch(images));
        }
      } catch (UncheckedIOException e) {
        throw new EndedException(work.placed, e.getCause());
      } catch (IOException e) {
        throw new EndedException(work.placed, e);
      } finally {
        Files.setLastModifiedTime(undo.file(), FileTime.from(Instant.now())); // see Undoer
      }
      return new Done(work.placed, work.failed, !images.hasNext());
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
    private final Listener listener;
    private final FolderTrial trial;
    private final Set<Path> known = new HashSet<>(); // folders that are noted
    private final Map<Path, String> refused = new HashMap<>(); // folders, and why
    private long placed;
    private long failed;

    Work(Planner planner, UndoFile undo, RenamedRecords renamed, Listener listener) {
      this.planner = planner;
      this.undo = undo;
      this.renamed = renamed;
      this.listener = listener;
      this.trial = new FolderTrial(sorting.mode(), undo.file());
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
        make(folder);
      }
      for (Step step : steps) {
        boolean hasPlace = step.fate() == Fate.THERE || (step.fate() == Fate.TO_DO && place(step));
        if (renamed != null) {
          Optional<Path> to = hasPlace ? Optional.of(step.to()) : movedBefore(step);
          renamed.copy(to.map(this::newName).orElse(step.image().name()));
        }
      }
      return steps.size();
    }

    /** A second record of an image that is moved by now goes where it is. */
    private Optional<Path> movedBefore(Step step) throws IOException {
      return step.fate() == Fate.REPEATED && sorting.mode() == Mode.MOVE
          ? planner.movedTo(step.from())
          : Optional.empty();
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
      Path from = step.from();
      if (sorting.mode() == Mode.MOVE && known.add(from.getParent())) {
        undo.add(touched(from.getParent()));
      }
      Instant modified = step.found().stat().modified();
      undo.add(new Placed(sorting.mode(), from, step.to(), step.bytes(), modified));
    }

    private void make(Path folder) throws IOException {
      try {
        Files.createDirectory(sorting.into().resolve(folder));
      } catch (IOException e) {
        if (!FolderTrial.takesFolders(sorting.into())) {
          throw e;
        }
        refused.put(folder, "the folder cannot be made: " + SafeFiles.reason(e));
      }
    }

    private boolean place(Step step) throws IOException {
      RecordedImage.Found found = step.found();
      Path to = sorting.into().resolve(step.to());
      String reason = refused.get(step.folder());
      try {
        if (reason == null) {
          Transfer.place(sorting.mode(), step.from(), found.source(), found.stat(), to);
          placed++;
          return true;
        }
      } catch (UnplacedException e) {
        reason = e.getMessage();
      } catch (IOException e) {
        reason = SafeFiles.reason(e);
        if (!isHeldBack(step.from()) && !trial.takesFiles(to.getParent(), step.bytes())) {
          throw new IOException(unplaced(step, reason), e);
        }
      }
      failed++;
      listener.failed(unplaced(step, reason));
      return false;
    }

    /** Whether the folder that it is in lets no file go. */
    private boolean isHeldBack(Path from) {
      return sorting.mode() == Mode.MOVE && !Files.isWritable(from.getParent());
    }

    private String unplaced(Step step, String reason) {
      return "%s cannot be %s to %s: %s"
          .formatted(step.image().name(), sorting.mode().done(), newName(step.to()), reason);
    }

    private String newName(Path to) {
      return FileNames.whole(sorting.into().resolve(to));
    }
  }
}
