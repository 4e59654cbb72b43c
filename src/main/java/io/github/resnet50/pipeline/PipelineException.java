package io.github.resnet50.pipeline;

/** A stage failed; the cause is the first failure of the run. */
public final class PipelineException extends Exception {
  private static final long serialVersionUID = 1L;

  public PipelineException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
