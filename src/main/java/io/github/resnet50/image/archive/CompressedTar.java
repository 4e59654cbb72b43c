package io.github.resnet50.image.archive;

import io.github.resnet50.image.archive.ArchiveEntry.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A compressed tar: to reach an entry, all before it is decompressed. Whoever reads in about the
 * order of the archive decompresses it once, since what is wanted is held until it is released,
 * though not more than some thousand entries, and what only may be wanted as long as there is
 * memory for it; whoever goes back further begins anew.
 */
final class CompressedTar extends ArchiveFile {
  /** More than the images of a batch, of all decoders, and of a chunk whose features are made. */
  private static final int MOST_HELD = 4096;

  private final HeldBytes memory;
  private final BitSet wanted = new BitSet(); // by number
  private final Map<Long, HeldBytes.Piece> held = new LinkedHashMap<>(16, 0.75f, true);
  private boolean isAnyWanted;
  private TarEntries opened; // null: closed

  CompressedTar(Path file, OpenArchives open) {
    super(file, open);
    this.memory = open.memory();
  }

  @Override
  public TarEntries entries() throws IOException {
    return new TarEntries(Decompression.plain(Files.newInputStream(file())), true);
  }

  @Override
  synchronized void want(ArchiveEntry entry) {
    wanted.set(Math.toIntExact(entry.position()));
  }

  @Override
  synchronized void wantAny() {
    isAnyWanted = true;
  }

  @Override
  synchronized void release(ArchiveEntry entry) {
    wanted.clear(Math.toIntExact(entry.position()));
    HeldBytes.Piece piece = held.remove(entry.position());
    if (piece != null) {
      piece.release();
    }
  }

  @Override
  byte[] readAlone(ArchiveEntry entry) throws IOException {
    HeldBytes.Piece known = held.get(entry.position());
    byte[] before = known == null ? null : known.readIfHeld();
    if (before != null) {
      return before;
    }
    try {
      byte[] found = opened == null ? null : search(entry);
      if (found == null) { // it is before the place where reading stopped
        release();
        opened = entries();
        found = search(entry);
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

  private byte[] search(ArchiveEntry entry) throws IOException {
    for (ArchiveEntry next = opened.next(); next != null; next = opened.next()) {
      if (next.position() > entry.position()) {
        return null;
      }
      boolean isFound = next.position() == entry.position();
      boolean isHeld = isAnyWanted || wanted.get(Math.toIntExact(next.position()));
      if (isFound || (isHeld && next.kind() == EntryKind.FILE && ArchivedImage.fits(next))) {
        byte[] bytes = opened.read(next);
        if (isHeld) {
          hold(next.position(), bytes);
        }
        if (isFound) {
          return bytes;
        }
      }
    }
    return null;
  }

  private void hold(long number, byte[] bytes) {
    HeldBytes.Piece piece;
    try {
      piece = isAnyWanted ? memory.holdSpare(bytes) : memory.hold(bytes);
    } catch (IOException e) { // no temporary file, or a full disk: it is decompressed again
      return;
    }
    if (piece == null) {
      return;
    }
    HeldBytes.Piece before = held.put(number, piece);
    if (before != null) {
      before.release();
    }
    if (held.size() > MOST_HELD) {
      Iterator<HeldBytes.Piece> oldest = held.values().iterator();
      oldest.next().release();
      oldest.remove();
    }
  }

  @Override
  void release() throws IOException {
    if (opened != null) {
      TarEntries old = opened;
      opened = null;
      old.close();
    }
  }
}
