package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * The first frame of a WebP on its canvas, which is white where nothing is drawn. Colours come from
 * the library; the transparency of lossy pictures is put together here, because the library leaves
 * out what is missing of it.
 */
final class WebpCodec implements ImageCodec {
  private static final int NOT_COMPRESSED = 0;
  private static final int COMPRESSED = 1;

  private final LibraryCodec library = new LibraryCodec("com.twelvemonkeys.imageio.plugins.webp.");

  /** The frame's transparency comes after its colours. */
  @Override
  public long heapBytes(ImageFile file, int reduction) {
    long pixels = library.heapBytes(file, reduction);
    return ((WebpFile) file).alpha() == null ? pixels : pixels + RGB * file.width() * file.height();
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    WebpFile webp = (WebpFile) file;
    int width = webp.frame().width();
    int height = webp.frame().height();
    RgbImage picture = library.read(webp.colors(), width, height);
    if (webp.alpha() != null) {
      byte[] opacity = opacity(webp, width, height);
      byte[] rgb = picture.rgb();
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) Levels.overWhite(u8(rgb, i), u8(opacity, i / 3));
      }
    }
    return onCanvas(picture, webp.frame(), webp.width(), webp.height());
  }

  private byte[] opacity(WebpFile webp, int width, int height) throws ImageException {
    WebpFile.Chunk chunk = webp.alpha();
    int head = u8(webp.bytes(), chunk.from());
    byte[] levels = new byte[width * height];
    switch (head & 3) {
      case NOT_COMPRESSED -> {
        if (chunk.to() - chunk.from() - 1 < levels.length) {
          throw new ImageException(Kind.TRUNCATED, "the WebP lacks a part of its transparency");
        }
        System.arraycopy(webp.bytes(), chunk.from() + 1, levels, 0, levels.length);
      }
      case COMPRESSED -> {
        byte[] rgb = library.read(webp.opacity(), width, height).rgb();
        for (int i = 0; i < levels.length; i++) {
          levels[i] = rgb[3 * i + 1];
        }
      }
      default -> throw new ImageException(Kind.CORRUPT, "WebP with impossible transparency");
    }
    restore(levels, width, head >> 2 & 3);
    return levels;
  }

  /**
   * Adds to each level what was expected of it from its neighbours.
   *
   * @param filter 0 nothing, 1 the level to the left, 2 the one above, 3 both less the one between
   */
  private static void restore(byte[] levels, int width, int filter) {
    for (int i = 1; filter > 0 && i < levels.length; i++) {
      boolean first = i % width == 0;
      int left = first ? 0 : u8(levels, i - 1);
      int above = i < width ? 0 : u8(levels, i - width);
      int expected;
      if (i < width || (filter == 1 && !first)) {
        expected = left;
      } else if (first || filter == 2) {
        expected = above;
      } else {
        expected = Levels.clip(left + above - u8(levels, i - width - 1));
      }
      levels[i] += (byte) expected;
    }
  }

  private static RgbImage onCanvas(RgbImage image, GifFile.Frame frame, int width, int height) {
    if (frame.width() == width && frame.height() == height) {
      return image;
    }
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) 255);
    int row = image.width() * 3;
    for (int y = 0; y < image.height(); y++) {
      int out = ((frame.top() + y) * width + frame.left()) * 3;
      System.arraycopy(image.rgb(), y * row, rgb, out, row);
    }
    return new RgbImage(width, height, rgb);
  }
}
