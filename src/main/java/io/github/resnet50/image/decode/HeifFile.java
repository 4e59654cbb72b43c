package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;

/**
 * A HEIC or AVIF whose boxes libheif has read (ISO/IEC 23008-12). Of several images the main one
 * counts. The file says by properties of its own how the picture is turned, mirrored and cropped,
 * which the library does; an orientation in its EXIF block says the same again and is not meant.
 *
 * @param bytes the file
 * @param format as people call it
 * @param width columns of the upright picture
 * @param height rows of the upright picture
 * @param deep whether its samples have more than 8 bits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeifFile(byte[] bytes, String format, int width, int height, boolean deep)
    implements ImageFile {

  static HeifFile heic(byte[] bytes) throws ImageException {
    return parse(bytes, "HEIC");
  }

  static HeifFile avif(byte[] bytes) throws ImageException {
    return parse(bytes, "AVIF");
  }

  private static HeifFile parse(byte[] bytes, String format) throws ImageException {
    try (HeifImage image = HeifImage.open(bytes, format)) {
      return new HeifFile(bytes, format, image.width(), image.height(), image.bits() > 8);
    }
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }
}
