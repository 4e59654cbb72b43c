package io.github.resnet50.graph.quantize;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.quantize.ConvolutionSite.Activation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Splits additions off fused convolutions where the 8-bit kernel could not do them. That kernel
 * ends in a ReLU, and overwrites the residual with its result, so the residual must not be needed
 * afterwards. It stays fused only if all its other consumers must have run before.
 */
final class ResidualSplitter implements GraphPass {

  /**
   * What became of a convolution.
   *
   * @param convolution the node that does nothing else
   * @param result what the whole gave before
   */
  record Split(String convolution, TensorRef result) {}

  private interface Choice {
    boolean of(ConvolutionSite site);
  }

  /**
   * Splits every addition that has to be split.
   *
   * @param graph pruned, so that every node comes after its inputs
   * @return how many were split
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<TensorRef, List<String>> uses = graph.uses();
    return split(graph, site -> !fits(graph, uses, site)).size();
  }

  /**
   * Splits all additions.
   *
   * @param graph pruned
   * @return what became of each convolution that had one, by its name
   */
  static Map<String, Split> splitAll(FlatGraph graph) throws UnpreparableModelException {
    return split(graph, site -> true);
  }

  private static Map<String, Split> split(FlatGraph graph, Choice choice)
      throws UnpreparableModelException {
    Map<String, Split> splits = new HashMap<>();
    Map<TensorRef, TensorRef> replaced = new HashMap<>();
    for (NodeDef node : graph.nodes()) {
      Optional<ConvolutionSite> site = ConvolutionSite.of(graph, node);
      if (site.isPresent() && site.get().residual() != null && choice.of(site.get())) {
        Split split = split(graph, site.get());
        splits.put(site.get().name(), split);
        replaced.put(site.get().output(), split.result());
      }
    }
    graph.redirect(replaced);
    graph.prune();
    return splits;
  }

  private static boolean fits(
      FlatGraph graph, Map<TensorRef, List<String>> uses, ConvolutionSite site) {
    String producer = graph.producer(site.residual()).getOp();
    if (site.activation() == Activation.NONE
        || producer.equals("Placeholder")
        || producer.equals("Const")) {
      return false;
    }
    Set<String> before = graph.ancestors(site.node());
    long times =
        uses.get(site.residual()).stream().filter(taker -> taker.equals(site.name())).count();
    return times == 1
        && uses.get(site.residual()).stream()
            .allMatch(taker -> taker.equals(site.name()) || before.contains(taker));
  }

  /** Convolution and bias, then the addition, then the activation. */
  private static Split split(FlatGraph graph, ConvolutionSite site) {
    String convolution = graph.freshName(site.name() + "/convolution");
    NodeDef.Builder alone = site.node().toBuilder().setName(convolution);
    alone.clearInput().addAllInput(site.node().getInputList().subList(0, 3));
    alone.putAttr("num_args", AttrValue.newBuilder().setI(1).build());
    alone.putAttr(
        "fused_ops",
        AttrValue.newBuilder()
            .setList(AttrValue.ListValue.newBuilder().addS(ByteString.copyFromUtf8("BiasAdd")))
            .build());
    alone.putAttr(
        "TArgs",
        AttrValue.newBuilder()
            .setList(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT))
            .build());
    graph.put(alone.build());
    TensorRef sum =
        graph.add(
            Attributes.node("AddV2", site.name() + "/sum", convolution, site.residual().asInput()));
    if (site.activation() == Activation.NONE) {
      return new Split(convolution, sum);
    }
    String activation = site.activation() == Activation.RELU ? "Relu" : "Relu6";
    return new Split(
        convolution,
        graph.add(Attributes.node(activation, site.name() + "/activation", sum.asInput())));
  }
}
