package io.github.resnet50.engine;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Turns model-sized bytes into the numbers the model was trained on: {@code (level × scale − mean)
 * / std}, channel by channel in the model's order. A level has 256 values, so each channel is a
 * table of 256 floats, computed once in double precision.
 */
public final class InputFiller {
  private final float[][] tables = new float[3][256];
  private final int[] source = new int[3];
  private final int channels;
  private final boolean channelsFirst;

  /**
   * @param channelsFirst whether the input is laid out {@code [N,3,H,W]} instead of {@code
   *     [N,H,W,3]}
   */
  public InputFiller(Preprocessing preprocessing, boolean channelsFirst) {
    this.channelsFirst = channelsFirst;
    this.channels = preprocessing.channelOrder().channels();
    for (int channel = 0; channel < 3; channel++) {
      source[channel] = preprocessing.channelOrder() == ChannelOrder.BGR ? 2 - channel : channel;
      double mean = preprocessing.scaling().mean().get(channel);
      double std = preprocessing.scaling().std().get(channel);
      double scale = preprocessing.scaling().scale();
      for (int level = 0; level < 256; level++) {
        tables[channel][level] = (float) ((level * scale - mean) / std);
      }
    }
  }

  /** How many numbers an image of so many pixels becomes. */
  public int values(int pixels) {
    return Math.multiplyExact(pixels, channels);
  }

  /** A batch of floats, image after image. */
  public float[] batch(List<byte[]> images) {
    int values = values(images.get(0).length / 3);
    FloatBuffer batch = FloatBuffer.allocate(Math.multiplyExact(images.size(), values));
    images.forEach(image -> fill(image, batch));
    return batch.array();
  }

  /** Appends one image's levels as they are, in the model's order of channels. */
  public void fill(byte[] rgb, ByteBuffer target) {
    if (channels == 1) {
      for (int i = 0; i < rgb.length; i += 3) {
        target.put((byte) luma(rgb, i));
      }
      return;
    }
    byte[] ordered = new byte[rgb.length];
    int pixelStep = channelsFirst ? 1 : 3;
    int channelStep = channelsFirst ? rgb.length / 3 : 1;
    for (int channel = 0; channel < 3; channel++) {
      int to = channel * channelStep;
      for (int from = source[channel]; from < rgb.length; from += 3, to += pixelStep) {
        ordered[to] = rgb[from];
      }
    }
    target.put(ordered);
  }

  /** Appends one image's floats, {@link #values} of them, at the buffer's position. */
  public void fill(byte[] rgb, FloatBuffer target) {
    if (channels == 1) {
      for (int i = 0; i < rgb.length; i += 3) {
        target.put(tables[0][luma(rgb, i)]);
      }
      return;
    }
    int position = target.position();
    int pixels = rgb.length / 3;
    int pixelStep = channelsFirst ? 1 : 3;
    int channelStep = channelsFirst ? pixels : 1;
    for (int channel = 0; channel < 3; channel++) {
      float[] table = tables[channel];
      int to = position + channel * channelStep;
      for (int from = source[channel]; from < rgb.length; from += 3, to += pixelStep) {
        target.put(to, table[rgb[from] & 0xff]);
      }
    }
    target.position(position + rgb.length);
  }

  /** As Pillow and OpenCV round it; all weights together are 2^16. */
  private static int luma(byte[] rgb, int at) {
    int red = rgb[at] & 0xff;
    int green = rgb[at + 1] & 0xff;
    int blue = rgb[at + 2] & 0xff;
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
}
