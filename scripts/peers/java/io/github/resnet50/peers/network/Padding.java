package io.github.resnet50.peers.network;

import java.util.List;
import org.tensorflow.proto.NodeDef;

/**
 * Rows and columns of zeros around an image.
 *
 * @param top above
 * @param left before each row
 * @param bottom below
 * @param right behind each row
 */
record Padding(long top, long left, long bottom, long right) {
  static final Padding NONE = new Padding(0, 0, 0, 0);

  /** What a {@code Pad} node on NHWC adds. */
  static Padding of(int... paddings) throws NetworkException {
    if (paddings.length != 8
        || paddings[0] != 0
        || paddings[1] != 0
        || paddings[6] != 0
        || paddings[7] != 0) {
      throw new NetworkException("a Pad beyond rows and columns");
    }
    return new Padding(paddings[2], paddings[4], paddings[3], paddings[5]);
  }

  /**
   * What a convolution or pooling on NHWC does itself.
   *
   * @param height rows that come in
   * @param width columns that come in
   * @param window height and width of the window, dilation included
   * @param strides vertical and horizontal
   */
  static Padding of(NodeDef node, long height, long width, List<Long> window, List<Long> strides)
      throws NetworkException {
    String padding = node.getAttrOrThrow("padding").getS().toStringUtf8();
    return switch (padding) {
      case "VALID" -> NONE;
      case "SAME" -> {
        long rows = same(height, window.get(0), strides.get(0));
        long columns = same(width, window.get(1), strides.get(1));
        yield new Padding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
      }
      case "EXPLICIT" ->
          of(
              node.getAttrOrThrow("explicit_paddings").getList().getIList().stream()
                  .mapToInt(Math::toIntExact)
                  .toArray());
      default -> throw new NetworkException(node.getName() + " has padding " + padding);
    };
  }

  /** TensorFlow's rule: as many windows as strides begin, what is odd at the end. */
  private static long same(long size, long window, long stride) {
    return Math.max(0, ((size + stride - 1) / stride - 1) * stride + window - size);
  }

  Padding plus(Padding other) {
    return new Padding(
        top + other.top, left + other.left, bottom + other.bottom, right + other.right);
  }

  /** In ONNX's order. */
  List<Long> onnx() {
    return List.of(top, left, bottom, right);
  }
}
