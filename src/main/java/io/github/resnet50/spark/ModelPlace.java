package io.github.resnet50.spark;

import java.io.Serializable;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;

/**
 * Where an executor finds the bundle.
 *
 * @param path a folder: as it is, or within what Spark has sent along
 * @param sent whether it is the second
 */
record ModelPlace(String path, boolean sent) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** On the machine where this is called. */
  Path folder() {
    return Path.of(sent ? SparkFiles.get(path) : path);
  }
}
