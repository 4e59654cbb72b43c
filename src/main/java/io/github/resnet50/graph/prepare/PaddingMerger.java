package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Lets convolutions and poolings pad by themselves instead of by a {@code Pad} node before them,
 * which copies the whole tensor. {@code SAME} is written where TensorFlow defines it as the same
 * padding; elsewhere {@code EXPLICIT}, if allowed: TensorFlow's graph gradients do not support it.
 */
public final class PaddingMerger implements GraphPass {

  /**
   * Our attribute of nodes with strides that pad {@code SAME}: the amounts that are meant. For
   * another size of images the rule gives others.
   */
  static final String AMOUNTS = "_resnet50_paddings";

  private static final String PADDING = "padding";
  private final Shapes.Inference inference;
  private final boolean explicit;

  /**
   * @param explicit whether {@code EXPLICIT} padding may be written
   */
  public PaddingMerger(Shapes.Inference inference, boolean explicit) {
    this.inference = inference;
    this.explicit = explicit;
  }

  /** The numbers of rows and columns that are added on each side. */
  private record Spatial(long top, long bottom, long left, long right) {}

  /**
   * Merges every padding that can be merged.
   *
   * @return how many nodes now pad by themselves
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Shapes shapes = inference.of(graph);
    int merged =
        graph.rewrite(
            node ->
                switch (node.getOp()) {
                  case "Conv2D", "DepthwiseConv2dNative", "MaxPool" -> merge(graph, shapes, node);
                  default -> Optional.empty();
                });
    graph.prune();
    return merged;
  }

  private Optional<NodeDef> merge(FlatGraph graph, Shapes shapes, NodeDef node)
      throws UnpreparableModelException {
    NodeDef pad = graph.producer(FlatGraph.input(node, 0));
    boolean pool = node.getOp().equals("MaxPool");
    boolean legal =
        pool ? padsBelowEverything(graph, pad) : pad != null && pad.getOp().equals("Pad");
    if (!legal) {
      return Optional.empty();
    }
    Layout layout = Layout.of(node);
    Optional<Spatial> amount = amount(graph, pad, layout);
    long[] window = window(graph, node, layout);
    if (amount.isEmpty() || window.length == 0 || !padsNothing(node, window)) {
      return Optional.empty();
    }
    Spatial spatial = amount.get();
    // A window of padding only would give minus infinity where the original gives the pad value.
    if (pool
        && (Math.max(spatial.top(), spatial.bottom()) >= window[0]
            || Math.max(spatial.left(), spatial.right()) >= window[1])) {
      return Optional.empty();
    }
    NodeDef.Builder merged = node.toBuilder().setInput(0, pad.getInput(0));
    if (isSame(shapes.of(FlatGraph.input(pad, 0)), node, window, spatial, layout)) {
      merged.putAttr(PADDING, Attributes.s("SAME"));
      if (list(node, "strides", layout.height()) > 1
          || list(node, "strides", layout.height() + 1) > 1) {
        merged.putAttr(AMOUNTS, explicitPaddings(spatial, layout));
      }
      return Optional.of(merged.build());
    }
    // The fused form of the depthwise convolution does not support explicit padding.
    if (!explicit || node.getOp().equals("DepthwiseConv2dNative")) {
      return Optional.empty();
    }
    return Optional.of(
        merged
            .putAttr(PADDING, Attributes.s("EXPLICIT"))
            .putAttr("explicit_paddings", explicitPaddings(spatial, layout))
            .build());
  }

  /** Whether the padding is the lowest value, or zero before values that are never negative. */
  private static boolean padsBelowEverything(FlatGraph graph, NodeDef pad)
      throws UnpreparableModelException {
    if (pad == null) {
      return false;
    }
    if (pad.getOp().equals("PadV2")) {
      Optional<HostTensor> value = graph.constant(FlatGraph.input(pad, 2));
      return value.isPresent()
          && value.get().dtype() == DataType.DT_FLOAT
          && value.get().floats()[0] <= -Float.MAX_VALUE;
    }
    if (!pad.getOp().equals("Pad")) {
      return false;
    }
    NodeDef source = graph.producer(FlatGraph.input(pad, 0));
    return source != null && (source.getOp().equals("Relu") || source.getOp().equals("Relu6"));
  }

  private static Optional<Spatial> amount(FlatGraph graph, NodeDef pad, Layout layout)
      throws UnpreparableModelException {
    Optional<HostTensor> paddings = graph.constant(FlatGraph.input(pad, 1));
    if (paddings.isEmpty() || paddings.get().elements() != 8) {
      return Optional.empty();
    }
    long[] all = paddings.get().longs();
    int h = layout.height();
    int c = layout.channels();
    boolean spatialOnly = all[0] == 0 && all[1] == 0 && all[2 * c] == 0 && all[2 * c + 1] == 0;
    return spatialOnly
        ? Optional.of(new Spatial(all[2 * h], all[2 * h + 1], all[2 * h + 2], all[2 * h + 3]))
        : Optional.empty();
  }

  /** Height and width of the input window of one output, dilation included; empty if unknown. */
  static long[] window(FlatGraph graph, NodeDef node, Layout layout)
      throws UnpreparableModelException {
    int h = layout.height();
    if (node.containsAttr("ksize")) {
      return new long[] {list(node, "ksize", h), list(node, "ksize", h + 1)};
    }
    Optional<HostTensor> kernel = graph.constant(FlatGraph.input(node, 1));
    if (kernel.isEmpty()) {
      return new long[0];
    }
    long[] window = new long[2];
    for (int i = 0; i < 2; i++) {
      window[i] = (kernel.get().shape().get(i) - 1) * list(node, "dilations", h + i) + 1;
    }
    return window;
  }

  private static long list(NodeDef node, String name, int index) {
    AttrValue value = node.getAttrMap().get(name);
    return value == null || value.getList().getICount() == 0 ? 1 : value.getList().getI(index);
  }

  private static boolean padsNothing(NodeDef node, long[] window) {
    return switch (node.getAttrOrThrow(PADDING).getS().toStringUtf8()) {
      case "VALID" -> true;
      case "SAME" -> window[0] == 1 && window[1] == 1;
      default -> false;
    };
  }

  /** Whether TensorFlow's SAME padding of the unpadded input is this padding. */
  private static boolean isSame(
      Optional<long[]> shape, NodeDef node, long[] window, Spatial amount, Layout layout) {
    long[] sizes = shape.filter(known -> known.length == 4).orElse(new long[] {-1, -1, -1, -1});
    long[] written = {amount.top(), amount.bottom(), amount.left(), amount.right()};
    return Arrays.equals(written, same(sizes, node, window, layout));
  }

  /**
   * What a window pads by the rule {@code SAME}: above, below, left and right; -1 where it cannot
   * be told.
   *
   * @param sizes of the four dimensions, -1 for open ones
   */
  static long[] same(long[] sizes, NodeDef node, long[] window, Layout layout) {
    int h = layout.height();
    long[] amounts = new long[4];
    for (int i = 0; i < 2; i++) {
      long stride = list(node, "strides", h + i);
      long size = sizes[h + i];
      long outputs = (size + stride - 1) / stride;
      long total =
          size < 0 ? window[i] - 1 : Math.max(0, (outputs - 1) * stride + window[i] - size);
      boolean known = size >= 0 || stride == 1;
      amounts[2 * i] = known ? total / 2 : -1;
      amounts[2 * i + 1] = known ? total - total / 2 : -1;
    }
    return amounts;
  }

  private static AttrValue explicitPaddings(Spatial amount, Layout layout) {
    List<Long> all = new ArrayList<>(Collections.nCopies(8, 0L));
    int h = layout.height();
    all.set(2 * h, amount.top());
    all.set(2 * h + 1, amount.bottom());
    all.set(2 * h + 2, amount.left());
    all.set(2 * h + 3, amount.right());
    return Attributes.longs(all.stream().mapToLong(Long::longValue).toArray());
  }
}
