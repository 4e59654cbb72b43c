package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.BrokenInputStream;

/**
 * A tar that comes once, such as on a pipe. Images that are to be read are held until they are: in
 * an eighth of the Java heap, and beyond that in a temporary file.
 */
public final class StreamedTar implements ArchiveFile.Entries {
  private final TarEntries tar;
  private final HeldBytes held = new HeldBytes(Runtime.getRuntime().maxMemory() / 8);

  private final boolean isKept;

  private StreamedTar(TarEntries tar, boolean isKept) {
    this.tar = tar;
    this.isKept = isKept;
  }

  /**
   * Opens a stream; its first bytes tell how it is compressed.
   *
   * @param in closed with the tar
   * @param isKept whether an image is held until it is released, not until it is read
   */
  public static StreamedTar of(InputStream in, boolean isKept) throws IOException {
    InputStream plain;
    try {
      plain = Decompression.plain(in);
    } catch (IOException e) { // as of what is wrong further on: the first entry says so
      plain = new BrokenInputStream(() -> e);
    }
    return new StreamedTar(new TarEntries(plain, true), isKept);
  }

  @Override
  public ArchiveEntry next() throws IOException {
    return tar.next();
  }

  @Override
  public byte[] read(ArchiveEntry entry) throws IOException {
    return tar.read(entry);
  }

  @Override
  public boolean isWhole() {
    return tar.isWhole();
  }

  /**
   * Reads the entry that {@link #next} gave last.
   *
   * @return to be read once, or to be released
   * @throws ImageException where it cannot be read
   */
  public ImageSource hold(ArchiveEntry entry) throws ImageException {
    ArchivedImage.check(entry);
    try {
      return new HeldImage(entry, held.hold(tar.read(entry)), isKept);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw ArchivedImage.failure(e);
    }
  }

  private record HeldImage(ArchiveEntry entry, HeldBytes.Piece piece, boolean isKept)
      implements ImageSource {
    @Override
    public byte[] read() throws ImageException {
      try {
        return isKept ? piece.read() : piece.take();
      } catch (IOException e) {
        throw ArchivedImage.failure(e);
      }
    }

    @Override
    public void release() {
      piece.release();
    }

    @Override
    public Stat stat() {
      return entry.stat();
    }

    @Override
    public String state() {
      return entry.state();
    }
  }

  @Override
  public void close() throws IOException {
    try (held) {
      tar.close();
    }
  }
}
