package io.github.resnet50.cli;

/** A run failed, but what it had written is kept; the message says where. */
final class UnfinishedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param kept where the records are and how to continue
   * @param cause what happened
   */
  UnfinishedException(String kept, Throwable cause) {
    super(kept, cause);
  }
}
