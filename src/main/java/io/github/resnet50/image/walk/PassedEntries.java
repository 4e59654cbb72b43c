package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.walk.OtherImages.Content;
import io.github.resnet50.image.walk.WalkCounts.WithoutImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entries that the walk of local directories passes over: looked at as far as it takes to say
 * whether the user will miss them, and counted. What is opened for that is bounded, a thousand
 * files and a hundred folders a walk; entries that are taken cost nothing here.
 */
final class PassedEntries {
  private static final int MOST_HEADS = 1000;
  private static final int MOST_FOLDERS = 100;
  private static final int MOST_NAMES = 1000; // of a folder
  private static final int LEVELS = 3;

  private final WalkFilter filter;
  private final WalkCounter all = new WalkCounter();
  private WalkCounter current = new WalkCounter(); // what is not yet in all
  private final List<WithoutImage.Folder> withoutImage = new ArrayList<>();
  private long foldersWithoutImage;
  private int heads;
  private int folders;

  PassedEntries(WalkFilter filter) {
    this.filter = filter;
  }

  /** What follows lies in another folder directly below a root, until {@link #leave}. */
  void enter() {
    all.add(current.counted());
    current = new WalkCounter();
  }

  /**
   * Ends what {@link #enter} began.
   *
   * @param name of the folder, as it would be in outputs
   * @param empty whether nothing was taken in it
   */
  void leave(String name, boolean empty) {
    PassedOver inside = current.counted();
    if (empty && foldersWithoutImage++ < WithoutImage.MOST) {
      withoutImage.add(new WithoutImage.Folder(name, inside));
    }
    all.add(inside);
    current = new WalkCounter();
  }

  PassedOver counted() {
    return WalkCounter.sum(all.counted(), current.counted());
  }

  WithoutImage withoutImage() {
    return new WithoutImage(foldersWithoutImage, withoutImage);
  }

  /**
   * An entry that its name excludes.
   *
   * @param parent the directory, relative to its root
   */
  void skipped(Reason reason, Path parent, Path entry) {
    Path name = entry.getFileName();
    if (reason == Reason.SYSTEM) {
      current.system(name.toString());
    } else if (filter.takesFile(parent, name) || !Files.isDirectory(entry)) {
      current.file(reason, reason == Reason.HIDDEN && filter.misses(parent, name));
    } else {
      current.folder(reason, reason == Reason.HIDDEN && mayHoldImages(entry));
    }
  }

  /** A link that is not followed. */
  void link(Path parent, Path link) {
    Path name = link.getFileName();
    BasicFileAttributes target;
    try {
      target = Files.readAttributes(link, BasicFileAttributes.class);
    } catch (IOException e) {
      brokenLink(parent, link);
      return;
    }
    if (target.isDirectory()) {
      current.folder(Reason.LINK, true);
    } else if (filter.takesFile(parent, name)) {
      current.file(Reason.LINK, target.isRegularFile());
    } else {
      file(link, target);
    }
  }

  /** A file, or another thing that is no directory, whose name is not one of those to be taken. */
  void file(Path file, BasicFileAttributes attributes) {
    if (filter.hasIncludes()) {
      current.file(Reason.NOT_INCLUDED, false);
    } else if (!attributes.isRegularFile()) {
      current.file(Reason.SPECIAL, false);
    } else {
      String suffix = OtherImages.suffix(file.getFileName().toString());
      if (suffix.isEmpty()) {
        current.withoutSuffix(content(file));
      } else {
        current.suffix(suffix);
      }
    }
  }

  /** An entry of an archive, which is not looked into. */
  void archived(Reason reason, Path parent, Path name) {
    if (reason == Reason.SYSTEM) {
      current.system(name.toString());
    } else if (reason == Reason.SUFFIX && filter.hasIncludes()) {
      current.file(Reason.NOT_INCLUDED, false);
    } else if (reason == Reason.SUFFIX) {
      current.suffixOf(name.toString());
    } else {
      boolean isMissed = reason == Reason.HIDDEN || reason == Reason.LINK;
      current.file(reason, isMissed && filter.misses(parent, name));
    }
  }

  void folder(Reason reason) {
    current.folder(reason, false);
  }

  void brokenLink(Path parent, Path link) {
    current.file(Reason.BROKEN_LINK, filter.misses(parent, link.getFileName()));
  }

  /** Null where enough files have been read. */
  private Content content(Path file) {
    if (heads++ >= MOST_HEADS) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return OtherImages.look(in.readNBytes(OtherImages.HEAD));
    } catch (IOException e) {
      return null;
    }
  }

  private boolean mayHoldImages(Path folder) {
    if (folders++ >= MOST_FOLDERS) {
      return false;
    }
    try (Stream<Path> below = Files.walk(folder, LEVELS)) {
      return below
          .skip(1)
          .limit(MOST_NAMES)
          .anyMatch(path -> filter.misses(Path.of(""), path.getFileName()));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
