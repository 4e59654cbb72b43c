package io.github.resnet50.image.archive;

import io.github.resnet50.image.archive.ArchiveEntry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A compressed tar: to reach an entry, all before it is decompressed. Whoever reads in about the
 * order of the archive decompresses it once, since what was passed last is kept; whoever goes back
 * begins anew.
 */
final class CompressedTar extends ArchiveFile {
  private static final long MOST_KEPT = Math.max(8 << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Map<Long, byte[]> kept = new LinkedHashMap<>(); // by number, the oldest first
  private long keptBytes;
  private TarEntries opened; // null: closed

  CompressedTar(Path file, OpenArchives open) {
    super(file, open);
  }

  @Override
  public TarEntries entries() throws IOException {
    return new TarEntries(Decompression.plain(Files.newInputStream(file())), true);
  }

  @Override
  byte[] readAlone(ArchiveEntry wanted) throws IOException {
    byte[] known = kept.get(wanted.position());
    if (known != null) {
      return known;
    }
    try {
      byte[] found = opened == null ? null : search(wanted);
      if (found == null) { // it is before the place where reading stopped
        release();
        opened = entries();
        found = search(wanted);
      }
      if (found == null) {
        throw new NoSuchFileException(file().toString());
      }
      return found;
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  private byte[] search(ArchiveEntry wanted) throws IOException {
    for (ArchiveEntry next = opened.next(); next != null; next = opened.next()) {
      if (next.position() > wanted.position()) {
        return null;
      }
      boolean isWanted = next.position() == wanted.position();
      if (isWanted || (next.kind() == Kind.FILE && next.size() <= MOST_KEPT / 4)) {
        byte[] bytes = opened.read(next);
        if (isWanted) {
          return bytes;
        }
        keep(next.position(), bytes);
      }
    }
    return null;
  }

  private void keep(long number, byte[] bytes) {
    kept.put(number, bytes);
    keptBytes += bytes.length;
    for (Iterator<byte[]> oldest = kept.values().iterator(); keptBytes > MOST_KEPT; ) {
      keptBytes -= oldest.next().length;
      oldest.remove();
    }
  }

  @Override
  void release() throws IOException {
    kept.clear();
    keptBytes = 0;
    if (opened != null) {
      TarEntries old = opened;
      opened = null;
      old.close();
    }
  }
}
