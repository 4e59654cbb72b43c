package io.github.resnet50.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Images made on the spot. */
public final class TestImages {
  private TestImages() {}

  /** A PNG of one colour. */
  public static Path plain(Path file, int width, int height, Color color) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, color.getRGB());
      }
    }
    return Files.write(file, Pictures.write(image, "png"));
  }

  /**
   * A PNG of 8 × 8 blocks of random levels: no two look alike.
   *
   * @param colour the channel, 0 to 2, that has three times the light of the others
   */
  public static Path blocks(Path file, int side, int colour, Random random) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    int block = Math.max(1, side / 8);
    int[] levels = random.ints(64, 20, 250).toArray();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int level = levels[y / block % 8 * 8 + x / block % 8];
        int[] rgb = {level / 3, level / 3, level / 3};
        rgb[colour] = level;
        image.setRGB(x, y, new Color(rgb[0], rgb[1], rgb[2]).getRGB());
      }
    }
    Files.createDirectories(file.getParent());
    return Files.write(file, Pictures.write(image, "png"));
  }

  /**
   * Fills a folder with {@code 000.png}, {@code 001.png}, … whose red level is their number.
   *
   * @param count 256 at most
   */
  public static Path numbered(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      plain(folder.resolve("%03d.png".formatted(i)), 9, 7, new Color(i, 100, 50));
    }
    return folder;
  }

  /** Makes one of the numbered images a broken one. */
  public static void breakIt(Path folder, int number) throws IOException {
    Files.writeString(folder.resolve("%03d.png".formatted(number)), "no image at all");
  }
}
