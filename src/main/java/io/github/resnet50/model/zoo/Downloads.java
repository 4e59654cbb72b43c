package io.github.resnet50.model.zoo;

import ai.djl.util.Progress;
import io.github.resnet50.model.zoo.ZooLink.Answer;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Downloads files with resumption. After an interruption the part received is kept, named by the
 * expected checksum of the whole file, and the next attempt, by this process or a later one,
 * requests only the rest. A file with a wrong checksum is deleted.
 */
final class Downloads {
  /** Suffix of partial files. */
  static final String SUFFIX = ".part";

  /**
   * How often one call resumes after an interruption, as long as each attempt receives something.
   */
  private static final int RESUMES = 3;

  private final Path folder;
  private final ZooLink link;

  Downloads(Path folder, ZooLink link) {
    this.folder = folder;
    this.link = link;
  }

  /** Where a file is stored during and after its download. */
  Path part(Expected file) {
    return folder.resolve(file.hash() + SUFFIX);
  }

  /**
   * Downloads a file to {@link #part}, complete and with the right checksum.
   *
   * @param progress receives the number of new bytes, and of those present already
   */
  Fetched get(URI from, Expected expected, Progress progress) throws IOException {
    Path part = part(expected);
    long kept = length(part);
    progress.increment(kept);
    if (kept == 0 || kept < expected.bytes() || expected.bytes() < 0) {
      transfer(from, expected, progress);
    }
    Fetched file = Fetched.of(from.toString(), part);
    if (expected.isOf(file)) {
      return file;
    }
    Files.delete(part);
    if (kept > 0) {
      // The older bytes may belong to another version of the file: try once more from the start.
      progress.increment(-file.bytes());
      return get(from, expected, progress);
    }
    throw new IOException(expected.difference(from, file));
  }

  private void transfer(URI from, Expected expected, Progress progress) throws IOException {
    Path part = part(expected);
    for (int resumes = 0; ; resumes++) {
      long before = length(part);
      try {
        append(from, expected, progress);
        return;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (resumes == RESUMES || length(part) <= before) {
          throw e;
        }
      }
    }
  }

  private void append(URI from, Expected expected, Progress progress) throws IOException {
    Path part = part(expected);
    long here = length(part);
    try (Answer answer = link.open(from, here)) {
      expected.requireSize(from, answer.total());
      if (answer.start() != here) {
        progress.increment(-here);
        here = 0;
      }
      StandardOpenOption mode =
          here > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      try (OutputStream out =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
        here += copy(answer, out, progress, from, expected.most() - here);
      }
      if (here > expected.most()) {
        Files.delete(part); // whatever it is, there is nothing to resume
        throw new IOException(from + " does not end where the file that is meant ends");
      }
      long total = answer.total() >= 0 ? answer.total() : expected.bytes();
      if (here < total) {
        throw new EOFException(
            from + " was cut short: " + here + " of " + total + " bytes came; try again to go on");
      }
    }
  }

  private long copy(Answer answer, OutputStream out, Progress progress, URI from, long most)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long copied = 0;
    for (int n = read(answer, buffer, from); n >= 0; n = read(answer, buffer, from)) {
      out.write(buffer, 0, n);
      copied += n;
      if (copied > most) {
        return copied;
      }
      progress.increment(n);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted; try again to go on");
      }
    }
    return copied;
  }

  private int read(Answer answer, byte[] buffer, URI from) throws IOException {
    try {
      return answer.body().read(buffer);
    } catch (IOException e) {
      throw link.explained(e, from);
    }
  }

  private static long length(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
