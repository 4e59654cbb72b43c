package io.github.resnet50.graph;

import org.tensorflow.exceptions.TensorFlowException;

/**
 * A usable SavedModel that cannot be turned into a flat, frozen graph. The message is the reason,
 * to be shown to the user; the caller falls back to the original model.
 */
public final class UnpreparableModelException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnpreparableModelException(String message) {
    super(message);
  }

  public UnpreparableModelException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A graph that TensorFlow does not take, or on which it fails. */
  public static UnpreparableModelException refused(TensorFlowException e) {
    return new UnpreparableModelException("TensorFlow refuses it: " + e.getMessage(), e);
  }
}
