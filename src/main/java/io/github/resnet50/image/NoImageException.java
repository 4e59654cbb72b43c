package io.github.resnet50.image;

/**
 * There is no image to work with: none was found, none can be decoded, or none has a label that is
 * needed. The message says which.
 */
public final class NoImageException extends Exception {
  private static final long serialVersionUID = 1L;

  public NoImageException(String message) {
    super(message);
  }
}
