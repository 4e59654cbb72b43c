package io.github.resnet50.image.decode;

import io.github.resnet50.image.Orientation;

/**
 * An encoded image whose header has been read and found valid, and whose pixels have not been
 * decoded yet. There is one implementation per format; each is made by its own {@code parse}.
 */
public interface ImageFile {

  /** Columns as stored, before applying the orientation. */
  int width();

  /** Rows as stored, before applying the orientation. */
  int height();

  /** The orientation given in the file; upright if it is missing or invalid. */
  Orientation orientation();
}
