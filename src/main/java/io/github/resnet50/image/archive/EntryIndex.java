package io.github.resnet50.image.archive;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The entries of an archive by name, of several the first; as far as the archive can be read. */
final class EntryIndex {
  private final ArchiveFile file;
  private final Map<String, ArchiveEntry> entries = new HashMap<>();
  private final IOException problem; // null: none

  EntryIndex(ArchiveFile file) throws IOException {
    this.file = file;
    file.wantAny();
    this.problem = read();
  }

  private IOException read() throws IOException {
    try (ArchiveFile.Entries all = file.entries()) {
      for (ArchiveEntry entry = all.next(); entry != null; entry = all.next()) {
        entries.putIfAbsent(NamedEntry.plain(entry.name()), entry);
      }
      return null;
    } catch (IOException e) {
      if (entries.isEmpty()) {
        throw e;
      }
      return e;
    }
  }

  int size() {
    return entries.size();
  }

  /**
   * @param name as {@link NamedEntry#plain} makes it
   * @throws IOException where it may be behind what can be read
   */
  Optional<ArchivedImage> find(String name) throws IOException {
    ArchiveEntry entry = entries.get(name);
    if (entry == null && problem != null) {
      throw problem;
    }
    return Optional.ofNullable(entry).map(found -> new ArchivedImage(file, found));
  }
}
