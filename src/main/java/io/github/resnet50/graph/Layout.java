package io.github.resnet50.graph;

import org.tensorflow.proto.NodeDef;

/** The order of the dimensions of a batch of images or feature maps. */
public enum Layout {
  /** Channels last; used for vectors {@code [N, C]} too. */
  NHWC,
  /** Channels before height and width. */
  NCHW;

  /** The layout in a node's {@code data_format}; channels last if it has none. */
  public static Layout of(NodeDef node) {
    boolean first =
        node.containsAttr("data_format")
            && node.getAttrOrThrow("data_format").getS().toStringUtf8().startsWith("NC");
    return first ? NCHW : NHWC;
  }

  /** The layout of a graph's first convolution; channels last if it has none. */
  public static Layout of(FlatGraph graph) {
    return graph.nodes().stream()
        .filter(node -> node.getOp().equals("Conv2D"))
        .findFirst()
        .map(Layout::of)
        .orElse(NHWC);
  }

  /** The index of the height among the dimensions; the width follows it. */
  public int height() {
    return this == NCHW ? 2 : 1;
  }

  /** The index of the channels among the dimensions. */
  public int channels() {
    return this == NCHW ? 1 : 3;
  }
}
