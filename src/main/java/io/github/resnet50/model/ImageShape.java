package io.github.resnet50.model;

import io.github.resnet50.image.Preprocessing;
import java.util.List;

/**
 * The image input of a model: {@code [N,height,width,3]} or {@code [N,3,height,width]}.
 *
 * @param channelsFirst whether it is the second
 */
public record ImageShape(boolean channelsFirst) {

  /**
   * Reads a declared shape.
   *
   * @param dimensions with -1 where one is open
   * @throws ModelException where it is not that of colour images, or not of the size that the
   *     model's {@code serving.properties} asks for
   */
  public static ImageShape of(ModelSpec spec, List<Long> dimensions) throws ModelException {
    if (dimensions.size() != 4) {
      throw notColourImages(spec, dimensions);
    }
    boolean channelsFirst = dimensions.get(1) == 3 && dimensions.get(3) != 3;
    if (differs(dimensions.get(channelsFirst ? 1 : 3), 3)) {
      throw notColourImages(spec, dimensions);
    }
    long height = dimensions.get(channelsFirst ? 2 : 1);
    long width = dimensions.get(channelsFirst ? 3 : 2);
    Preprocessing wanted = spec.preprocessing();
    if (differs(width, wanted.width()) || differs(height, wanted.height())) {
      throw new ModelException(
          "%s takes images of %dx%d, but its serving.properties says width=%d, height=%d"
              .formatted(spec.directory(), width, height, wanted.width(), wanted.height()));
    }
    return new ImageShape(channelsFirst);
  }

  private static ModelException notColourImages(ModelSpec spec, Object takes) {
    return new ModelException(
        spec.directory()
            + " takes "
            + takes
            + "; expected one image tensor [N,height,width,3] or [N,3,height,width]");
  }

  /** A dimension of -1 is open. */
  private static boolean differs(long declared, int wanted) {
    return declared > 0 && declared != wanted;
  }

  /** The whole shape of so many images. */
  List<Long> batch(int images, Preprocessing size) {
    long height = size.height();
    long width = size.width();
    return channelsFirst
        ? List.of((long) images, 3L, height, width)
        : List.of((long) images, height, width, 3L);
  }
}
