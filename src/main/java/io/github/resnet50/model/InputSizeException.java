package io.github.resnet50.model;

/** A model does not take images of the size that was asked for; the message says why. */
public final class InputSizeException extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason why the model takes no other
   */
  public InputSizeException(ModelSpec spec, String reason, Throwable cause) {
    super(
        "model %s takes %d x %d only: %s; leave --input-size out"
            .formatted(spec.name(), spec.own().width(), spec.own().height(), reason),
        cause);
  }
}
