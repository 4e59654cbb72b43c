package io.github.resnet50.report.journal;

/** An earlier run cannot be continued as things are; the message says what has changed. */
public final class ResumeException extends Exception {
  private static final long serialVersionUID = 1L;

  ResumeException(String message) {
    super(message);
  }
}
