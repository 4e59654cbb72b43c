package io.github.resnet50.graph;

/** A directory does not contain a usable SavedModel; the message says what is wrong with it. */
public class SavedModelException extends Exception {

  private static final long serialVersionUID = 1L;

  public SavedModelException(String message) {
    super(message);
  }

  public SavedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
