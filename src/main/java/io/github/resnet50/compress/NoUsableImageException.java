package io.github.resnet50.compress;

/** There is no image to calibrate on or to measure the loss of accuracy on. */
public final class NoUsableImageException extends Exception {
  private static final long serialVersionUID = 1L;

  NoUsableImageException(String message) {
    super(message);
  }
}
