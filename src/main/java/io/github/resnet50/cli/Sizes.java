package io.github.resnet50.cli;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Sizes {
  private static final double MEGA = 1e6;

  private Sizes() {}

  /** In megabytes, as downloads are told. */
  static String of(long bytes) {
    return String.format(Locale.ROOT, bytes < 10 * MEGA ? "%.1f MB" : "%.0f MB", bytes / MEGA);
  }
}
