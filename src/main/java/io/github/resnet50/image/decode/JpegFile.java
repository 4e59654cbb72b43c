package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;
import java.io.ByteArrayOutputStream;

/**
 * A JPEG whose markers have been read up to the end of the image (ITU T.81, annex B).
 *
 * @param bytes the file
 * @param components 1 gray, 3 colour, 4 CMYK or YCCK
 * @param luminance whether the components are luminance and chrominance, not colours themselves
 * @param progressive whether the picture comes in several scans of growing precision
 * @param ended whether the end-of-image marker is there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JpegFile(
    byte[] bytes,
    int width,
    int height,
    Orientation orientation,
    int components,
    boolean luminance,
    boolean progressive,
    boolean ended)
    implements ImageFile {

  static JpegFile parse(byte[] bytes) throws ImageException {
    return new JpegMarkers(bytes).walk();
  }

  /**
   * What libjpeg allocates for the picture: of a progressive one it keeps all coefficients, of 2
   * bytes each, until the last scan.
   */
  public long coefficientBytes() {
    return progressive ? 2L * components * width * height : 0;
  }

  /**
   * The file without attachments (profiles, thumbnails, metadata) and without anything after the
   * image, so that none of it can disturb a decoder.
   */
  byte[] essentials() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    JpegMarkers.copyEssentials(bytes, out);
    return out.toByteArray();
  }
}
