package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;
import java.io.ByteArrayOutputStream;

/**
 * A JPEG whose markers have been read up to the end of the image (ITU T.81, annex B).
 *
 * @param bytes the file
 * @param colors what its components are
 * @param progressive whether the picture comes in several scans of growing precision
 * @param end where the end-of-image marker is, or -1 if it is missing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JpegFile(
    byte[] bytes,
    int width,
    int height,
    Orientation orientation,
    Colors colors,
    boolean progressive,
    int end)
    implements ImageFile {
  /**
   * The components of the picture.
   *
   * @param components 1 gray, 3 colour, 4 CMYK or YCCK
   * @param luminance whether they are luminance and chrominance, not colours themselves
   * @param usualSampling whether chrominance has the resolution of luminance, or half of it across
   *     or both ways; every decoder enlarges that alike
   */
  record Colors(int components, boolean luminance, boolean usualSampling) {}

  public int components() {
    return colors.components();
  }

  boolean luminance() {
    return colors.luminance();
  }

  /** Whether all versions of libjpeg make the same pixels of it. */
  public boolean hasUsualSampling() {
    return colors.usualSampling();
  }

  /** Whether the end-of-image marker is there. */
  public boolean ended() {
    return end >= 0;
  }

  /**
   * Whether the last bytes before the end marker are all the same: an encoder's padding, which is
   * no part of the picture.
   *
   * @param count how many bytes
   */
  boolean endsInPadding(int count) {
    return JpegMarkers.isPadding(bytes, Math.max(0, end - count), end);
  }

  /** The same, to be turned otherwise. */
  JpegFile turned(Orientation other) {
    return new JpegFile(bytes, width, height, other, colors, progressive, end);
  }

  static JpegFile parse(byte[] bytes) throws ImageException {
    return new JpegMarkers(bytes).walk();
  }

  /**
   * What libjpeg allocates for the picture: of a progressive one it keeps all coefficients, of 2
   * bytes each, until the last scan.
   */
  public long coefficientBytes() {
    return progressive ? 2L * components() * width * height : 0;
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
