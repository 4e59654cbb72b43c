package io.github.resnet50.basics;

import java.io.IOException;

/**
 * A file that the user named is not what it should be; the message names the file, the place in it,
 * what is there and what was expected.
 */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedFileException(String message) {
    super(message);
  }

  public MalformedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
