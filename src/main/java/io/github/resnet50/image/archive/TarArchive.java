package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageBytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A tar that is not compressed: each entry's bytes lie at a place of their own. */
final class TarArchive extends ArchiveFile {
  private static final int BUFFER_BYTES = 1 << 13; // headers are read, and what is between skipped

  // No channel: interrupting a thread that reads would close it for all.
  private RandomAccessFile opened; // null: closed

  TarArchive(Path file, OpenArchives open) {
    super(file, open);
  }

  @Override
  public Entries entries() throws IOException {
    long length = Files.size(file());
    TarEntries entries =
        new TarEntries(new BufferedInputStream(Files.newInputStream(file()), BUFFER_BYTES), false);
    return new Entries() {
      private long end; // of the last entry

      @Override
      public ArchiveEntry next() throws IOException {
        if (end > length) {
          throw new EOFException();
        }
        ArchiveEntry next = entries.next();
        end = next == null ? 0 : next.position() + next.size();
        return next;
      }

      @Override
      public byte[] read(ArchiveEntry entry) throws IOException {
        return entries.read(entry);
      }

      @Override
      public boolean isWhole() {
        return entries.isWhole();
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  byte[] readAlone(ArchiveEntry entry) throws IOException {
    if (opened == null) {
      opened = new RandomAccessFile(file().toFile(), "r");
    }
    if (entry.position() + entry.size() > opened.length()) {
      throw new EOFException();
    }
    byte[] bytes = new byte[Math.toIntExact(entry.size())];
    opened.seek(entry.position());
    opened.readFully(bytes);
    return bytes;
  }

  @Override
  Optional<ImageBytes> inPlace(ArchiveEntry entry) throws IOException {
    if (entry.size() > Files.size(file()) - entry.position()) {
      throw new EOFException();
    }
    return Optional.of(ImageBytes.of(file(), entry.position(), entry.size()));
  }

  @Override
  void release() throws IOException {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
