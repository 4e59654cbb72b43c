package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Channels that can be removed without anybody else missing them: those between one convolution and
 * the convolutions that alone take its result, as inside a residual block. Depthwise convolutions
 * between them lose the same channels.
 *
 * @param producers the convolution that makes the channels, then depthwise ones in their order
 * @param takers the convolutions that take what the last producer gives
 */
record ChannelGroup(List<ConvolutionSite> producers, List<ConvolutionSite> takers) {
  ChannelGroup {
    producers = List.copyOf(producers);
    takers = List.copyOf(takers);
  }

  /** All groups of a graph in its order. A convolution may make one group's and take another's. */
  static List<ChannelGroup> find(FlatGraph graph) throws UnpreparableModelException {
    Map<TensorRef, List<String>> uses = graph.uses();
    List<ChannelGroup> groups = new ArrayList<>();
    for (NodeDef node : graph.nodes()) {
      Optional<ConvolutionSite> site = ConvolutionSite.of(graph, node);
      if (site.isPresent() && !site.get().depthwise() && isPlain(site.get())) {
        of(graph, uses, site.get()).ifPresent(groups::add);
      }
    }
    return groups;
  }

  private static Optional<ChannelGroup> of(
      FlatGraph graph, Map<TensorRef, List<String>> uses, ConvolutionSite first)
      throws UnpreparableModelException {
    List<ConvolutionSite> producers = new ArrayList<>(List.of(first));
    while (true) {
      ConvolutionSite last = producers.get(producers.size() - 1);
      List<ConvolutionSite> takers = new ArrayList<>();
      for (String name : uses.getOrDefault(last.output(), List.of())) {
        // The empty name stands for an output of the graph.
        Optional<ConvolutionSite> taker =
            name.isEmpty() ? Optional.empty() : ConvolutionSite.of(graph, graph.node(name));
        if (taker.isEmpty() || !takes(taker.get(), last)) {
          return Optional.empty();
        }
        takers.add(taker.get());
      }
      if (takers.stream().noneMatch(ConvolutionSite::depthwise)) {
        return takers.isEmpty()
            ? Optional.empty()
            : Optional.of(new ChannelGroup(producers, takers));
      }
      if (takers.size() > 1 || !isPlain(takers.get(0))) {
        return Optional.empty();
      }
      producers.add(takers.get(0));
    }
  }

  /** What is added to the result ties its channels to those of others. */
  private static boolean isPlain(ConvolutionSite site) {
    AttrValue format = site.node().getAttrOrDefault("data_format", AttrValue.getDefaultInstance());
    return site.residual() == null && !format.getS().toStringUtf8().startsWith("NC");
  }

  /** By its first input only, and each of its filters all channels: so not in groups. */
  private static boolean takes(ConvolutionSite taker, ConvolutionSite producer) {
    boolean alone =
        taker.input().equals(producer.output()) && !producer.output().equals(taker.residual());
    boolean whole =
        taker.kernel().shape().get(2) == producer.channels()
            && (!taker.depthwise() || taker.channels() == producer.channels());
    return alone && whole;
  }

  /** The tensor {@code [N, H, W, C]} whose channels these are. */
  TensorRef tensor() {
    return producers.get(producers.size() - 1).output();
  }

  int channels() {
    return producers.get(0).channels();
  }
}
