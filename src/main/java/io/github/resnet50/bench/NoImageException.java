package io.github.resnet50.bench;

/** There is nothing to measure with: no image was found, or none could be decoded. */
public final class NoImageException extends Exception {
  private static final long serialVersionUID = 1L;

  NoImageException(String message) {
    super(message);
  }
}
