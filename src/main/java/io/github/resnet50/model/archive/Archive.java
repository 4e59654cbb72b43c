package io.github.resnet50.model.archive;

import io.github.resnet50.model.ModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A zip, tar or tar.gz file, recognised by its first bytes, from an untrusted source: only plain
 * files and folders are unpacked, only below the target folder, and no more than the limits allow.
 * Sizes stated in the archive are not trusted; unpacked bytes are counted.
 */
public final class Archive {
  private static final int TAR_MAGIC_AT = 257;
  private static final int FILE_TYPE = 0170000;
  private static final int PLAIN_FILE = 0100000;
  private static final int FOLDER = 0040000;

  /**
   * Limits on what an archive may unpack to; more is treated as an archive bomb.
   *
   * @param bytes of all files together
   * @param entries files and folders
   * @param ratio how many times its own size, checked beyond {@code ratioFrom} bytes: weights
   *     hardly compress
   */
  record Limits(long bytes, int entries, int ratio, long ratioFrom) {
    /** Large enough for any existing model. */
    static final Limits USUAL = new Limits(4L << 30, 10_000, 100, 64L << 20);
  }

  private final Path file;
  private final Limits limits;
  private int entries;
  private long bytes;

  public Archive(Path file) {
    this(file, Limits.USUAL);
  }

  Archive(Path file, Limits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Unpacks everything.
   *
   * @param target an empty folder, made if needed
   * @throws ModelException naming the entry that is refused, or what is wrong with the archive
   */
  public void unpack(Path target) throws ModelException, IOException {
    Files.createDirectories(target);
    EntryName names = new EntryName(file, target);
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(TAR_MAGIC_AT + 5);
    }
    try {
      if (startsWith(head, 0, "PK\003\004") || startsWith(head, 0, "PK\005\006")) {
        unzip(names);
      } else if (startsWith(head, 0, "\037\213")) {
        try (InputStream in = open();
            InputStream plain = new GzipCompressorInputStream(in, true)) {
          untar(plain, names);
        }
      } else if (startsWith(head, TAR_MAGIC_AT, "ustar")) {
        try (InputStream in = open()) {
          untar(in, names);
        }
      } else {
        throw new ModelException(
            file + " is neither a SavedModel directory nor a zip, tar or tar.gz archive of one");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(file + " does not unpack: " + e.getMessage(), e);
    }
  }

  private static boolean startsWith(byte[] head, int at, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (at + i >= head.length || (head[at + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private void unzip(EntryName names) throws ModelException, IOException {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        int type = entry.getUnixMode() & FILE_TYPE;
        if (type != 0 && type != PLAIN_FILE && type != FOLDER) {
          throw names.refused(entry.getName(), "is a link or a device");
        }
        if (!zip.canReadEntryData(entry)) {
          throw names.refused(entry.getName(), "is encrypted or compressed in an unknown way");
        }
        Path place = admit(names, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            write(content, place, entry.getName(), names);
          }
        }
      }
    }
  }

  private void untar(InputStream in, EntryName names) throws ModelException, IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isSymbolicLink() || entry.isLink()) {
          throw names.refused(entry.getName(), "is a link (to " + entry.getLinkName() + ")");
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
          throw names.refused(entry.getName(), "is a device");
        }
        Path place = admit(names, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
        } else {
          write(tar, place, entry.getName(), names);
        }
      }
    }
  }

  private Path admit(EntryName names, String name) throws ModelException {
    entries++;
    if (entries > limits.entries()) {
      throw new ModelException(
          file + " is refused: it holds more than " + limits.entries() + " entries");
    }
    return names.resolve(name);
  }

  private void write(InputStream content, Path place, String name, EntryName names)
      throws ModelException, IOException {
    Files.createDirectories(place.getParent());
    long most = Math.max(limits.ratioFrom(), Math.multiplyExact(Files.size(file), limits.ratio()));
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out =
        Files.newOutputStream(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > limits.bytes()) {
          throw names.refused(name, "brings it to more than " + limits.bytes() + " bytes");
        }
        if (bytes > most) {
          throw names.refused(
              name, "brings it to more than " + limits.ratio() + " times the archive's size");
        }
        out.write(buffer, 0, read);
      }
    } catch (FileAlreadyExistsException e) {
      throw names.refused(name, "is there twice");
    }
  }
}
