package io.github.resnet50.graph.onnx.file;

/** A file that is no usable model of ONNX. The message says what is wrong with it, for the user. */
public final class OnnxException extends Exception {
  private static final long serialVersionUID = 1L;

  public OnnxException(String message) {
    super(message);
  }

  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
