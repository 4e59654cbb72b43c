package io.github.resnet50.image.preprocess;

import java.util.List;

/**
 * How a decoded image becomes the model's input: resizing and cropping (done by {@link
 * Preprocessor}, on bytes), then scaling and normalising (done where the tensor is filled). The
 * vocabulary is that of DJL's {@code ImageClassificationTranslatorFactory}.
 *
 * @param width the model's input width in pixels
 * @param height the model's input height in pixels
 * @param resize size to which the whole image is squeezed first, or null
 * @param resizeShort length to which the shorter side is brought, keeping the aspect; 0: not done
 * @param centerCrop whether a {@code width × height} box is cut from the middle afterwards
 * @param scale factor for the 0..255 levels before normalising: 1/255 for {@code toTensor=true},
 *     else 1
 * @param mean per channel of the model's order, subtracted after scaling
 * @param std per channel of the model's order, divided by after subtracting the mean
 * @param channelOrder the order of channels that the model expects
 */
public record Preprocessing(
    int width,
    int height,
    Size resize,
    int resizeShort,
    boolean centerCrop,
    float scale,
    List<Float> mean,
    List<Float> std,
    ChannelOrder channelOrder) {

  /** A size in pixels. */
  public record Size(int width, int height) {}

  /** The channels of a pixel in the model's input, and their order. */
  public enum ChannelOrder {
    RGB,
    BGR,
    /** One channel, the luma of ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, rounded. */
    GRAY;

    /** How many numbers a pixel has. */
    public int channels() {
      return this == GRAY ? 1 : 3;
    }
  }

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (width < 1 || height < 1 || mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("size " + width + "x" + height + ", mean " + mean);
    }
  }
}
