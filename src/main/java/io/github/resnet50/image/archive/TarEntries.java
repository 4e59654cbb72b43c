package io.github.resnet50.image.archive;

import io.github.resnet50.image.archive.ArchiveEntry.EntryKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The entries of a tar's stream, whose bytes can be read while they are the last. */
final class TarEntries implements ArchiveFile.Entries {
  private static final int BLOCK_BYTES = 512;

  private final InputStream in;
  private final TarArchiveInputStream tar;
  private final boolean byNumber;
  private long number;
  private long end; // of the last entry, at least
  private boolean isWhole = true;

  /**
   * @param plain closed with this
   * @param byNumber whether an entry's position is its number, not its first byte
   */
  TarEntries(InputStream plain, boolean byNumber) {
    this.in = plain;
    this.tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
    this.byNumber = byNumber;
  }

  @Override
  public ArchiveEntry next() throws IOException {
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null) {
        isWhole = tar.getBytesRead() >= end + BLOCK_BYTES; // of zeros, which are its end
        return null;
      }
      if (!entry.isCheckSumOK()) {
        throw new IOException("a header whose checksum is wrong");
      }
      end = tar.getBytesRead();
      if (kind(entry) == EntryKind.FILE) {
        end += (entry.getSize() + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
      }
      FileTime modified = entry.getLastModifiedTime();
      return new ArchiveEntry(
          entry.getName(),
          kind(entry),
          entry.getSize(),
          modified.toInstant(),
          entry.getSize() + " " + modified.to(TimeUnit.MICROSECONDS),
          byNumber ? number++ : tar.getBytesRead());
    } catch (RuntimeException e) { // of header fields that are no numbers
      throw new IOException("a header that is none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw cut(e);
    }
  }

  @Override
  public boolean isWhole() {
    return isWhole;
  }

  private static EntryKind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return EntryKind.FOLDER;
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      return EntryKind.LINK;
    }
    boolean isFile = entry.isFile() && !entry.isSparse();
    return isFile && !entry.isCharacterDevice() && !entry.isBlockDevice() && !entry.isFIFO()
        ? EntryKind.FILE
        : EntryKind.SPECIAL;
  }

  @Override
  public byte[] read(ArchiveEntry entry) throws IOException {
    try {
      byte[] bytes = tar.readNBytes(Math.toIntExact(entry.size()));
      if (bytes.length < entry.size()) {
        throw new EOFException();
      }
      return bytes;
    } catch (IOException e) {
      throw cut(e);
    }
  }

  /** What libraries say of a stream that ends too early differs. */
  private static IOException cut(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean isCut =
        e instanceof EOFException
            || message.contains("truncated")
            || message.contains("unexpected end")
            || message.contains("not enough input");
    return isCut ? (IOException) new EOFException(e.getMessage()).initCause(e) : e;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
