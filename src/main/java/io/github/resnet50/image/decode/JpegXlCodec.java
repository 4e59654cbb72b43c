package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/** JPEG XL through the machine's libjxl. */
final class JpegXlCodec implements ImageCodec {
  /**
   * The library computes with numbers of 4 bytes, in all the picture where that is lossless; half
   * was measured.
   */
  private static final long PIXEL = 16;

  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    return PIXEL * file.width() * file.height() + ((JpegXlFile) file).bytes().length;
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    try (JpegXlImage image = JpegXlImage.open(((JpegXlFile) file).bytes())) {
      return image.pixels();
    }
  }
}
