package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageSource.Stat;
import java.time.Instant;

/**
 * What an archive says of one of its entries.
 *
 * @param name with slashes, as it is in the archive
 * @param size in bytes, as it claims
 * @param modified when it was changed last, as it claims; null where it does not
 * @param state one line that differs once the entry has been replaced
 * @param position where it is: a tar's byte, or the entry's number where the tar is compressed; not
 *     used in a zip
 */
public record ArchiveEntry(
    String name, EntryKind kind, long size, Instant modified, String state, long position) {
  Stat stat() {
    return new Stat(size < 0 ? null : size, modified);
  }

  /** What an entry is. */
  public enum EntryKind {
    FILE,
    FOLDER,
    /** To another entry, or out of the archive. */
    LINK,
    /** A device, a FIFO, or a file with holes. */
    SPECIAL
  }
}
