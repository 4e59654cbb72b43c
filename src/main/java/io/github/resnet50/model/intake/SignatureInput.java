package io.github.resnet50.model.intake;

import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.model.ModelException;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The image input that a signature declares.
 *
 * @param dtype {@code DT_FLOAT} or {@code DT_UINT8}
 * @param channelsFirst whether it is {@code [N,3,H,W]} instead of {@code [N,H,W,3]}
 * @param channels 3 for colours, 1 for gray
 * @param height in pixels; -1 where it is open
 * @param width in pixels; -1 where it is open
 */
record SignatureInput(DataType dtype, boolean channelsFirst, int channels, int height, int width) {

  /**
   * Reads it off a signature.
   *
   * @throws ModelException saying what else the model takes
   */
  static SignatureInput of(SavedModelFile file) throws ModelException {
    String what = "signature '" + file.signatureName() + "'";
    Iterator<TensorInfo> inputs = file.signature().getInputsMap().values().iterator();
    if (file.signature().getInputsCount() != 1) {
      throw new ModelException(
          "%s takes %s inputs; an image classifier takes one (--signature NAME)"
              .formatted(what, file.signature().getInputsCount()));
    }
    TensorInfo input = inputs.next();
    if (input.getDtype() != DataType.DT_FLOAT && input.getDtype() != DataType.DT_UINT8) {
      throw new ModelException(
          "%s takes %s instead of images as DT_FLOAT or DT_UINT8 (--signature NAME)"
              .formatted(what, input.getDtype()));
    }
    TensorShapeProto shape = shape(file, input);
    if (shape.getUnknownRank()) {
      return new SignatureInput(input.getDtype(), false, 3, -1, -1);
    }
    List<Integer> sizes =
        shape.getDimList().stream().map(dim -> Math.toIntExact(dim.getSize())).toList();
    boolean channelsFirst = sizes.size() == 4 && isFew(sizes.get(1)) && !isFew(sizes.get(3));
    int channels = sizes.size() == 4 ? sizes.get(channelsFirst ? 1 : 3) : 0;
    if (channels >= 0 && !isFew(channels)) {
      throw new ModelException(
          "%s takes %s instead of images [N,height,width,3] or [N,3,height,width] (or 1, for gray)"
              .formatted(what, sizes));
    }
    int h = channelsFirst ? 2 : 1;
    return new SignatureInput(
        input.getDtype(),
        channelsFirst,
        // If the number of channels is open, colour is assumed.
        channels < 0 ? 3 : channels,
        sizes.get(h),
        sizes.get(h + 1));
  }

  /** The signature's shape, or if it has none the placeholder's. */
  private static TensorShapeProto shape(SavedModelFile file, TensorInfo input) {
    if (!input.getTensorShape().getUnknownRank()) {
      return input.getTensorShape();
    }
    String node = input.getName().replaceFirst(":\\d+$", "");
    return file.metaGraph().getGraphDef().getNodeList().stream()
        .filter(candidate -> candidate.getName().equals(node) && candidate.containsAttr("shape"))
        .findFirst()
        .map(placeholder -> placeholder.getAttrOrThrow("shape").getShape())
        .orElse(input.getTensorShape());
  }

  private static boolean isFew(int channels) {
    return channels == 3 || channels == 1;
  }

  boolean isGray() {
    return channels == 1;
  }

  /**
   * One side of the images.
   *
   * @param declared by the graph, -1 where it is open
   * @param asked by the user or by {@code serving.properties}, or null
   * @param name of the side
   * @throws ModelException if the size is not given anywhere, or the sources contradict each other
   */
  static int side(int declared, Integer asked, String name) throws ModelException {
    if (declared > 0 && asked != null && asked != declared) {
      throw new ModelException(
          "the model's " + name + " is " + declared + ", not " + asked + " (" + name + ")");
    }
    if (declared > 0) {
      return declared;
    }
    if (asked == null) {
      throw new ModelException(
          "the model leaves its input's " + name + " open: give it with --" + name + " PIXELS");
    }
    return asked;
  }

  List<Long> shape(int images, int rows, int columns) {
    return channelsFirst
        ? List.of((long) images, (long) channels, (long) rows, (long) columns)
        : List.of((long) images, (long) rows, (long) columns, (long) channels);
  }
}
