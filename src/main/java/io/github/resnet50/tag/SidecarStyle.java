package io.github.resnet50.tag;

import java.util.Locale;

/** How new sidecars are named. */
public enum SidecarStyle {
  /** {@code photo.jpg.xmp}, as darktable and digiKam do. */
  NAME,
  /** {@code photo.xmp}, as Adobe's programs do. */
  STEM;

  /** As in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
