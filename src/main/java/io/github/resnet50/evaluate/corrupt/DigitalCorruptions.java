package io.github.resnet50.evaluate.corrupt;

import io.github.resnet50.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Corruptions by digital processing; parameters of ImageNet-C. */
final class DigitalCorruptions {
  private static final double[] CONTRAST = {.4, .3, .2, .1, .05};

  /**
   * Strength and smoothness of the distortion, and strength of the affine map; as shares of the
   * image's side.
   */
  private static final double[][] ELASTIC = {
    {2, .7, .1}, {2, .08, .2}, {.05, .01, .02}, {.07, .01, .02}, {.12, .01, .02}
  };

  /** ImageNet-C's parameters are multiples of this, for images of 224 pixels. */
  private static final double ELASTIC_SIDE = 244.0 / 224;

  private static final double[] PIXELATE = {.6, .5, .4, .3, .25};

  /** By the scale of libjpeg, 1 to 100. */
  private static final int[] QUALITY = {25, 18, 15, 10, 7};

  private DigitalCorruptions() {}

  static Plane contrast(Plane image, int level, SplittableRandom random) {
    double[] mean = new double[3];
    for (int i = 0; i < image.values().length; i++) {
      mean[i % 3] += image.values()[i];
    }
    int pixels = image.width() * image.height();
    return image.with(
        (x, y, c) -> {
          double middle = mean[c] / pixels;
          return (image.at(x, y, c) - middle) * CONTRAST[level] + middle;
        });
  }

  /** A random affine map, then a random elastic distortion (Simard et al. 2003). */
  static Plane elastic(Plane image, int level, SplittableRandom random) {
    double side = ELASTIC_SIDE * image.width();
    double strength = ELASTIC[level][0] * side;
    double skew = ELASTIC[level][2] * side;
    double[] moves = random.doubles(6, -skew, skew).toArray();
    GaussianBlur blur = GaussianBlur.of(ELASTIC[level][1] * side, 3, Edge.REFLECT);
    Plane bendX = blur.apply(uniform(image, random));
    Plane bendY = blur.apply(uniform(image, random));
    Plane skewed = skewed(image, moves);
    return image.with(
        (x, y, c) ->
            skewed.between(
                x + strength * bendX.at(x, y, 0),
                y + strength * bendY.at(x, y, 0),
                c,
                Edge.REFLECT));
  }

  private static Plane uniform(Plane image, SplittableRandom random) {
    return new Plane(image.width(), image.height(), 1).with((x, y, c) -> random.nextDouble(-1, 1));
  }

  /**
   * The image under the affine map that moves three corners of a square about its centre.
   *
   * @param moves x and y of the lower right, the upper right and the upper left corner, in pixels
   */
  static Plane skewed(Plane image, double[] moves) {
    int middleX = image.width() / 2;
    int middleY = image.height() / 2;
    int third = Math.min(image.width(), image.height()) / 3;
    // Columns of the map's matrix: the square's sides, from the upper right corner.
    double side = 2.0 * third;
    double downX = (moves[0] - moves[2]) / side;
    double downY = 1 + (moves[1] - moves[3]) / side;
    double rightX = 1 + (moves[2] - moves[4]) / side;
    double rightY = (moves[3] - moves[5]) / side;
    double centreX = (moves[0] + moves[4]) / 2;
    double centreY = (moves[1] + moves[5]) / 2;
    double area = rightX * downY - downX * rightY;
    return image.with(
        (x, y, c) -> {
          double dx = x - middleX - centreX;
          double dy = y - middleY - centreY;
          return image.between(
              middleX + (downY * dx - downX * dy) / area,
              middleY + (rightX * dy - rightY * dx) / area,
              c,
              Edge.MIRROR);
        });
  }

  /** Scaled down and up again by Pillow's box filter. */
  static Plane pixelate(Plane image, int level, SplittableRandom random) {
    int width = Math.max(1, (int) (image.width() * PIXELATE[level]));
    int height = Math.max(1, (int) (image.height() * PIXELATE[level]));
    return boxed(boxed(image, width, height), image.width(), image.height());
  }

  /**
   * As Pillow's {@code Image.resize} with {@code BOX}: the mean of whole pixels, those whose centre
   * lies within the target's; rows first, in levels of 8 bits.
   */
  private static Plane boxed(Plane image, int width, int height) {
    Plane narrow =
        new Plane(width, image.height(), 3)
            .with(
                (x, y, c) -> level(mean(x, image.width(), width, place -> image.at(place, y, c))));
    return new Plane(width, height, 3)
        .with((x, y, c) -> level(mean(y, image.height(), height, place -> narrow.at(x, place, c))));
  }

  private static double level(double value) {
    return Math.floor(value * 255 + .5) / 255;
  }

  /** The mean of a line's places that make one of {@code target} places. */
  private static double mean(int place, int source, int target, IntToDoubleFunction line) {
    double scale = (double) source / target;
    double width = Math.max(scale, 1);
    double centre = (place + .5) * scale;
    int first = Math.max((int) (centre - width / 2 + .5), 0);
    int end = Math.min((int) (centre + width / 2 + .5), source);
    double sum = 0;
    int taken = 0;
    for (int i = first; i < end; i++) {
      double distance = (i - centre + .5) / width;
      if (distance > -.5 && distance <= .5) {
        sum += line.applyAsDouble(i);
        taken++;
      }
    }
    return sum / taken;
  }

  /** Saved as JPEG with a low quality, and read again. */
  static Plane jpeg(Plane plane, int level, SplittableRandom random) {
    RgbImage pixels = plane.image();
    BufferedImage image =
        new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < plane.width() * plane.height(); i++) {
      int level24 =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % plane.width(), i / plane.width(), level24);
    }
    BufferedImage saved;
    try {
      saved = ImageIO.read(new ByteArrayInputStream(encode(image, QUALITY[level])));
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return plane.with((x, y, c) -> (saved.getRGB(x, y) >> (16 - 8 * c) & 0xff) / 255.0);
  }

  private static byte[] encode(BufferedImage image, int quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      // Both multiply the same tables: libjpeg by a whole number of per cent, Java by 0.5 /
      // quality.
      int percent = 5000 / quality;
      parameters.setCompressionQuality(50f / percent);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
