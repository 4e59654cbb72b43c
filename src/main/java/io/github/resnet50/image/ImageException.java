package io.github.resnet50.image;

/** Thrown where one image cannot be used; the run continues with a failed record. */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ImageFailure failure;

  public ImageException(ImageFailure.Kind kind, String message) {
    this(new ImageFailure(kind, message), null);
  }

  public ImageException(ImageFailure.Kind kind, String message, Throwable cause) {
    this(new ImageFailure(kind, message), cause);
  }

  private ImageException(ImageFailure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  public ImageFailure failure() {
    return failure;
  }
}
