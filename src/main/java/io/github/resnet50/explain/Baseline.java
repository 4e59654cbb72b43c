package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;
import java.util.Locale;

/** What stands where an image is hidden. */
public enum Baseline {
  /** The image itself, too blurred to show anything. */
  BLUR {
    @Override
    RgbImage of(RgbImage image) {
      return Blur.of(image, Math.max(image.width(), image.height()) * BLUR_SHARE);
    }
  },
  /** One colour, the image's mean. */
  MEAN {
    @Override
    RgbImage of(RgbImage image) {
      long[] sums = new long[3];
      byte[] rgb = image.rgb();
      for (int i = 0; i < rgb.length; i++) {
        sums[i % 3] += rgb[i] & 0xff;
      }
      byte[] mean = new byte[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        mean[i] = (byte) Math.round(sums[i % 3] * 3.0 / rgb.length);
      }
      return new RgbImage(image.width(), image.height(), mean);
    }
  },
  BLACK {
    @Override
    RgbImage of(RgbImage image) {
      return new RgbImage(image.width(), image.height(), new byte[image.rgb().length]);
    }
  };

  /** The standard deviation of the blur, as a share of the longer side: 11 pixels of 224. */
  private static final double BLUR_SHARE = 0.05;

  abstract RgbImage of(RgbImage image);

  /** As in the option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
