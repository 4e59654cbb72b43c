package io.github.resnet50.features;

import io.github.resnet50.image.RgbImage;
import java.util.SplittableRandom;

/**
 * Random changes that leave an image's class as it is: a part of it enlarged to the whole, mirrored
 * half of the time, turned a little, in other colours. They are made on model-sized pixels, in one
 * bilinear sampling; beyond its edges the image is mirrored.
 *
 * @param leastArea the smallest part of the area that is taken, as in Inception's and torchvision's
 *     random resized crop; 0..1
 * @param aspect the largest ratio of the part's sides, at least 1
 * @param mirror whether images are mirrored left to right
 * @param degrees the most that an image is turned by, either way
 * @param jitter by how much brightness, contrast and saturation may change, as factors in {@code 1
 *     - jitter .. 1 + jitter}
 */
public record Augmentation(
    double leastArea, double aspect, boolean mirror, double degrees, double jitter) {

  /** Weaker than for training whole networks: a head cannot learn to undo much. */
  public static final Augmentation DEFAULT = new Augmentation(0.6, 4 / 3.0, true, 10, 0.2);

  public Augmentation {
    if (!(leastArea > 0 && leastArea <= 1)
        || aspect < 1
        || degrees < 0
        || !(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException(
          "area %s, aspect %s, degrees %s, jitter %s"
              .formatted(leastArea, aspect, degrees, jitter));
    }
  }

  /** The changed image, of the same size; the same random numbers give the same. */
  public RgbImage apply(RgbImage image, SplittableRandom random) {
    double area = leastArea + (1 - leastArea) * random.nextDouble();
    double ratio = StrictMath.exp((2 * random.nextDouble() - 1) * StrictMath.log(aspect));
    double width = Math.min(1, StrictMath.sqrt(area * ratio));
    double height = Math.min(1, StrictMath.sqrt(area / ratio));
    double left = (1 - width) * random.nextDouble();
    double top = (1 - height) * random.nextDouble();
    boolean mirrored = random.nextBoolean() && mirror;
    double angle = StrictMath.toRadians((2 * random.nextDouble() - 1) * degrees);
    Colours colours =
        new Colours(
            1 + jitter * (2 * random.nextDouble() - 1),
            1 + jitter * (2 * random.nextDouble() - 1),
            1 + jitter * (2 * random.nextDouble() - 1));
    float[] sampled =
        sample(image, new Crop(left, top, width, height, mirrored, angle), image.rgb().length);
    return new RgbImage(image.width(), image.height(), colours.apply(sampled));
  }

  /** The part of the image that is taken, as shares of its sides, and how it is turned. */
  private record Crop(
      double left, double top, double width, double height, boolean mirrored, double angle) {}

  private static float[] sample(RgbImage image, Crop crop, int length) {
    int w = image.width();
    int h = image.height();
    float[] result = new float[length];
    double cos = StrictMath.cos(crop.angle());
    double sin = StrictMath.sin(crop.angle());
    double centreX = (crop.left() + crop.width() / 2) * w;
    double centreY = (crop.top() + crop.height() / 2) * h;
    for (int y = 0; y < h; y++) {
      double dy = ((y + 0.5) / h - 0.5) * crop.height() * h;
      for (int x = 0; x < w; x++) {
        double dx = ((x + 0.5) / w - 0.5) * crop.width() * w * (crop.mirrored() ? -1 : 1);
        double sx = centreX + cos * dx - sin * dy - 0.5;
        double sy = centreY + sin * dx + cos * dy - 0.5;
        bilinear(image, sx, sy, result, 3 * (y * w + x));
      }
    }
    return result;
  }

  private static void bilinear(RgbImage image, double x, double y, float[] result, int at) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    int left = within(x0, image.width());
    int right = within(x0 + 1, image.width());
    int top = within(y0, image.height()) * image.width();
    int bottom = within(y0 + 1, image.height()) * image.width();
    byte[] rgb = image.rgb();
    for (int c = 0; c < 3; c++) {
      double upper = (1 - fx) * level(rgb, top + left, c) + fx * level(rgb, top + right, c);
      double lower = (1 - fx) * level(rgb, bottom + left, c) + fx * level(rgb, bottom + right, c);
      result[at + c] = (float) ((1 - fy) * upper + fy * lower);
    }
  }

  private static int level(byte[] rgb, int pixel, int channel) {
    return rgb[3 * pixel + channel] & 0xff;
  }

  /** Mirrors a place beyond the edge back into the image. */
  private static int within(int place, int size) {
    int turned = Math.floorMod(place, 2 * size);
    return turned < size ? turned : 2 * size - 1 - turned;
  }

  /** Factors, applied in this order: that of torchvision's functions. */
  private record Colours(double brightness, double contrast, double saturation) {
    byte[] apply(float[] levels) {
      double mean = 0;
      for (int i = 0; i < levels.length; i += 3) {
        mean += brightness * luma(levels, i);
      }
      mean /= levels.length / 3.0;
      byte[] rgb = new byte[levels.length];
      for (int i = 0; i < levels.length; i += 3) {
        for (int c = 0; c < 3; c++) {
          levels[i + c] =
              (float) (mean + contrast * (Math.min(255, brightness * levels[i + c]) - mean));
        }
        double grey = luma(levels, i);
        for (int c = 0; c < 3; c++) {
          double level = grey + saturation * (levels[i + c] - grey);
          rgb[i + c] = (byte) Math.round(Math.max(0, Math.min(255, level)));
        }
      }
      return rgb;
    }

    private static double luma(float[] levels, int at) {
      return 0.299 * levels[at] + 0.587 * levels[at + 1] + 0.114 * levels[at + 2];
    }
  }
}
