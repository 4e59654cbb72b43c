package io.github.resnet50.image.decode;

import io.github.resnet50.image.Orientation;

/**
 * An encoded image whose header has been read and found sound, and whose pixels have not been
 * touched yet. One implementation a format; each is made by its own {@code parse}.
 */
public interface ImageFile {

  /** Columns as stored, before any turning. */
  int width();

  /** Rows as stored, before any turning. */
  int height();

  /** What the file says about its orientation; upright where it says nothing or nonsense. */
  Orientation orientation();
}
