package io.github.resnet50.cli.options;

/** What the user asked for cannot be done as asked; the message says what to change. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
