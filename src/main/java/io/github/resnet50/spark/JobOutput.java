package io.github.resnet50.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a job's records go: a folder of part files, or one file that is made of them. Before
 * anything is done it is checked that they replace nothing but outputs.
 */
final class JobOutput {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final Pattern PART = Pattern.compile("part-.*\\.(csv|jsonl|parquet)");
  private static final Pattern CHECKSUM = Pattern.compile("\\..*\\.crc");

  private final JobOptions options;
  private final Places places;
  private final Configuration configuration;
  private final FileSystem files;
  private final Path target;
  private final Path parts;

  JobOutput(JobOptions options, Places places, Configuration configuration) throws IOException {
    this.options = options;
    this.places = places;
    this.configuration = configuration;
    Path path = new Path(options.output);
    this.files = path.getFileSystem(configuration);
    this.target = files.makeQualified(path); // tasks have other current folders
    this.parts = options.singleFile ? this.target.suffix(".parts") : this.target;
  }

  /**
   * What can be checked before the walk.
   *
   * @throws OutputExistsException where something is there, and may not be replaced
   * @throws IllegalArgumentException where it is nothing that a job wrote, or an input
   */
  void check() throws IOException, OutputExistsException {
    for (String root : options.paths) {
      requireApart(root);
    }
    if (options.timings != null) {
      checkTimings(new Path(options.timings));
    }
    if (exists()) {
      if (!options.overwrite.given) {
        throw new OutputExistsException(options.output);
      }
      requireReplaceable();
    }
  }

  private void checkTimings(Path path) throws IOException, OutputExistsException {
    FileSystem there = path.getFileSystem(configuration);
    if (holds(there.makeQualified(path).toString())) {
      throw new IllegalArgumentException(
          "--timings " + options.timings + " lies in the output " + options.output);
    }
    if (!there.exists(path)) {
      return;
    }
    if (!options.overwrite.given) {
      throw new OutputExistsException(options.timings);
    }
    if (there.getFileStatus(path).isDirectory()) {
      throw new IllegalArgumentException("--timings " + options.timings + ": is a directory");
    }
  }

  /**
   * Checks that the output does not replace an input.
   *
   * @param name an input's, as the walk has it
   */
  void requireApart(String name) {
    boolean held;
    try {
      held = holds(places.key(name, configuration));
    } catch (IOException | IllegalArgumentException e) {
      return; // nothing can be there: the walk says so
    }
    if (held) {
      throw new IllegalArgumentException(
          "the output " + options.output + " would replace the input " + name);
    }
  }

  private boolean exists() throws IOException {
    return files.exists(target) || files.exists(parts);
  }

  /**
   * Checks that what is in the way may be deleted.
   *
   * @throws IllegalArgumentException where that is a folder of anything but a job's output
   */
  private void requireReplaceable() throws IOException {
    for (Path path : List.of(target, parts)) {
      if (!files.exists(path) || !files.getFileStatus(path).isDirectory()) {
        continue;
      }
      for (FileStatus entry : files.listStatus(path)) {
        String name = entry.getPath().getName();
        if (!isOfJob(name, entry.isDirectory())) {
          throw new IllegalArgumentException(
              path
                  + ": holds more than the output of a job ("
                  + name
                  + "), and is not deleted for --overwrite");
        }
      }
    }
  }

  /** What Spark and its committers leave in an output. */
  static boolean isOfJob(String name, boolean directory) {
    return directory
        ? name.equals("_temporary") || name.startsWith("__magic")
        : name.equals("_SUCCESS")
            || PART.matcher(name).matches()
            || CHECKSUM.matcher(name).matches();
  }

  /** Removes what is in the way; see {@link #requireReplaceable}. */
  void clear() throws IOException {
    requireReplaceable();
    files.delete(target, true);
    files.delete(parts, true);
  }

  /**
   * Whether a place is the output's, or in it.
   *
   * @param key as {@link Places#key} gives it
   */
  private boolean holds(String key) {
    return isWithin(target.toString(), key) || isWithin(parts.toString(), key);
  }

  static boolean isWithin(String folder, String key) {
    return key.equals(folder) || key.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /** The folder that Spark is to write. */
  Path parts() {
    return parts;
  }

  /**
   * Checks that every task's part is there: on folders of their own, which merely have the same
   * path, each machine commits where the others do not look.
   */
  void requireParts(int tasks) throws IOException {
    int there = inOrder().size();
    if (there < tasks) {
      files.delete(new Path(parts, "_SUCCESS"), false);
      throw new IOException(
          "%s: %d of %d parts arrived; is the output on storage that all machines share?"
              .formatted(parts, there, tasks));
    }
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

  /** Something is in the output's place, and may not be replaced. */
  static final class OutputExistsException extends Exception {
    private static final long serialVersionUID = 1L;

    OutputExistsException(String output) {
      super(output + ": exists already (--overwrite replaces it)");
    }
  }
}
