package io.github.resnet50.image.scene;

import io.github.resnet50.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Pixels as a file like any other: a TIFF of one strip, as it is, that tells where it lay. */
final class PlainTiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int ENTRIES = 12;
  private static final int DIRECTORY = 8;
  private static final int TAIL = DIRECTORY + 2 + 12 * ENTRIES + 4;

  /** Three shorts, padded, and two fractions. */
  private static final int PIXELS = TAIL + 8 + 16;

  private PlainTiff() {}

  /**
   * The file.
   *
   * @param x the first column in the image that the pixels are from
   * @param y the first row
   */
  static byte[] of(RgbImage image, int x, int y) {
    byte[] rgb = image.rgb();
    ByteBuffer out = ByteBuffer.allocate(PIXELS + rgb.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x002a4949).putInt(DIRECTORY).putShort((short) ENTRIES);
    entry(out, 256, LONG, 1, image.width());
    entry(out, 257, LONG, 1, image.height());
    entry(out, 258, SHORT, 3, TAIL); // bits of a sample
    entry(out, 259, SHORT, 1, 1); // not compressed
    entry(out, 262, SHORT, 1, 2); // RGB
    entry(out, 273, LONG, 1, PIXELS);
    entry(out, 277, SHORT, 1, 3); // samples of a pixel
    entry(out, 278, LONG, 1, image.height());
    entry(out, 279, LONG, 1, rgb.length);
    entry(out, 284, SHORT, 1, 1); // side by side
    entry(out, 286, RATIONAL, 1, TAIL + 8);
    entry(out, 287, RATIONAL, 1, TAIL + 16);
    out.putInt(0);
    out.putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 0);
    out.putInt(x).putInt(1).putInt(y).putInt(1);
    return out.put(rgb).array();
  }

  private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
