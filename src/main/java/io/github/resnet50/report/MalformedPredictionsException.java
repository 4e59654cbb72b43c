package io.github.resnet50.report;

import java.io.IOException;

/** A file is no prediction file as it is written here; the message says which, where and why. */
public final class MalformedPredictionsException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedPredictionsException(String message, Throwable cause) {
    super(message, cause);
  }
}
