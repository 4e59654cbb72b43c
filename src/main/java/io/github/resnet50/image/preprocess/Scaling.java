package io.github.resnet50.image.preprocess;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the levels 0..255 of a pixel are converted to the model's numbers: {@code (level × scale −
 * mean) / std}. The usual ones are in {@link UsualScaling}.
 *
 * @param scale 1/255 for {@code toTensor=true}, else 1
 * @param mean three numbers, one a channel in the model's order
 * @param std three numbers, one a channel in the model's order
 */
public record Scaling(float scale, List<Float> mean, List<Float> std) {
  static final float TO_UNIT = 1 / 255f;
  static final List<Float> ZEROS = Collections.nCopies(3, 0f);
  static final List<Float> ONES = Collections.nCopies(3, 1f);

  /** The levels unchanged. */
  public static final Scaling NONE = new Scaling(1, ZEROS, ONES);

  /**
   * How much a number may differ, as a share of the whole range, between scalings that count as the
   * same.
   */
  private static final double TOLERANCE = 0.01;

  public Scaling {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("mean " + mean + ", std " + std);
    }
  }

  /** The same for channels in the opposite order. */
  public Scaling reversed() {
    return new Scaling(scale, reversed(mean), reversed(std));
  }

  private static List<Float> reversed(List<Float> values) {
    List<Float> copy = new ArrayList<>(values);
    Collections.reverse(copy);
    return copy;
  }

  /** The same with means and deviations in levels: 0.485 becomes 123.675. */
  Scaling inLevels() {
    return scale == 1 ? this : new Scaling(1, inLevels(mean), inLevels(std));
  }

  /** Computed in decimal, so that 0.485 gives the float of 123.675 and not a neighbour. */
  private static List<Float> inLevels(List<Float> values) {
    return values.stream()
        .map(
            value ->
                new BigDecimal(value.toString()).multiply(BigDecimal.valueOf(255)).floatValue())
        .toList();
  }

  /**
   * Whether the difference is too small to matter to a model: 127.5 and 128, 123.675 and 123.68 are
   * the same.
   */
  public boolean sameAs(Scaling other) {
    for (int channel = 0; channel < 3; channel++) {
      double range = Math.abs(at(channel, 255) - at(channel, 0));
      for (int level : new int[] {0, 255}) {
        if (!(Math.abs(at(channel, level) - other.at(channel, level)) <= TOLERANCE * range)) {
          return false;
        }
      }
    }
    return true;
  }

  private double at(int channel, int level) {
    return ((double) level * scale - mean.get(channel)) / std.get(channel);
  }

  /** The keys of {@code serving.properties} for this scaling. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("toTensor", Boolean.toString(scale != 1));
    properties.put("normalize", normalize());
    return properties;
  }

  private String normalize() {
    if (mean.equals(ZEROS) && std.equals(ONES)) {
      return "false";
    }
    Stream<Float> numbers =
        std.equals(ONES) ? mean.stream() : Stream.concat(mean.stream(), std.stream());
    return numbers.map(String::valueOf).collect(Collectors.joining(","));
  }
}
