package io.github.resnet50.image.archive;

import io.github.resnet50.image.archive.ArchiveEntry.EntryKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip, by the JDK, which keeps its directory in little memory however many entries it has. Of two
 * entries of one name it reads the same one.
 */
final class ZipArchive extends ArchiveFile {
  private ZipFile opened; // null: closed

  ZipArchive(Path file, OpenArchives open) {
    super(file, open);
  }

  private ZipFile open() throws IOException {
    try {
      return new ZipFile(file().toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      // Names in another encoding, from before there was a flag for UTF-8; any byte is a letter.
      return new ZipFile(file().toFile(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public Entries entries() throws IOException {
    ZipFile zip = open();
    Enumeration<? extends ZipEntry> all = zip.entries();
    return new Entries() {
      private ZipEntry last;

      @Override
      public ArchiveEntry next() throws IOException {
        try {
          last = all.hasMoreElements() ? all.nextElement() : null;
          return last == null ? null : entry(last);
        } catch (RuntimeException e) {
          throw new ZipException(e.getMessage());
        }
      }

      @Override
      public byte[] read(ArchiveEntry entry) throws IOException {
        return bytes(zip, last);
      }

      @Override
      public void close() throws IOException {
        zip.close();
      }
    };
  }

  private static ArchiveEntry entry(ZipEntry entry) {
    String state = entry.getSize() + " " + entry.getCrc(); // its times may know no time zone
    EntryKind kind = entry.isDirectory() ? EntryKind.FOLDER : EntryKind.FILE;
    FileTime time = entry.getLastModifiedTime();
    Instant modified = time == null ? null : time.toInstant();
    return new ArchiveEntry(entry.getName(), kind, entry.getSize(), modified, state, 0);
  }

  @Override
  byte[] readAlone(ArchiveEntry wanted) throws IOException {
    if (opened == null) {
      opened = open();
    }
    ZipEntry entry = opened.getEntry(wanted.name());
    if (entry == null) {
      throw new NoSuchFileException(file().toString());
    }
    return bytes(opened, entry);
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      int most = Math.toIntExact(entry.getSize());
      byte[] bytes = in.readNBytes(most);
      if (bytes.length < most || in.read() >= 0) {
        throw new ZipException("it is not as long as the archive says");
      }
      CRC32 checksum = new CRC32(); // which the JDK does not look at
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw new ZipException("its checksum is not what the archive says");
      }
      return bytes;
    }
  }

  @Override
  void release() throws IOException {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
