package io.github.resnet50.image.preprocess;

/**
 * How a decoded image is converted to the model's input: resizing and cropping (done by {@link
 * Preprocessor}, on bytes), then scaling and normalising (done where the tensor is filled). The
 * vocabulary is that of DJL's {@code ImageClassificationTranslatorFactory}.
 *
 * @param width the model's input width in pixels
 * @param height the model's input height in pixels
 * @param channelOrder the order of channels that the model expects
 */
public record Preprocessing(
    int width, int height, Resizing resizing, Scaling scaling, ChannelOrder channelOrder) {

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
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("size " + width + "x" + height);
    }
  }
}
