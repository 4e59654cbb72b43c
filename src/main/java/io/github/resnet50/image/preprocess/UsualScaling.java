package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The scalings with which most models were trained, named as in Keras's imagenet_utils. */
public enum UsualScaling {
  /** ImageNet's mean and deviation: torchvision, and ResNet50 v1.5 in general. */
  TORCH(
      "ImageNet's mean and standard deviation",
      new Scaling(
          Scaling.TO_UNIT, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f))),
  /** ImageNet's mean in levels, usually in BGR: Caffe, Keras's ResNet50 and VGG. */
  CAFFE(
      "minus ImageNet's mean", new Scaling(1, List.of(123.68f, 116.779f, 103.939f), Scaling.ONES)),
  /** Keras's MobileNet, Inception, ResNet50V2. */
  TF("-1..1", new Scaling(1, Collections.nCopies(3, 127.5f), Collections.nCopies(3, 127.5f))),
  UNIT("0..1", new Scaling(Scaling.TO_UNIT, Scaling.ZEROS, Scaling.ONES)),
  RAW("0..255", Scaling.NONE);

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, its lists are copies
  private final Scaling rgb;

  UsualScaling(String words, Scaling rgb) {
    this.words = words;
    this.rgb = rgb;
  }

  /** The scalings that make sense for an order of channels. */
  public static List<UsualScaling> of(ChannelOrder order) {
    return order == ChannelOrder.GRAY ? List.of(TF, UNIT, RAW) : List.of(values());
  }

  /** The scaling that is the same as these numbers up to negligible differences. */
  public static Optional<UsualScaling> of(Scaling numbers, ChannelOrder order) {
    return of(order).stream().filter(usual -> numbers.sameAs(usual.scaling(order))).findFirst();
  }

  /** As {@link #option}. */
  @Override
  public String toString() {
    return option();
  }

  /** Its numbers for an order of channels. */
  public Scaling scaling(ChannelOrder order) {
    return order == ChannelOrder.BGR ? rgb.reversed() : rgb;
  }

  /** The order of channels usually used with it. */
  public ChannelOrder usualOrder(boolean gray) {
    if (gray) {
      return ChannelOrder.GRAY;
    }
    return this == CAFFE ? ChannelOrder.BGR : ChannelOrder.RGB;
  }

  /**
   * The keys of {@code serving.properties} for this scaling and the order of channels; means and
   * deviations in levels.
   */
  public Map<String, String> properties(ChannelOrder order) {
    Scaling numbers = scaling(order);
    Map<String, String> properties =
        new LinkedHashMap<>((this == UNIT ? numbers : numbers.inLevels()).properties());
    properties.remove("normalize", "false");
    if (order == ChannelOrder.GRAY) {
      properties.put("flag", "GRAYSCALE");
    } else {
      properties.put("channelOrder", order.name());
    }
    return properties;
  }

  /** The name that {@code --scaling} takes. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code tf (-1..1), RGB}. */
  public String describe(ChannelOrder order) {
    return option() + " (" + words + "), " + order;
  }
}
