package io.github.resnet50.features;

import java.io.IOException;

/** A file of features that is being written; a record for every path. For one thread. */
public interface FeatureTable extends AutoCloseable {
  /** Adds what became of a path. */
  void write(ImageFeatures image) throws IOException;

  /** Everything has been written: hands on what is buffered. */
  void end() throws IOException;

  /** Frees what was opened, but no stream that was handed in. */
  @Override
  void close() throws IOException;
}
