package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Has Eigen compute convolutions where oneDNN is switched on. TensorFlow then replaces every {@code
 * Conv2D} and all fused forms of it by oneDNN's kernels, but not the general operation {@code
 * Conv}, which is the same kernel of Eigen as without oneDNN. It has no fused form. Convolutions in
 * groups and depthwise ones are none of its, and stay as they are.
 */
final class EigenConvolutions implements GraphPass {

  private final Shapes.Inference inference;

  /**
   * @param inference tells convolutions in groups, whose kernels see some of the channels
   */
  EigenConvolutions(Shapes.Inference inference) {
    this.inference = inference;
  }

  /**
   * Rewrites every convolution of floats with the channels last.
   *
   * @return how many there were
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Shapes shapes = inference.of(graph);
    return graph.rewrite(node -> general(node, shapes));
  }

  private static Optional<NodeDef> general(NodeDef node, Shapes shapes) {
    if (!node.getOp().equals("Conv2D")
        || node.getAttrOrThrow("T").getType() != DataType.DT_FLOAT
        || Layout.of(node) != Layout.NHWC
        || !seesAllChannels(node, shapes)) {
      return Optional.empty();
    }
    NodeDef.Builder general =
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp("Conv")
            .addAllInput(node.getInputList())
            .putAttr("data_format", Attributes.s("CHANNELS_LAST"));
    for (String kept :
        List.of(
            "T", "strides", "padding", "explicit_paddings", "dilations", PaddingMerger.AMOUNTS)) {
      if (node.containsAttr(kept)) {
        general.putAttr(kept, node.getAttrOrThrow(kept));
      }
    }
    return Optional.of(general.build());
  }

  private static boolean seesAllChannels(NodeDef node, Shapes shapes) {
    Optional<long[]> input = shapes.of(FlatGraph.input(node, 0)).filter(sizes -> sizes.length == 4);
    Optional<long[]> kernel =
        shapes.of(FlatGraph.input(node, 1)).filter(sizes -> sizes.length == 4);
    return input.isPresent() && kernel.isPresent() && input.get()[3] == kernel.get()[2];
  }
}
