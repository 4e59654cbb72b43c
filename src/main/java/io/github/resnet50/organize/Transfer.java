package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.ImageSource.Stat;
import io.github.resnet50.report.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * Puts one file somewhere, whole or not at all, and never over another. Between file systems a file
 * is moved by a copy that is on the disk and compared with it before the original goes.
 */
final class Transfer {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int NAME_DIGITS = 16;

  /** One image cannot be put in its place; others may. */
  static final class UnplacedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnplacedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Transfer() {}

  /**
   * Places an image.
   *
   * @param from where it is
   * @param source its bytes
   * @param stat as it was when it was looked at
   * @throws UnplacedException where that is impossible for this image
   * @throws IOException where it is impossible, for this image or in this folder
   */
  static void place(Mode mode, Path from, ImageSource source, Stat stat, Path to)
      throws UnplacedException, IOException {
    try {
      switch (mode) {
        case COPY -> copy(source, stat, to);
        case HARDLINK -> Files.createLink(to, from.toRealPath());
        case SYMLINK -> Files.createSymbolicLink(to, relative(from, to));
        case MOVE -> move(from, to);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UnplacedException("something else is there now", e);
    } catch (NoSuchFileException e) {
      requireThere(from, e);
      throw e;
    }
  }

  private static void requireThere(Path from, IOException e) throws UnplacedException {
    if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnplacedException("it is gone", e);
    }
  }

  /** As a link in a folder leads there: also where both are seen at another place. */
  private static Path relative(Path from, Path to) throws IOException {
    Path folder = from.toAbsolutePath().getParent().toRealPath();
    Path target = folder.resolve(from.getFileName());
    return to.toAbsolutePath().getParent().toRealPath().relativize(target);
  }

  private static void copy(ImageSource source, Stat stat, Path to)
      throws UnplacedException, IOException {
    Path partial = partial(to);
    try {
      long bytes = write(source, partial, false);
      if (stat.bytes() != null && bytes != stat.bytes()) {
        throw new UnplacedException("it was changed while it was copied", null);
      }
      keepAttributes(source, stat, partial);
      rename(partial, to);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void keepAttributes(ImageSource source, Stat stat, Path copy) throws IOException {
    if (source instanceof FileSource file) {
      try {
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file.path()));
      } catch (UnsupportedOperationException | IOException e) {
        // a file system without, or one that lets nobody change them
      }
    }
    if (stat.modified() != null) {
      Files.setLastModifiedTime(copy, FileTime.from(stat.modified()));
    }
  }

  /**
   * @param forced whether it is to be on the disk afterwards
   * @return how many bytes
   */
  private static long write(ImageSource source, Path to, boolean forced)
      throws UnplacedException, IOException {
    long bytes = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = open(source);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        ByteBuffer next = ByteBuffer.wrap(buffer, 0, read);
        while (next.hasRemaining()) {
          out.write(next);
        }
        bytes += read;
      }
      if (forced) {
        out.force(true);
      }
    }
    return bytes;
  }

  private static InputStream open(ImageSource source) throws UnplacedException {
    if (!(source instanceof FileSource file)) {
      try {
        return new ByteArrayInputStream(source.read());
      } catch (ImageException e) {
        throw new UnplacedException(e.failure().toString(), e);
      }
    }
    try {
      return Files.newInputStream(file.path());
    } catch (IOException e) {
      requireThere(file.path(), e);
      throw unread(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws UnplacedException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unread(e);
    }
  }

  private static UnplacedException unread(IOException e) {
    return new UnplacedException("it cannot be read: " + SafeFiles.reason(e), e);
  }

  /**
   * Moves a file to where nothing is.
   *
   * @throws FileAlreadyExistsException where something is
   */
  static void move(Path from, Path to) throws UnplacedException, IOException {
    try {
      rename(from, to);
    } catch (AtomicMoveNotSupportedException e) {
      Path partial = partial(to);
      try {
        FileSource source = new FileSource(from);
        Stat stat = source.stat();
        write(source, partial, true);
        keepAttributes(source, stat, partial);
        if (Files.mismatch(from, partial) >= 0) {
          throw new UnplacedException("its copy is not what it is; it stays where it is", e);
        }
        rename(partial, to);
      } finally {
        Files.deleteIfExists(partial);
      }
      OutputFile.syncDirectoryOf(to); // else a power failure might leave neither of the two
      deleteMoved(from, to);
    }
  }

  /** Once there is another; where it cannot go, there is to be one. */
  private static void deleteMoved(Path from, Path to) throws UnplacedException, IOException {
    try {
      Files.deleteIfExists(from); // gone already: then this is the only one
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw new UnplacedException("it cannot be taken away: " + SafeFiles.reason(e), e);
    }
  }

  /** Within a file system. (Java's own way would copy where it has to, unseen.) */
  private static void rename(Path from, Path to) throws IOException {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * What is written until it is whole; the same name each time, so that the next one replaces it.
   */
  static Path partial(Path to) {
    String digits =
        new Sha256().add(FileNames.text(to.getFileName())).hex().substring(0, NAME_DIGITS);
    return to.resolveSibling(".resnet50-" + digits + ".partial");
  }
}
