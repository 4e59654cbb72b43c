package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.FlopCounter;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Structured pruning without training: whole channels between convolutions go, over all layers
 * those first that cost least for the arithmetic they save, as measured on calibration images. The
 * engine must be up.
 */
final class ChannelPruning {
  /** Kernels for vectors work on so many channels at once: what is left over costs as much. */
  private static final int BLOCK = 8;

  /** Activations of so few images at once fit into memory for any usual model. */
  private static final int WATCHED_AT_ONCE = 2;

  private final FloatModel model;
  private final long flops;
  private final Consumer<String> notes;
  private final List<ChannelGroup> groups;
  private final Map<TensorRef, ChannelStatistics> statistics = new HashMap<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private int dead;

  /**
   * What came out.
   *
   * @param model with the pruned graph
   */
  record Result(FloatModel model, PruningChoice choice) {}

  /** Channels of a group that go together; those of its earlier chunks have gone before. */
  private record Chunk(ChannelGroup group, RemovalOrder order, int from, int to, double cost) {
    int size() {
      return to - from;
    }
  }

  /**
   * Measures the model.
   *
   * @param prepared a model in its prepared form; not changed
   * @param flops what it computes for an image
   * @param notes hears what is done, a line a step
   * @throws ModelException where the model has no channels that can be removed
   */
  ChannelPruning(FloatModel prepared, long flops, ImageSet images, Consumer<String> notes)
      throws ModelException, UnpreparableModelException {
    this.model = prepared;
    this.flops = flops;
    this.notes = notes;
    this.groups = ChannelGroup.find(prepared.graph());
    if (groups.isEmpty()) {
      throw new ModelException(
          prepared.spec().name()
              + " cannot be pruned: it has no convolution whose result only convolutions take");
    }
    notes.accept("measuring channels");
    Map<TensorRef, Long> positions = measure(images);
    order(positions);
  }

  /** Watches the groups' tensors; gives the positions an image of each tensor that matters. */
  private Map<TensorRef, Long> measure(ImageSet images) {
    List<TensorRef> tensors = new ArrayList<>();
    groups.forEach(group -> tensors.add(group.tensor()));
    Map<TensorRef, Long> positions = new HashMap<>();
    try (GraphRunner runner = GraphRunner.of(model.graph().toGraphDef(), Sessions.ONE_THREAD)) {
      for (int from = 0; from < images.size(); from += WATCHED_AT_ONCE) {
        List<byte[]> some =
            images.pixels().subList(from, Math.min(images.size(), from + WATCHED_AT_ONCE));
        List<HostTensor> values = runner.run(Map.of(model.input(), model.batch(some)), tensors);
        for (int i = 0; i < groups.size(); i++) {
          ChannelGroup group = groups.get(i);
          statistics
              .computeIfAbsent(group.tensor(), absent -> new ChannelStatistics(group.channels()))
              .add(values.get(i).floats(), some.size());
          positions.put(
              group.tensor(), (long) values.get(i).elements() / group.channels() / some.size());
        }
      }
    }
    return positions;
  }

  /** All chunks in the order in which they go: the cheapest of the groups' next ones each time. */
  private void order(Map<TensorRef, Long> positions) {
    notes.accept("ranking channels");
    PriorityQueue<Chunk> next =
        new PriorityQueue<>(
            Comparator.comparingDouble(
                chunk -> chunk.cost() / saved(chunk.group(), positions) / chunk.size()));
    for (ChannelGroup group : groups) {
      RemovalOrder order = RemovalOrder.of(group, statistics.get(group.tensor()), BLOCK);
      dead += order.dead();
      add(next, group, order, 0);
    }
    while (!next.isEmpty()) {
      Chunk chunk = next.poll();
      chunks.add(chunk);
      add(next, chunk.group(), chunk.order(), chunk.to());
    }
  }

  private static void add(
      PriorityQueue<Chunk> next, ChannelGroup group, RemovalOrder order, int from) {
    int left = group.channels() - from;
    int size = left % BLOCK == 0 ? BLOCK : left % BLOCK;
    if (from + size > order.channels().size()) {
      return;
    }
    double cost = 0;
    for (int i = from; i < from + size; i++) {
      cost += order.costs().get(i);
    }
    next.add(new Chunk(group, order, from, from + size, cost));
  }

  /** About how much arithmetic a channel of a group takes. */
  private static double saved(ChannelGroup group, Map<TensorRef, Long> positions) {
    double perPosition = 0;
    for (ConvolutionSite site : group.producers()) {
      perPosition += (double) site.kernel().elements() / group.channels();
    }
    for (ConvolutionSite site : group.takers()) {
      perPosition += (double) site.kernel().elements() / group.channels();
    }
    return perPosition * positions.get(group.tensor());
  }

  /**
   * Removes channels.
   *
   * @param fraction of all that can be removed, how many go at most, 0 to 1
   */
  Result prune(double fraction) throws ModelException, UnpreparableModelException {
    int all = groups.stream().mapToInt(ChannelGroup::channels).sum();
    Map<TensorRef, Chunk> last = new HashMap<>();
    int removed = 0;
    for (Chunk chunk : chunks) {
      boolean free = chunk.to() <= chunk.order().dead();
      if (!free && removed + chunk.size() > fraction * all) {
        break;
      }
      last.put(chunk.group().tensor(), chunk);
      removed += chunk.size();
    }
    FlatGraph graph = new FlatGraph(model.graph().toGraphDef(), model.graph().outputs());
    for (ChannelGroup group : groups) {
      Chunk chunk = last.get(group.tensor());
      if (chunk != null) {
        int[] channels = chunk.order().first(chunk.to());
        new ChannelRemoval(group, statistics.get(group.tensor()), channels).apply(graph);
      }
    }
    graph.prune();
    FloatModel pruned = model.with(graph);
    return new Result(
        pruned, new PruningChoice(fraction, removed, all, dead, flops, flops(pruned)));
  }

  /** What a model computes for an image. */
  static long flops(FloatModel model) throws ModelException {
    OptionalLong flops =
        FlopCounter.perImage(
            model.graph().toGraphDef(),
            model.input(),
            model.shape().image(model.spec().preprocessing()));
    return flops.orElseThrow(
        () ->
            new ModelException(
                model.spec().name() + " cannot be compressed: what it computes cannot be counted"));
  }
}
