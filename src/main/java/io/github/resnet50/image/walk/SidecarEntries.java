package io.github.resnet50.image.walk;

import io.github.resnet50.image.archive.ArchiveEntry;
import io.github.resnet50.image.archive.ArchiveEntry.EntryKind;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.archive.NamedEntry;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Predicate;

/** The entries of an archive without its sidecars, which are read in passing. */
final class SidecarEntries implements ArchiveFile.Entries {
  /** What says a line or two of an image is not larger. */
  private static final long MOST_BYTES = 1 << 20;

  private final ArchiveFile.Entries all;
  private final String prefix;
  private final Sidecars sidecars;
  private final Predicate<String> skips;
  private boolean isLastSidecar;

  /**
   * @param prefix of the names of the archive's images
   * @param skips what the walk passes over, such as in folders left out: no sidecars
   */
  SidecarEntries(
      ArchiveFile.Entries all, String prefix, Sidecars sidecars, Predicate<String> skips) {
    this.all = all;
    this.prefix = prefix;
    this.sidecars = sidecars;
    this.skips = skips;
    sidecars.enter();
  }

  @Override
  public ArchiveEntry next() throws IOException {
    for (ArchiveEntry entry = all.next(); entry != null; entry = all.next()) {
      String name = NamedEntry.plain(entry.name());
      if (entry.kind() != EntryKind.FILE || !sidecars.takes(name) || skips.test(name)) {
        isLastSidecar = false;
        return entry;
      }
      isLastSidecar = true;
      take(entry, name);
    }
    return null;
  }

  /** Whether what was met last was not given, but is a sidecar. */
  boolean isLastSidecar() {
    return isLastSidecar;
  }

  private void take(ArchiveEntry entry, String name) {
    if (entry.size() > MOST_BYTES) {
      sidecars.unreadable(prefix, name, entry.size() + " bytes, the most is " + MOST_BYTES);
      return;
    }
    byte[] content;
    try {
      content = all.read(entry);
    } catch (EOFException e) { // what follows will say so too
      sidecars.unreadable(prefix, name, "the archive ends in the middle of it");
      return;
    } catch (IOException | RuntimeException e) {
      sidecars.unreadable(prefix, name, String.valueOf(e.getMessage()));
      return;
    }
    sidecars.add(prefix, name, content);
  }

  @Override
  public byte[] read(ArchiveEntry entry) throws IOException {
    return all.read(entry);
  }

  @Override
  public boolean isWhole() {
    return all.isWhole();
  }

  @Override
  public void close() throws IOException {
    sidecars.leave();
    all.close();
  }
}
