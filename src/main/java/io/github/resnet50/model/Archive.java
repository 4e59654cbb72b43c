package io.github.resnet50.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
  private static final int LONGEST_NAME = 1024;
  private static final int LONGEST_PART = 255;
  private static final int SHOWN_OF_NAME = 120;
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
  record UnpackLimits(long bytes, int entries, int ratio, long ratioFrom) {
    /** Large enough for any existing model. */
    static final UnpackLimits USUAL = new UnpackLimits(4L << 30, 10_000, 100, 64L << 20);
  }

  private final Path file;
  private final UnpackLimits limits;
  private Path target;
  private int entries;
  private long bytes;

  public Archive(Path file) {
    this(file, UnpackLimits.USUAL);
  }

  Archive(Path file, UnpackLimits limits) {
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
    this.target = target;
    Files.createDirectories(target);
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(TAR_MAGIC_AT + 5);
    }
    try {
      if (startsWith(head, 0, "PK\003\004") || startsWith(head, 0, "PK\005\006")) {
        unzip();
      } else if (startsWith(head, 0, "\037\213")) {
        try (InputStream in = open();
            InputStream plain = new GzipCompressorInputStream(in, true)) {
          untar(plain);
        }
      } else if (startsWith(head, TAR_MAGIC_AT, "ustar")) {
        try (InputStream in = open()) {
          untar(in);
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

  private void unzip() throws ModelException, IOException {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        int type = entry.getUnixMode() & FILE_TYPE;
        if (type != 0 && type != PLAIN_FILE && type != FOLDER) {
          throw refused(entry.getName(), "is a link or a device");
        }
        if (!zip.canReadEntryData(entry)) {
          throw refused(entry.getName(), "is encrypted or compressed in an unknown way");
        }
        Path place = admit(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            write(content, place, entry.getName());
          }
        }
      }
    }
  }

  private void untar(InputStream in) throws ModelException, IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isSymbolicLink() || entry.isLink()) {
          throw refused(entry.getName(), "is a link (to " + entry.getLinkName() + ")");
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
          throw refused(entry.getName(), "is a device");
        }
        Path place = admit(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
        } else {
          write(tar, place, entry.getName());
        }
      }
    }
  }

  private Path admit(String name) throws ModelException {
    entries++;
    if (entries > limits.entries()) {
      throw new ModelException(
          file + " is refused: it holds more than " + limits.entries() + " entries");
    }
    return place(name);
  }

  private void write(InputStream content, Path place, String name)
      throws ModelException, IOException {
    Files.createDirectories(place.getParent());
    long most = Math.max(limits.ratioFrom(), Math.multiplyExact(Files.size(file), limits.ratio()));
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out =
        Files.newOutputStream(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > limits.bytes()) {
          throw refused(name, "brings it to more than " + limits.bytes() + " bytes");
        }
        if (bytes > most) {
          throw refused(
              name, "brings it to more than " + limits.ratio() + " times the archive's size");
        }
        out.write(buffer, 0, read);
      }
    } catch (FileAlreadyExistsException e) {
      throw refused(name, "is there twice");
    }
  }

  /** The path of an entry below the target, which {@code ./} is itself; refuses any other. */
  private Path place(String name) throws ModelException {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw refused(name, "has a name of control characters");
    }
    if (name.startsWith("/") || name.contains("\\") || name.matches("^[A-Za-z]:.*")) {
      throw refused(name, "has an absolute or foreign path");
    }
    if (name.length() > LONGEST_NAME) {
      throw refused(name, "has a name of more than " + LONGEST_NAME + " characters");
    }
    Path place = target;
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw refused(name, "leads out of the archive");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
        throw refused(name, "has a name of more than " + LONGEST_PART + " bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        place = place.resolve(part);
      }
    }
    if (!place.normalize().equals(place) || !place.startsWith(target)) {
      throw refused(name, "leads out of the archive");
    }
    return place;
  }

  private ModelException refused(String name, String reason) {
    String shown = name.replaceAll("\\p{Cntrl}", "?");
    if (shown.length() > SHOWN_OF_NAME) {
      shown = shown.substring(0, SHOWN_OF_NAME) + "…";
    }
    return new ModelException(file + " is refused: its entry '" + shown + "' " + reason);
  }
}
