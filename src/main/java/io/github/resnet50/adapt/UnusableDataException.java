package io.github.resnet50.adapt;

/** There is nothing that a classifier could be made from; the message is for the user. */
public final class UnusableDataException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableDataException(String message) {
    super(message);
  }
}
