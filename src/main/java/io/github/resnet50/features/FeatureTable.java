package io.github.resnet50.features;

import java.io.IOException;

/** A file of features that is being written; a record for every path. For one thread. */
public interface FeatureTable extends AutoCloseable {
  /** Adds an image with features, or one that failed. */
  void write(ImageFeatures image) throws IOException;

  /** Completes the file once all images are written. */
  void end() throws IOException;

  /** Frees what this object opened, but no stream that was passed in. */
  @Override
  void close() throws IOException;
}
