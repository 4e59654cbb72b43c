package io.github.resnet50.model.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/**
 * A hidden folder in the store where a model is put together, so that only whole models have names.
 * What is not in the store when it closes is gone.
 *
 * @param root the folder
 */
public record Staging(Path root) implements AutoCloseable {

  /** The model directory to be; there from the start. */
  public Path model() {
    return root.resolve("model");
  }

  /** A place for what is needed only meanwhile, such as an archive's contents. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(root)) {
      PathUtils.deleteDirectory(root);
    }
  }
}
