package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/** HEIC and AVIF through the machine's libheif. */
final class HeifCodec implements ImageCodec {
  /** Frames of the video decoder and the library's conversions, measured. */
  private static final long PIXEL = 8;

  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    HeifFile heif = (HeifFile) file;
    long pixel = heif.deep() ? 2 * PIXEL : PIXEL;
    return pixel * file.width() * file.height() + heif.bytes().length;
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    HeifFile heif = (HeifFile) file;
    try (HeifImage image = HeifImage.open(heif.bytes(), heif.format())) {
      return image.pixels();
    }
  }
}
