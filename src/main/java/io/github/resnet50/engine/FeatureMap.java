package io.github.resnet50.engine;

/**
 * Values by place and channel.
 *
 * @param values {@code height × width × channels}, row by row, a place's channels together; never
 *     changed once it is made
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record FeatureMap(int height, int width, int channels, float[] values) {
  public FeatureMap {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          "%d values for %dx%dx%d".formatted(values.length, height, width, channels));
    }
  }

  /** Height times width. */
  public int places() {
    return height * width;
  }
}
