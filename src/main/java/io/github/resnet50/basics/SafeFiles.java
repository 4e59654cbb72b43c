package io.github.resnet50.basics;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear complete or not at all, and locks between processes. */
public final class SafeFiles {
  private static final long POLL_MILLIS = 100;

  private SafeFiles() {}

  /** Writes a file's content to the stream, which it need not close. */
  public interface FileContent {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Work done under a lock; {@code E} is what it may throw besides {@link IOException}. */
  public interface LockedWork<T, E extends Exception> {
    T run() throws IOException, E;
  }

  /**
   * Replaces a file atomically: readers see the old content or the new, never a part. Missing
   * parent folders are made; if writing fails, nothing is left behind.
   */
  public static void replace(Path file, FileContent content) throws IOException {
    replace(file, content, null);
  }

  private static void replace(Path file, FileContent content, Set<PosixFilePermission> permissions)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Not createTempFile: its files are their owner's alone, whatever the umask says.
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
    // And not the file's own name with more to it, which might be too long.
    Path temporary = folder.resolve(".resnet50-" + unique + ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      if (permissions != null) {
        Files.setPosixFilePermissions(temporary, permissions);
      }
      move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * As {@link #replace(Path, FileContent)}, of a file that is there: it keeps its permissions, as
   * far as the file system has any.
   */
  public static void rewrite(Path file, FileContent content) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    Set<PosixFilePermission> permissions =
        posix == null ? null : posix.readAttributes().permissions();
    replace(file, content, permissions);
  }

  /**
   * As {@link #replace(Path, FileContent)}, with a copy of another file; its permissions are not.
   */
  public static void copy(Path from, Path to) throws IOException {
    replace(to, out -> Files.copy(from, out));
  }

  /**
   * Makes sure that files can be made in a folder, which is made where it is missing: by making
   * one, since permissions do not say everything.
   */
  public static void requireWritable(Path folder) throws IOException {
    Files.createDirectories(folder);
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path probe = folder.resolve("." + unique + ".probe");
    Files.createFile(probe);
    Files.delete(probe);
  }

  /**
   * What went wrong, as text for the user; the exceptions of files often say no more than the path.
   */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return "no such folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is where a folder should be";
    }
    String text = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return text == null || text.isBlank() ? e.getClass().getSimpleName() : text;
  }

  /** The same of whatever file it is about, which is named where it is known. */
  public static String reasonOf(IOException e) {
    String file = e instanceof FileSystemException known ? known.getFile() : null;
    String reason = e instanceof NoSuchFileException ? "does not exist" : reason(e);
    return file == null ? reason : file + ": " + reason;
  }

  /** As {@link #replace(Path, FileContent)}, with a text in UTF-8. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Renames atomically within a file system, replacing the target; between file systems as well as
   * possible.
   */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Works while no other process holds the same lock, waiting for it. Threads of one process must
   * not compete for it.
   *
   * @param lock an empty file, made where it is missing and left there
   */
  public static <T, E extends Exception> T locked(Path lock, LockedWork<T, E> work)
      throws IOException, E {
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("lost the lock " + lock);
      }
      return work.run();
    }
  }

  /**
   * As {@link #locked(Path, LockedWork)}, but threads of one process may compete too.
   *
   * @param waiting called once where the lock is not free at once
   * @throws InterruptedIOException where the thread is interrupted while it waits
   */
  public static <T, E extends Exception> T locked(
      Path lock, Runnable waiting, LockedWork<T, E> work) throws IOException, E {
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!tryLock(channel)) {
        waiting.run();
        while (!tryLock(channel)) {
          pause(lock);
        }
      }
      return work.run(); // closing the channel releases the lock
    }
  }

  /** Takes a lock that goes with the channel; false where another process or thread has it. */
  public static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  private static void pause(Path lock) throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while another holds " + lock).initCause(e);
    }
  }
}
