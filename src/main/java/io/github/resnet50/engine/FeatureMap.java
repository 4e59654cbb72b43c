package io.github.resnet50.engine;

import io.github.resnet50.basics.Numbers;

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

  /**
   * A map of a model that has its channels first.
   *
   * @param values {@code channels × height × width}
   */
  public static FeatureMap ofChannelsFirst(int height, int width, int channels, float[] values) {
    return new FeatureMap(
        height, width, channels, Numbers.transposed(values, channels, height * width));
  }

  /** The values as a model has them whose channels are first. */
  public float[] channelsFirst() {
    return Numbers.transposed(values, places(), channels);
  }

  /** Height times width. */
  public int places() {
    return height * width;
  }
}
