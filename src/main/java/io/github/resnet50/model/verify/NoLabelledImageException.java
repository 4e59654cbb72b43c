package io.github.resnet50.model.verify;

/** There is no labelled image to verify with; the message says why, with counts. */
public final class NoLabelledImageException extends Exception {
  private static final long serialVersionUID = 1L;

  NoLabelledImageException(String message) {
    super(message);
  }
}
