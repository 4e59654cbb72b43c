package io.github.resnet50.adapt;

/** No classifier can be made from these images; the message is for the user. */
public final class UnusableDataException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableDataException(String message) {
    super(message);
  }
}
