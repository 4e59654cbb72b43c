package io.github.resnet50.report;

import java.util.Locale;

/**
 * What a label says of a record.
 *
 * @param truth the name of the class that the image shows; empty where that is not known
 */
public record Verdict(Correctness correctness, String truth) {
  /** What became of an image whose label was looked for. */
  public enum Correctness {
    /** The most probable class is the true one. */
    RIGHT,
    /** It is not. */
    WRONG,
    /** There is no label, or none that names a class. */
    UNLABELLED,
    /** There is no prediction. */
    FAILED;

    /** As in pages: {@code right}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
