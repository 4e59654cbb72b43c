package io.github.resnet50.image;

import java.util.Objects;

/**
 * Why a path yields no prediction.
 *
 * @param kind one of the small documented set that scripts can rely on
 * @param message one line for the user, without the path, line breaks and control characters
 */
public record ImageFailure(Kind kind, String message) {

  /** The kinds of failure; {@link #label()} is what appears in outputs. */
  public enum Kind {
    /** The path does not exist, or disappeared between the walk and the read. */
    NOT_FOUND("NotFound"),
    /** Permission or input/output error. */
    UNREADABLE("Unreadable"),
    /** A FIFO, socket or device: never opened. */
    NOT_A_FILE("NotAFile"),
    /** No bytes at all. */
    EMPTY("Empty"),
    /** The content is no image, or of a format outside the supported ones. */
    UNSUPPORTED("Unsupported"),
    /** The header or the data contradicts its own format. */
    CORRUPT("Corrupt"),
    /** The data ends before the image does. */
    TRUNCATED("Truncated"),
    /** More pixels than allowed, or a file too large to be read. */
    TOO_LARGE("TooLarge"),
    /** The machine could not give the memory this image needs. */
    OUT_OF_MEMORY("OutOfMemory"),
    /** It was not read and decoded within the time allowed. */
    TIMEOUT("Timeout"),
    /** The engine failed on it. */
    INFERENCE("Inference");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public ImageFailure {
    Objects.requireNonNull(kind);
    message = message == null ? "" : message.replaceAll("[\\s\\p{Cc}]+", " ").strip();
  }

  /** {@code Kind: message}, as in the CSV column {@code error}. */
  @Override
  public String toString() {
    return kind.label() + ": " + message;
  }
}
