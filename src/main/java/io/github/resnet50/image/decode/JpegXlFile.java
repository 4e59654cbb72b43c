package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;

/**
 * A JPEG XL whose header libjxl has read (ISO/IEC 18181). The library turns the picture upright.
 *
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JpegXlFile(byte[] bytes, int width, int height) implements ImageFile {
  static JpegXlFile parse(byte[] bytes) throws ImageException {
    try (JpegXlImage image = JpegXlImage.open(bytes)) {
      return new JpegXlFile(bytes, image.width(), image.height());
    }
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }
}
