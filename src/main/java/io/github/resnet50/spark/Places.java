package io.github.resnet50.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.regex.Pattern;

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
  Path local(String name) {
    return Path.of(folder).resolve(name);
  }
}
