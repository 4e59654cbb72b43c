package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u16be;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.util.zip.DataFormatException;

/**
 * PNG in all its depths and colour types, interlaced or not. Written here because the JDK's reader
 * decompresses all attachments, applies gamma, and is slower; decoding a PNG takes little beyond
 * the JDK's {@code Inflater}.
 */
final class PngCodec implements ImageCodec {
  /** Adam7: first column, first row, column step and row step of each pass. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] WHOLE = {{0, 0, 1, 1}};

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    PngFile png = (PngFile) file;
    check(png);
    byte[] rgb = new byte[png.width() * png.height() * 3];
    PngPixels pixels = new PngPixels(png);
    try (PngRows rows = new PngRows(png)) {
      for (int[] pass : png.interlaced() ? ADAM7 : WHOLE) {
        int width = (png.width() - pass[0] + pass[2] - 1) / pass[2];
        if (width == 0) {
          continue;
        }
        rows.startPass(width);
        for (int y = pass[1]; y < png.height(); y += pass[3]) {
          pixels.write(rows.next(), width, rgb, (y * png.width() + pass[0]) * 3, pass[2] * 3);
        }
      }
    } catch (DataFormatException e) {
      throw new ImageException(Kind.CORRUPT, "damaged PNG: " + ImageDecoder.reason(e), e);
    }
    return new RgbImage(png.width(), png.height(), rgb);
  }

  /** Refuses what has no pixels. */
  static void check(PngFile png) throws ImageException {
    if (png.color() == 3 && png.palette().length < 3) {
      throw new ImageException(Kind.CORRUPT, "PNG without its palette");
    }
    if (png.data().isEmpty()) {
      throw png.whole()
          ? new ImageException(Kind.CORRUPT, "PNG without pixels")
          : new ImageException(Kind.TRUNCATED, "the PNG ends before its pixels");
    }
  }

  /** Samples of a row to RGB. */
  static final class PngPixels {
    private final PngFile png;
    private final int samples;

    /** The one transparent colour as stored, if there is one. */
    private final int[] transparent;

    /** Colours of a palette or of gray levels below 8 bits; otherwise empty. */
    private final byte[] table;

    PngPixels(PngFile png) {
      this.png = png;
      this.samples = png.samples();
      boolean keyed = png.color() == 0 || png.color() == 2;
      this.transparent = new int[keyed && png.transparency().length >= 2 * samples ? samples : 0];
      for (int i = 0; i < transparent.length; i++) {
        transparent[i] = u16be(png.transparency(), 2 * i);
      }
      this.table = png.depth() <= 8 && samples == 1 ? table() : new byte[0];
    }

    private byte[] table() {
      int size = 1 << png.depth();
      byte[] colors = new byte[size * 3];
      for (int i = 0; i < size; i++) {
        for (int c = 0; c < 3; c++) {
          int level;
          if (png.color() == 0) {
            level = transparent.length > 0 && transparent[0] == i ? 255 : i * 255 / (size - 1);
          } else {
            // An index beyond the palette is black, as in browsers.
            int at = i * 3 + c;
            level = at < png.palette().length ? u8(png.palette(), at) : 0;
            level =
                i < png.transparency().length
                    ? Levels.overWhite(level, u8(png.transparency(), i))
                    : level;
          }
          colors[i * 3 + c] = (byte) level;
        }
      }
      return colors;
    }

    /** Writes a row of {@code width} pixels into every {@code step}-th byte triple. */
    void write(byte[] row, int width, byte[] rgb, int start, int step) {
      if (table.length > 0) {
        writeTable(row, width, rgb, start, step);
      } else if (png.color() == 2 && png.depth() == 8 && step == 3 && transparent.length == 0) {
        System.arraycopy(row, 1, rgb, start, width * 3);
      } else {
        writeSamples(row, width, rgb, start, step);
      }
    }

    private void writeTable(byte[] row, int width, byte[] rgb, int start, int step) {
      int depth = png.depth();
      int mask = (1 << depth) - 1;
      for (int x = 0, out = start; x < width; x++, out += step) {
        int bit = x * depth;
        int index = row[1 + (bit >> 3)] >> (8 - depth - (bit & 7)) & mask;
        rgb[out] = table[index * 3];
        rgb[out + 1] = table[index * 3 + 1];
        rgb[out + 2] = table[index * 3 + 2];
      }
    }

    /** 8 or 16 bits, the upper 8 of which are taken. */
    private void writeSamples(byte[] row, int width, byte[] rgb, int start, int step) {
      int size = png.depth() / 8;
      int pixel = samples * size;
      boolean alpha = png.color() >= 4;
      int second = samples >= 3 ? size : 0;
      for (int x = 0, in = 1, out = start; x < width; x++, in += pixel, out += step) {
        int opacity = alpha ? u8(row, in + pixel - size) : isTransparent(row, in, size) ? 0 : 255;
        rgb[out] = (byte) Levels.overWhite(u8(row, in), opacity);
        rgb[out + 1] = (byte) Levels.overWhite(u8(row, in + second), opacity);
        rgb[out + 2] = (byte) Levels.overWhite(u8(row, in + 2 * second), opacity);
      }
    }

    private boolean isTransparent(byte[] row, int in, int size) {
      for (int i = 0; i < transparent.length; i++) {
        int sample = size == 1 ? u8(row, in + i) : u16be(row, in + 2 * i);
        if (sample != transparent[i]) {
          return false;
        }
      }
      return transparent.length > 0;
    }
  }
}
