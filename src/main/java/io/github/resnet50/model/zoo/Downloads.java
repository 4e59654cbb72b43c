package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
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
import java.util.Locale;

/**
 * Files on their way in. What came before a cut stays, named by the checksum that the whole will
 * have, and the next attempt, of this process or a later one, asks only for the rest. A file whose
 * checksum is wrong does not stay.
 */
final class Downloads {
  /** Ends of a part's name. */
  static final String SUFFIX = ".part";

  /** How often one call resumes after a cut, as long as each attempt brings something. */
  private static final int RESUMES = 3;

  private final Path folder;
  private final ZooLink link;

  Downloads(Path folder, ZooLink link) {
    this.folder = folder;
    this.link = link;
  }

  /** Where a file lies while and after it comes in. */
  Path part(Artifact.Item item) {
    return folder.resolve(item.getSha1Hash().toLowerCase(Locale.ROOT) + SUFFIX);
  }

  /**
   * Gets a file, complete and with the right checksum, to {@link #part}.
   *
   * @param progress gets the bytes that are new, and those that are here already
   */
  Fetched get(URI from, Artifact.Item item, Progress progress) throws IOException {
    Path part = part(item);
    long kept = length(part);
    progress.increment(kept);
    if (kept == 0 || kept < item.getSize()) {
      transfer(from, item, progress);
    }
    Fetched file = Fetched.of(from.toString(), part);
    if (file.sha1().equalsIgnoreCase(item.getSha1Hash())) {
      return file;
    }
    Files.delete(part);
    if (kept > 0) {
      // The older bytes may be of another file than the newer ones: once more, from the start.
      progress.increment(-file.bytes());
      return get(from, item, progress);
    }
    throw new IOException(
        ("%s is damaged or not the file that the zoo means: its SHA-1 is %s, the zoo's metadata"
                + " says %s")
            .formatted(from, file.sha1(), item.getSha1Hash()));
  }

  private void transfer(URI from, Artifact.Item item, Progress progress) throws IOException {
    Path part = part(item);
    for (int resumes = 0; ; resumes++) {
      long before = length(part);
      try {
        append(from, item, progress);
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

  private void append(URI from, Artifact.Item item, Progress progress) throws IOException {
    Path part = part(item);
    long here = length(part);
    try (Answer answer = link.open(from, here)) {
      if (answer.start() != here) {
        progress.increment(-here);
        here = 0;
      }
      StandardOpenOption mode =
          here > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      try (OutputStream out =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
        here += copy(answer, out, progress, from);
      }
      long total = answer.total() >= 0 ? answer.total() : item.getSize();
      if (here < total) {
        throw new EOFException(
            from + " was cut short: " + here + " of " + total + " bytes came; try again to go on");
      }
    }
  }

  private long copy(Answer answer, OutputStream out, Progress progress, URI from)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long copied = 0;
    for (int n = read(answer, buffer, from); n >= 0; n = read(answer, buffer, from)) {
      out.write(buffer, 0, n);
      copied += n;
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
