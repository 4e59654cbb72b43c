package io.github.resnet50.evaluate.corrupt;

import io.github.resnet50.image.RgbImage;
import java.util.Locale;
import java.util.SplittableRandom;

/** The corruptions. */
public enum Corruption {
  GAUSSIAN_NOISE(CameraCorruptions::gaussianNoise),
  SHOT_NOISE(CameraCorruptions::shotNoise),
  IMPULSE_NOISE(CameraCorruptions::impulseNoise),
  DEFOCUS_BLUR(CameraCorruptions::defocusBlur),
  GLASS_BLUR(CameraCorruptions::glassBlur),
  MOTION_BLUR(CameraCorruptions::motionBlur),
  ZOOM_BLUR(CameraCorruptions::zoomBlur),
  SNOW(WeatherCorruptions::snow),
  FROST(WeatherCorruptions::frost),
  FOG(WeatherCorruptions::fog),
  BRIGHTNESS(WeatherCorruptions::brightness),
  CONTRAST(DigitalCorruptions::contrast),
  ELASTIC_TRANSFORM(DigitalCorruptions::elastic),
  PIXELATE(DigitalCorruptions::pixelate),
  JPEG_COMPRESSION(DigitalCorruptions::jpeg);

  /** Severities go from 1 to this. */
  public static final int WORST = 5;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Change change;

  private interface Change {
    /**
     * @param level severity − 1
     */
    Plane apply(Plane image, int level, SplittableRandom random);
  }

  Corruption(Change change) {
    this.change = change;
  }

  /**
   * @param image not changed
   * @param severity 1 to {@link #WORST}
   * @param random the same random numbers give the same image
   */
  public RgbImage apply(RgbImage image, int severity, SplittableRandom random) {
    return change.apply(Plane.of(image), severity - 1, random).image();
  }

  /** The name in options and reports: {@code gaussian_noise}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
