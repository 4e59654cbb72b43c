package io.github.resnet50.model;

import io.github.resnet50.image.Preprocessing;
import java.util.List;

/**
 * The image input of a model: {@code [N,height,width,C]} or {@code [N,C,height,width]}.
 *
 * @param channelsFirst whether it is the second
 */
public record ImageShape(boolean channelsFirst) {

  /**
   * Reads a declared shape.
   *
   * @param dimensions with -1 where one is open
   * @throws ModelException where it is not that of images, or not of the size and channels that the
   *     model's {@code serving.properties} asks for
   */
  public static ImageShape of(ModelSpec spec, List<Long> dimensions) throws ModelException {
    if (dimensions.size() != 4) {
      throw new ModelException(
          spec.directory()
              + " takes "
              + dimensions
              + "; expected one image tensor [N,height,width,C] or [N,C,height,width]");
    }
    Preprocessing wanted = spec.preprocessing();
    boolean channelsFirst = isChannels(dimensions.get(1)) && !isChannels(dimensions.get(3));
    long declared = dimensions.get(channelsFirst ? 1 : 3);
    int channels = wanted.channelOrder().channels();
    if (differs(declared, channels)) {
      throw new ModelException(
          "%s takes %d channels, but its serving.properties says %d (flag=COLOR or GRAYSCALE)"
              .formatted(spec.directory(), declared, channels));
    }
    long height = dimensions.get(channelsFirst ? 2 : 1);
    long width = dimensions.get(channelsFirst ? 3 : 2);
    if (differs(width, wanted.width()) || differs(height, wanted.height())) {
      throw new ModelException(
          "%s takes images of %dx%d, but its serving.properties says width=%d, height=%d"
              .formatted(spec.directory(), width, height, wanted.width(), wanted.height()));
    }
    return new ImageShape(channelsFirst);
  }

  /** A dimension of -1 is open. */
  private static boolean differs(long declared, int wanted) {
    return declared > 0 && declared != wanted;
  }

  private static boolean isChannels(long size) {
    return size == 3 || size == 1;
  }

  /** The whole shape of so many images. */
  public List<Long> batch(int images, Preprocessing size) {
    long height = size.height();
    long width = size.width();
    long channels = size.channelOrder().channels();
    return channelsFirst
        ? List.of((long) images, channels, height, width)
        : List.of((long) images, height, width, channels);
  }
}
