package io.github.resnet50.engine;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.InputSizeException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.List;

/**
 * The image input of a model: {@code [N,height,width,C]} or {@code [N,C,height,width]}, C being 3,
 * or 1 for a model of grey images.
 *
 * @param channelsFirst whether it is the second
 */
public record ImageShape(boolean channelsFirst) {

  /**
   * Reads a declared shape.
   *
   * @param dimensions with -1 for unknown sizes
   * @throws ModelException where it is not that of images, or not of the size and the channels that
   *     the model's {@code serving.properties} asks for
   */
  public static ImageShape of(ModelSpec spec, List<Long> dimensions) throws ModelException {
    if (dimensions.size() != 4) {
      throw notImages(spec, dimensions);
    }
    boolean channelsFirst = isChannels(dimensions.get(1)) && !isChannels(dimensions.get(3));
    long channels = dimensions.get(channelsFirst ? 1 : 3);
    long height = dimensions.get(channelsFirst ? 2 : 1);
    long width = dimensions.get(channelsFirst ? 3 : 2);
    Preprocessing wanted = spec.preprocessing();
    if (channels > 0 && !isChannels(channels)) {
      throw notImages(spec, dimensions);
    }
    if (differs(channels, wanted.channelOrder().channels())) {
      throw new ModelException(
          "%s takes images of %d channels, but its serving.properties says %d (flag=COLOR or"
                  .formatted(spec.directory(), channels, wanted.channelOrder().channels())
              + " GRAYSCALE)");
    }
    boolean fits = !differs(width, wanted.width()) && !differs(height, wanted.height());
    if (!fits && spec.isResized()) {
      throw new InputSizeException(spec, "it runs as it came", null);
    }
    if (!fits) {
      throw new ModelException(
          "%s takes images of %dx%d, but its serving.properties says width=%d, height=%d"
              .formatted(spec.directory(), width, height, wanted.width(), wanted.height()));
    }
    return new ImageShape(channelsFirst);
  }

  private static ModelException notImages(ModelSpec spec, Object takes) {
    return new ModelException(
        spec.directory()
            + " takes "
            + takes
            + "; expected one image tensor [N,height,width,3] or [N,3,height,width]");
  }

  private static boolean isChannels(long size) {
    return size == 3 || size == 1;
  }

  /** A declared dimension of -1 matches any size. */
  private static boolean differs(long declared, int wanted) {
    return declared > 0 && declared != wanted;
  }

  /** The shape of one image. */
  public List<Long> image(Preprocessing size) {
    return batch(1, size).subList(1, 4);
  }

  /** The whole shape of so many images. */
  public List<Long> batch(int images, Preprocessing size) {
    long channels = size.channelOrder().channels();
    long height = size.height();
    long width = size.width();
    return channelsFirst
        ? List.of((long) images, channels, height, width)
        : List.of((long) images, height, width, channels);
  }
}
