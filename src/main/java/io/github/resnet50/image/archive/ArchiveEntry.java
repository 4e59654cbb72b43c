package io.github.resnet50.image.archive;

/**
 * What an archive says of one of its entries.
 *
 * @param name with slashes, as it is in the archive
 * @param size in bytes, as it claims
 * @param state one line that differs once the entry has been replaced
 * @param position where it is: a tar's byte, or the entry's number where the tar is compressed; not
 *     used in a zip
 */
public record ArchiveEntry(String name, Kind kind, long size, String state, long position) {
  /** What an entry is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** To another entry, or out of the archive. */
    LINK,
    /** A device, a FIFO, or a file with holes. */
    SPECIAL
  }
}
