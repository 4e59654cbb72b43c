package io.github.resnet50.image.scene;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.decode.ImageFormat;
import io.github.resnet50.image.decode.PixelRows;

/** A TIFF as one image, with the bands that are asked for; any other file is what it is. */
record BandedSource(ImageSource file, SceneOptions options) implements ImageSource {
  @Override
  public byte[] read() throws ImageException {
    byte[] encoded = file.read();
    if (!ImageFormat.isTiff(encoded)) {
      return encoded;
    }
    try (PixelRows rows = PixelRows.open(encoded, options.bands(), options.maxPixels())) {
      return PlainTiff.of(rows.all(), 0, 0);
    }
  }

  @Override
  public Stat stat() {
    return file.stat();
  }

  @Override
  public void release() {
    file.release();
  }

  @Override
  public String state() {
    return file.state();
  }
}
