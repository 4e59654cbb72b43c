package io.github.resnet50.graph.onnx.file;

import java.io.IOException;

/** A file is whole, but holds what is not supported; thrown while it is read. */
final class UnsupportedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedFileException(String message) {
    super(message);
  }
}
