package io.github.resnet50.spark;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.NamedPath;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a named path lies: names are what travels to the tasks, and what outputs show.
 *
 * @param folder what relative names of local files start from: the driver's current folder
 * @param localDefault whether a name without a scheme is that of a local file
 */
record Places(String folder, boolean localDefault) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");

  /** Whether the file is read as {@code classify} reads it, rather than through Hadoop. */
  boolean isLocal(String name) {
    return localDefault && !SCHEME.matcher(name).lookingAt();
  }

  /** The path of a local name. */
  NamedPath local(String name) {
    return NamedPath.of(absolute(name));
  }

  /**
   * The same text for the same place, however it is named: with its scheme, and absolute.
   *
   * @throws IllegalArgumentException where no file can have this name
   */
  String key(String name, Configuration configuration) throws IOException {
    if (isLocal(name)) {
      return new Path("file", null, absolute(name)).toString();
    }
    Path path = new Path(name);
    return path.getFileSystem(configuration).makeQualified(path).toString();
  }

  /**
   * An image of this name; the file of this machine where its name says so.
   *
   * @param archives the same for all images of a task
   */
  ImageRef image(
      long index,
      String name,
      ImageFailure problem,
      Configuration configuration,
      OpenArchives archives) {
    if (!isLocal(name)) {
      return new ImageRef(index, name, new HadoopSource(name, configuration), problem);
    }
    NamedPath local = local(name);
    ImageFailure why = problem != null ? problem : local.problem();
    return new ImageRef(index, name, ImageScanner.source(local.path(), archives), why);
  }

  private String absolute(String name) {
    return new File(name).isAbsolute() ? name : folder + "/" + name;
  }
}
