package io.github.resnet50.image.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the few archives open that were read last: there may be more than a process may open. It
 * knows where entries are in those in which some were looked for by name, and holds what has been
 * read of compressed ones, in a sixteenth of the Java heap and, of what is wanted, beyond that in a
 * temporary file.
 */
public final class OpenArchives {
  private static final int MOST = 16;

  private static final int MOST_INDEXED = 1_000_000; // entries

  private final HeldBytes memory = new HeldBytes(Runtime.getRuntime().maxMemory() / 16);
  private final Map<Path, EntryIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<ArchiveFile> archives = new LinkedHashSet<>(); // the longest unused is first

  HeldBytes memory() {
    return memory;
  }

  /**
   * Looks for an entry.
   *
   * @param name as {@link NamedEntry#plain} makes it
   */
  Optional<ArchivedImage> find(Path archive, String name) throws IOException {
    EntryIndex index;
    synchronized (indexes) {
      index = indexes.get(archive);
      if (index == null) {
        index = new EntryIndex(ArchiveFile.of(archive, this));
        indexes.put(archive, index);
        long entries = indexes.values().stream().mapToLong(EntryIndex::size).sum();
        for (Iterator<EntryIndex> each = indexes.values().iterator();
            indexes.size() > 1 && (indexes.size() > MOST || entries > MOST_INDEXED); ) {
          entries -= each.next().size();
          each.remove();
        }
      }
    }
    return index.find(name);
  }

  /** Not to be called while the archive is locked. */
  void used(ArchiveFile archive) throws IOException {
    List<ArchiveFile> old = new ArrayList<>();
    synchronized (this) {
      archives.remove(archive);
      archives.add(archive);
      for (Iterator<ArchiveFile> each = archives.iterator(); archives.size() > MOST; ) {
        old.add(each.next());
        each.remove();
      }
    }
    for (ArchiveFile each : old) {
      synchronized (each) {
        each.release();
      }
    }
  }
}
