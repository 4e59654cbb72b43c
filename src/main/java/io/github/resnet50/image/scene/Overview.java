package io.github.resnet50.image.scene;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageSize;
import java.util.Arrays;

/** A small picture of a scene, made of the rows that pass by. */
final class Overview {
  private final ImageSize size;
  private final int width;
  private final int height;
  private byte[] rgb = {}; // none yet

  /**
   * @param most pixels of its longer side
   */
  Overview(ImageSize size, int most) {
    this.size = size;
    double scale = Math.min(1, (double) most / Math.max(size.width(), size.height()));
    this.width = Math.max(1, (int) Math.round(size.width() * scale));
    this.height = Math.max(1, (int) Math.round(size.height() * scale));
  }

  /** Takes a row of the scene: of those that one of its own stands for, the middle one. */
  void take(int y, byte[] row, int from) {
    int own = (int) ((long) y * height / size.height());
    if (y != (int) ((own + 0.5) * size.height() / height)) {
      return;
    }
    if (rgb.length == 0) {
      rgb = new byte[3 * width * height];
      Arrays.fill(rgb, (byte) 255);
    }
    for (int x = 0; x < width; x++) {
      int at = from + 3 * (int) ((x + 0.5) * size.width() / width);
      System.arraycopy(row, at, rgb, 3 * (own * width + x), 3);
    }
  }

  RgbImage image() {
    byte[] copy = rgb.length == 0 ? new byte[3 * width * height] : rgb.clone();
    return new RgbImage(width, height, copy);
  }
}
