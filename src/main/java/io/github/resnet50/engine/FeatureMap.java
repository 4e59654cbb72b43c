package io.github.resnet50.engine;

import io.github.resnet50.basics.Numbers;
import java.util.Arrays;

/**
 * Values by place and channel.
 *
 * @param values {@code height × width × channels}, row by row, a place's channels together; never
 *     changed once it is made
 * @param placeless of a transformer, the values of the tokens that stand before those of places,
 *     such as the class token: {@code tokens × channels}; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record FeatureMap(int height, int width, int channels, float[] values, float[] placeless) {
  public FeatureMap {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          "%d values for %dx%dx%d".formatted(values.length, height, width, channels));
    }
  }

  /** A map that is all places. */
  public FeatureMap(int height, int width, int channels, float[] values) {
    this(height, width, channels, values, new float[0]);
  }

  /**
   * The tokens of a transformer.
   *
   * @param values {@code tokens × channels}, those of places last, row by row
   */
  public static FeatureMap ofTokens(int height, int width, int channels, float[] values) {
    int placeless = values.length - height * width * channels;
    return new FeatureMap(
        height,
        width,
        channels,
        Arrays.copyOfRange(values, placeless, values.length),
        Arrays.copyOf(values, placeless));
  }

  /** The values as {@link #ofTokens} takes them. */
  public float[] tokens() {
    float[] tokens = Arrays.copyOf(placeless, placeless.length + values.length);
    System.arraycopy(values, 0, tokens, placeless.length, values.length);
    return tokens;
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
