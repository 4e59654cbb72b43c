package io.github.resnet50.image.scene;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.decode.BandChoice;
import java.util.Iterator;
import java.util.List;

/**
 * What becomes of the files of a walk.
 *
 * @param tiling how they are cut; null: not at all
 * @param bands what of a TIFF's numbers is looked at
 * @param maxPixels larger scenes are refused
 */
public record SceneOptions(Tiling tiling, BandChoice bands, long maxPixels) {
  /** Files are images. */
  public static final SceneOptions NONE = new SceneOptions(null, BandChoice.AS_DECLARED, 0);

  /** Whether files are what they are. */
  public boolean isNone() {
    return tiling == null && bands.isAsDeclared();
  }

  /**
   * The images that a file gives, row by row.
   *
   * @throws ImageException where its size cannot be read, or is too large
   */
  public Iterator<ImageSource> images(ImageSource file) throws ImageException {
    if (isNone()) {
      return List.of(file).iterator();
    }
    return tiling == null
        ? List.<ImageSource>of(new BandedSource(file, this)).iterator()
        : new Scene(file, this).tiles();
  }
}
