package io.github.resnet50.report;

import java.util.Locale;

/** The stages that the timing report distinguishes, in the order in which an image passes them. */
public enum Stage {
  READ,
  DECODE,
  PREPROCESS,
  INFERENCE,
  WRITE;

  /** As in reports: {@code read}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
