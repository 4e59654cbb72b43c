package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.organize.UndoEntry.Placed;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImage.Found;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says where each image goes, one after the other, and looks at nothing but the images and their
 * places. The same records over the same files give the same plan. Memory: some bytes an image.
 */
final class Planner {
  private final Sorting sorting;
  private final FolderNames folders;
  private final UndoFile undo;
  private final Object device; // of the folder; null: nobody asks
  private final TargetNames names = new TargetNames();
  private final LongMap seen = new LongMap();
  private Path reached; // the folder of the last image; null before it
  private Path real; // the same without links

  /**
   * @param folders for all answers
   * @param undo knows what was done before
   */
  Planner(Sorting sorting, FolderNames folders, UndoFile undo) throws IOException {
    this.sorting = sorting;
    this.folders = folders;
    this.undo = undo;
    this.device = sorting.mode() == Mode.HARDLINK ? device(existing(sorting.into())) : null;
  }

  /** Null where the system has no such number. */
  private static Object device(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:dev");
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The folder, or the next one above it that there is. */
  static Path existing(Path folder) {
    Path above = folder.toAbsolutePath();
    while (!Files.exists(above) && above.getParent() != null) {
      above = above.getParent();
    }
    return above;
  }

  /** Where the image of a record goes. */
  Step plan(RecordedImage image) throws IOException {
    if (!(image.record() instanceof Predicted record)) {
      return Step.leftOut(image, Fate.FAILED);
    }
    Answer answer = sorting.answer(record);
    if (!sorting.wanted().test(answer)) {
      return Step.leftOut(image, Fate.NOT_WANTED);
    }
    Found found = image.find();
    Path folder = FileNames.exact(folders.of(answer));
    requireFolder(sorting.into().resolve(folder));
    Path from = place(found.path());
    Fate fate = fate(found, from);
    if (fate == Fate.MISSING) {
      Optional<Path> moved = movedTo(from);
      if (moved.isPresent()) {
        return there(image, found, from, moved.get());
      }
    }
    if (fate != Fate.TO_DO) {
      return new Step(image, found, from, fate, null);
    }
    Optional<Placed> earlier = undo.placed(from, folder);
    if (earlier.isPresent() && isOf(earlier.get(), found) && isThere(earlier.get())) {
      return there(image, found, from, earlier.get().to());
    }
    TargetNames.Place place =
        names.find(
            sorting.into().resolve(folder), from.getFileName(), path -> isImage(found, from, path));
    Path to = folder.resolve(place.path().getFileName());
    return new Step(image, found, from, place.isThere() ? Fate.THERE : Fate.TO_DO, to);
  }

  /** Its own place, by whichever links and steps it was reached. */
  private Path place(Path path) {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      return absolute;
    }
    if (!parent.equals(reached)) {
      reached = parent;
      try {
        real = parent.toRealPath();
      } catch (IOException e) {
        real = parent.normalize(); // an archive, or gone
      }
    }
    return real.resolve(absolute.getFileName());
  }

  /** Where an image was moved to last, if it is there; the undo file knows. */
  Optional<Path> movedTo(Path from) throws IOException {
    Optional<Placed> moved = undo.moved(from);
    return moved.isPresent() && isThere(moved.get()) ? moved.map(Placed::to) : Optional.empty();
  }

  private static void requireFolder(Path place) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(place)) {
      throw new FileSystemException(
          place.toString(), null, "is no folder, and images are to go into it");
    }
  }

  private Fate fate(Found found, Path from) throws IOException {
    Fate fate = Fate.of(found.standing());
    if (fate == Fate.CHANGED && sorting.takesChanged()) {
      fate = Fate.TO_DO;
    }
    if (fate != Fate.TO_DO) {
      return fate;
    }
    if (found.isEntry() && sorting.mode() != Mode.COPY) {
      return Fate.IN_ARCHIVE;
    }
    if (found.isLink() && sorting.mode() == Mode.MOVE) {
      return Fate.LINK;
    }
    if (!seen.add(new Sha256().add(FileNames.whole(from.normalize())).head())) {
      return Fate.REPEATED;
    }
    return device == null || device.equals(device(from)) ? Fate.TO_DO : Fate.OTHER_DEVICE;
  }

  private Step there(RecordedImage image, Found found, Path from, Path to) {
    names.keep(sorting.into().resolve(to).getParent(), to.getFileName());
    return new Step(image, found, from, Fate.THERE, to);
  }

  /** Not of another file that had this path, of another mode, or of a move that did not end. */
  private boolean isOf(Placed placed, Found found) {
    Long bytes = found.stat().bytes();
    return placed.mode() == sorting.mode()
        && sorting.mode() != Mode.MOVE
        && bytes != null
        && bytes == placed.bytes()
        && (placed.modified() == null || placed.modified().equals(found.stat().modified()));
  }

  private boolean isThere(Placed placed) throws IOException {
    Path path = sorting.into().resolve(placed.to());
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && (Files.isSymbolicLink(path) || Files.size(path) == placed.bytes());
  }

  /** Whether what stands at a path is the image itself, or all that it could become. */
  private boolean isImage(Found found, Path from, Path path) {
    try {
      if (!found.isEntry() && Files.isSameFile(from, path)) {
        return switch (sorting.mode()) {
          case MOVE -> isSamePlace(from, path);
          case COPY, HARDLINK -> !Files.isSymbolicLink(path);
          case SYMLINK -> true;
        };
      }
      return sorting.mode() == Mode.COPY
          && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && found.stat().bytes() != null
          && Files.size(path) == found.stat().bytes()
          && hasBytes(found, from, path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSamePlace(Path from, Path path) throws IOException {
    return !Files.isSymbolicLink(path)
        && from.getParent().toRealPath().equals(path.toAbsolutePath().getParent().toRealPath());
  }

  private static boolean hasBytes(Found found, Path from, Path path) throws IOException {
    if (!found.isEntry()) {
      return Files.mismatch(from, path) < 0;
    }
    try (InputStream there = Files.newInputStream(path)) {
      return Arrays.equals(there.readAllBytes(), found.source().read());
    } catch (ImageException e) {
      return false;
    }
  }
}
