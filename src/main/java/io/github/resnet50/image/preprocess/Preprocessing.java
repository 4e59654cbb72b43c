package io.github.resnet50.image.preprocess;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.preprocess.Resizing.Size;

/**
 * How a decoded image is converted to the model's input: resizing and cropping (done by {@link
 * Preprocessor}, on bytes), then scaling and normalising (done where the tensor is filled). The
 * vocabulary is that of DJL's {@code ImageClassificationTranslatorFactory}.
 *
 * @param width the model's input width in pixels
 * @param height the model's input height in pixels
 * @param channelOrder the order of channels that the model expects
 * @param views those that it sees of an image
 */
public record Preprocessing(
    int width,
    int height,
    Resizing resizing,
    Scaling scaling,
    ChannelOrder channelOrder,
    Views views) {

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

  /** Of one view. */
  public Preprocessing(
      int width, int height, Resizing resizing, Scaling scaling, ChannelOrder channelOrder) {
    this(width, height, resizing, scaling, channelOrder, Views.ONE);
  }

  /** The same for a model that scales levels itself. */
  public Preprocessing unscaled() {
    return new Preprocessing(width, height, resizing, Scaling.NONE, channelOrder, views);
  }

  /** The same with other views. */
  public Preprocessing with(Views newViews) {
    return new Preprocessing(width, height, resizing, scaling, channelOrder, newViews);
  }

  /**
   * All of it in a line: two are alike if their lines are. Journals and the keys of caches hold it,
   * and are to outlive the names of classes, so what it says of a preprocessing never changes.
   */
  public String identity() {
    Size resize = resizing.resize();
    String line =
        Text.format(
            "width=%d, height=%d, resize=%s, resizeShort=%d, centerCrop=%s, scale=%s,"
                + " mean=%s, std=%s, channelOrder=%s",
            width,
            height,
            resize == null
                ? "null"
                : Text.format("Size[width=%d, height=%d]", resize.width(), resize.height()),
            resizing.resizeShort(),
            resizing.centerCrop(),
            scaling.scale(),
            scaling.mean(),
            scaling.std(),
            channelOrder);
    String later = // components that there were not always are told where they are not as before
        (resizing.fit() == Resizing.Fit.FILL ? "" : ", fit=" + resizing.fit())
            + (resizing.interpolation() == Interpolation.BILINEAR
                ? ""
                : ", interpolation=" + resizing.interpolation())
            + (views == Views.ONE ? "" : ", views=" + views);
    return "Preprocessing[" + line + later + "]";
  }

  /** Such as {@code 288x288}. */
  public String size() {
    return width + "x" + height;
  }

  /** How an image comes to its size, such as {@code short 329, crop; flip}. */
  public String describe() {
    return resizing + (views == Views.ONE ? "" : "; " + views);
  }

  /** The colour, red first, that scaling makes 0 of, or comes nearest to it. */
  byte[] meanColour() {
    byte[] colour = new byte[3];
    for (int channel = 0; channel < 3; channel++) {
      float mean = scaling.mean().get(channelOrder == ChannelOrder.BGR ? 2 - channel : channel);
      colour[channel] =
          (byte) Math.rint(Math.max(0, Math.min(255, (double) mean / scaling.scale())));
    }
    return colour;
  }
}
