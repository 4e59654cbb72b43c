package io.github.resnet50.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where a job's records go: a folder of part files, or one file that is made of them. */
final class JobOutput {
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileSystem files;
  private final Path target;
  private final Path parts;

  /**
   * @param target as the user names it
   * @param single whether it is to be one file
   */
  JobOutput(String target, boolean single, Configuration configuration) throws IOException {
    Path path = new Path(target);
    this.files = path.getFileSystem(configuration);
    this.target = files.makeQualified(path); // tasks have other current folders
    this.parts = single ? this.target.suffix(".parts") : this.target;
  }

  /** Whether something is in the way. */
  boolean exists() throws IOException {
    return files.exists(target) || files.exists(parts);
  }

  /** Removes what is in the way. */
  void clear() throws IOException {
    files.delete(target, true);
    files.delete(parts, true);
  }

  /** The folder that Spark is to write. */
  Path parts() {
    return parts;
  }

  /** What the user gets. */
  Path target() {
    return target;
  }

  /**
   * Makes one file of the parts, if one is wanted, and deletes them; it has its name when it is
   * complete.
   *
   * @param header whether every part begins with a line that is to stand at the top only
   */
  void join(boolean header) throws IOException {
    if (parts.equals(target)) {
      return;
    }
    Path partial = target.suffix(".partial");
    try (OutputStream out = files.create(partial, true)) {
      boolean first = true;
      for (Path part : inOrder()) {
        try (InputStream in = files.open(part, BUFFER_BYTES)) {
          if (header && !first) {
            skipLine(in);
          }
          in.transferTo(out);
        }
        first = false;
      }
    }
    if (!files.rename(partial, target)) {
      throw new IOException("cannot rename " + partial + " to " + target);
    }
    files.delete(parts, true);
  }

  private List<Path> inOrder() throws IOException {
    return Arrays.stream(files.listStatus(parts))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().startsWith("part-"))
        .sorted(Comparator.comparing(Path::getName, JobOutput::compare))
        .toList();
  }

  /** Numbers are padded to five digits, and longer from 100,000 parts on. */
  private static int compare(String a, String b) {
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }

  private static void skipLine(InputStream in) throws IOException {
    int next = in.read();
    while (next >= 0 && next != '\n') {
      next = in.read();
    }
  }
}
