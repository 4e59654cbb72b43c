package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How levels become numbers: {@code (level × scale − mean) / std}, means and deviations in the
 * model's order of channels. The usual ones have the names of Keras's {@code imagenet_utils}.
 *
 * @param name what people call it
 */
record Scaling(String name, float scale, List<Float> mean, List<Float> std) {
  private static final float TO_UNIT = 1 / 255f;
  private static final List<Float> ZEROS = Collections.nCopies(3, 0f);
  private static final List<Float> ONES = Collections.nCopies(3, 1f);

  /** ImageNet's means and deviations, as torchvision has them; red first. */
  private static final Scaling TORCH =
      new Scaling(
          "torch", TO_UNIT, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, .225f));

  /** ImageNet's means in levels, as Caffe and Keras have them; red first. */
  private static final Scaling CAFFE =
      new Scaling("caffe", 1, List.of(123.68f, 116.779f, 103.939f), ONES);

  private static final Scaling TF =
      new Scaling("tf", 1, Collections.nCopies(3, 127.5f), Collections.nCopies(3, 127.5f));
  private static final Scaling UNIT = new Scaling("unit", TO_UNIT, ZEROS, ONES);
  private static final Scaling RAW = new Scaling("raw", 1, ZEROS, ONES);

  /** What a level may differ by, as a share of the whole range, in scalings that count as equal. */
  private static final double TOLERANCE = 0.01;

  /** The usual ones for an order of channels. */
  static List<Scaling> usual(ChannelOrder order) {
    return switch (order) {
      case RGB -> List.of(TORCH, CAFFE, TF, UNIT, RAW);
      case BGR -> usual(ChannelOrder.RGB).stream().map(Scaling::reversed).toList();
      case GRAY -> List.of(TF, UNIT, RAW);
    };
  }

  /** The declared one: by its usual name where it has one, with its exact numbers. */
  static Scaling of(Preprocessing steps) {
    Scaling own = new Scaling("declared", steps.scale(), steps.mean(), steps.std());
    return usual(steps.channelOrder()).stream()
        .filter(own::sameAs)
        .findFirst()
        .map(usual -> own.named(usual.name))
        .orElse(own);
  }

  Scaling named(String other) {
    return new Scaling(other, scale, mean, std);
  }

  /** For channels in the opposite order. */
  Scaling reversed() {
    return new Scaling(name, scale, reversed(mean), reversed(std));
  }

  private static List<Float> reversed(List<Float> values) {
    List<Float> copy = new ArrayList<>(values);
    Collections.reverse(copy);
    return List.copyOf(copy);
  }

  /** Whether no model could tell the two apart: 127.5 and 128, 123.675 and 123.68 are the same. */
  boolean sameAs(Scaling other) {
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

  /** The keys of {@code serving.properties} that say this. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("toTensor", Boolean.toString(scale != 1));
    settings.put("normalize", normalize());
    return settings;
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
