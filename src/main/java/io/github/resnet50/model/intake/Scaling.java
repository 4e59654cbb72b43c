package io.github.resnet50.model.intake;

import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The usual ways from levels 0..255 to a model's numbers; Keras's names for the first three. */
public enum Scaling {
  /** {@code (x/255 − mean) / std} with ImageNet's: torchvision, and ResNet50 v1.5 in general. */
  TORCH("ImageNet's mean and standard deviation", "123.675,116.28,103.53", "58.395,57.12,57.375"),
  /** {@code x − mean} in BGR: Caffe, Keras's ResNet50 and VGG. */
  CAFFE("minus ImageNet's mean", "123.68,116.779,103.939", ""),
  /** {@code x/127.5 − 1}: Keras's MobileNet, Inception, ResNet50V2. */
  TF("-1..1", "127.5,127.5,127.5", "127.5,127.5,127.5"),
  /** {@code x/255}. */
  UNIT("0..1", "", ""),
  /** As they are. */
  RAW("0..255", "", "");

  private final String words;
  private final String mean;
  private final String std;

  Scaling(String words, String mean, String std) {
    this.words = words;
    this.mean = mean;
    this.std = std;
  }

  /** Whether it is the same for all channels, so that gray images can have it too. */
  boolean isForGray() {
    return this != TORCH && this != CAFFE;
  }

  /** The channels that go with it where nothing else is known. */
  ChannelOrder usualOrder(boolean gray) {
    if (gray) {
      return ChannelOrder.GRAY;
    }
    return this == CAFFE ? ChannelOrder.BGR : ChannelOrder.RGB;
  }

  /** The keys of {@code serving.properties} that say so. */
  public Map<String, String> properties(ChannelOrder order) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("toTensor", Boolean.toString(this == UNIT));
    if (!mean.isEmpty()) {
      String stds = std.isEmpty() ? "" : "," + inOrder(std, order);
      properties.put("normalize", inOrder(mean, order) + stds);
    }
    if (order == ChannelOrder.GRAY) {
      properties.put("flag", "GRAYSCALE");
    } else {
      properties.put("channelOrder", order.name());
    }
    return properties;
  }

  /** Means and deviations stand in the model's own order of channels. */
  private static String inOrder(String rgb, ChannelOrder order) {
    List<String> values = Arrays.asList(rgb.split(","));
    if (order == ChannelOrder.BGR) {
      Collections.reverse(values);
    }
    return String.join(",", values);
  }

  /** The name that {@code --scaling} takes. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code tf (-1..1), RGB}. */
  String describe(ChannelOrder order) {
    return option() + " (" + words + "), " + order;
  }
}
