package io.github.resnet50.spark;

import io.github.resnet50.image.ImageRef;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Checks that a job's outputs replace nothing but outputs, before anything is done. */
final class OutputCheck {
  private final JobOptions options;
  private final JobOutput output;
  private final Places places;
  private final Configuration hadoop;

  OutputCheck(JobOptions options, JobOutput output, Places places, Configuration hadoop) {
    this.options = options;
    this.output = output;
    this.places = places;
    this.hadoop = hadoop;
  }

  /**
   * What can be checked before the walk.
   *
   * @throws JobOutput.OutputExistsException where something is there, and may not be replaced
   * @throws IllegalArgumentException where it is nothing that a job wrote, or an input
   */
  void before() throws IOException, JobOutput.OutputExistsException {
    for (String root : options.paths) {
      requireApart(root);
    }
    if (options.timings != null) {
      timings(new Path(options.timings));
    }
    if (output.exists()) {
      if (!options.overwrite) {
        throw new JobOutput.OutputExistsException(options.output);
      }
      output.requireReplaceable();
    }
  }

  private void timings(Path path) throws IOException, JobOutput.OutputExistsException {
    FileSystem files = path.getFileSystem(hadoop);
    if (output.holds(files.makeQualified(path).toString())) {
      throw new IllegalArgumentException(
          "--timings " + options.timings + " lies in the output " + options.output);
    }
    if (!files.exists(path)) {
      return;
    }
    if (!options.overwrite) {
      throw new JobOutput.OutputExistsException(options.timings);
    }
    if (files.getFileStatus(path).isDirectory()) {
      throw new IllegalArgumentException("--timings " + options.timings + ": is a directory");
    }
  }

  /** A path of the walk, as it is. */
  ImageRef found(ImageRef ref) {
    requireApart(ref.name());
    return ref;
  }

  private void requireApart(String name) {
    boolean held;
    try {
      held = output.holds(places.key(name, hadoop));
    } catch (IOException | IllegalArgumentException e) {
      return; // nothing can be there: the walk says so
    }
    if (held) {
      throw new IllegalArgumentException(
          "the output " + options.output + " would replace the input " + name);
    }
  }
}
