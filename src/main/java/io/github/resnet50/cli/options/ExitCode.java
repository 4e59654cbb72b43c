package io.github.resnet50.cli.options;

/** The exit codes, on which scripts rely. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int INTERNAL_ERROR = 1;
  public static final int USAGE = 2;
  public static final int SOME_FAILED = 3;
  public static final int NO_IMAGE = 4;
  public static final int MODEL = 5;
  public static final int SCORE_MISSED = 6;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
