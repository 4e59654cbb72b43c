package io.github.resnet50.report;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where a result goes, and the moment from which it counts.
 *
 * <p>Write to {@link #stream()}, {@link #commit()} when everything is there, then close. Closing
 * without a commit is how failure looks: see {@link OutputFile} for what is left. Used by one
 * thread.
 */
public interface Output extends Closeable {
  /** The path that stands for standard output. */
  String STANDARD_OUTPUT = "-";

  /**
   * Whether a path is standard output, also by what the system calls it: opened anew it would be
   * cut to nothing where it is a file, and could not be opened where it is a socket.
   */
  static boolean isStandard(Path target) {
    return Set.of(STANDARD_OUTPUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
        .contains(target.toString());
  }

  /**
   * Opens a file, or what the path stands for: {@code -} is standard output; a device or FIFO that
   * exists is written to as it is, never replaced; a link is followed.
   *
   * @param overwrite whether an existing file may be replaced
   * @param standardOutput the unbuffered stream behind {@code -}, such as a {@code
   *     FileOutputStream} on {@code FileDescriptor.out}; never closed
   * @throws FileAlreadyExistsException where the file exists and must not be replaced
   * @throws NoSuchFileException where the directory does not exist: it is not made, since a
   *     misspelt path would otherwise go unnoticed
   */
  static Output open(Path target, boolean overwrite, OutputStream standardOutput)
      throws IOException {
    if (isStandard(target)) {
      return DirectOutput.standardOutput(standardOutput);
    }
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return DirectOutput.device(target, new FileOutputStream(target.toFile()));
    }
    return OutputFile.open(target, overwrite);
  }

  /** Where to write; buffered, so flush it where it matters. */
  OutputStream stream();

  /** Makes the result count: it is complete. To be called once. */
  void commit() throws IOException;

  /** Leaves nothing of what is not committed; for any thread. */
  default void discard() {}

  /** Where the bytes are until the commit; empty where they are gone once written. */
  default Optional<Path> partial() {
    return Optional.empty();
  }

  /** The name in messages: the path, or {@code standard output}. */
  String name();

  /** Writes what is buffered and closes what was opened. Closing again does nothing. */
  @Override
  void close() throws IOException;
}
