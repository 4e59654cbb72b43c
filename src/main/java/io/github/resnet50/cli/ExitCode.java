package io.github.resnet50.cli;

/** The exit codes, on which scripts rely. */
final class ExitCode {
  static final int OK = 0;
  static final int INTERNAL_ERROR = 1;
  static final int USAGE = 2;
  static final int SOME_FAILED = 3;
  static final int NO_IMAGE = 4;
  static final int MODEL = 5;
  static final int SCORE_MISSED = 6;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
