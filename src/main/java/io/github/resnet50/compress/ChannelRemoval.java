package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.proto.NodeDef;

/**
 * Removes channels of a group from a graph. The next convolutions' weights for the channels that
 * stay make up for them as well as a linear combination can, and the biases for what is missing of
 * the mean; both as measured on calibration images. At a border that is padded with zeros the bias
 * gives more than was there: there the mean is made up for only approximately.
 */
final class ChannelRemoval {
  private final ChannelGroup group;
  private final double[] means;
  private final int[] removed;
  private final int[] kept;
  private final double[][] parts;

  /**
   * @param statistics of the group's tensor
   * @param removed channels in the order of {@link RemovalOrder}
   */
  ChannelRemoval(ChannelGroup group, ChannelStatistics statistics, int[] removed) {
    this.group = group;
    this.means = statistics.means();
    this.removed = removed.clone();
    int[] sorted = removed.clone();
    Arrays.sort(sorted);
    this.kept =
        IntStream.range(0, group.channels())
            .filter(c -> Arrays.binarySearch(sorted, c) < 0)
            .toArray();
    this.parts = parts(new ChannelElimination(statistics.covariance()));
  }

  /** By channel that stays: how much of each removed one's weights it takes over. */
  private double[][] parts(ChannelElimination elimination) {
    int size = means.length;
    // Row i tells the new weights of channel i by the old ones of all.
    double[][] transfer = new double[size][size];
    for (int i = 0; i < size; i++) {
      transfer[i][i] = 1;
    }
    for (int channel : removed) {
      double[] part = elimination.eliminate(channel);
      double[] gone = transfer[channel].clone();
      for (int i = 0; i < size; i++) {
        if (part[i] != 0) {
          for (int r : removed) {
            transfer[i][r] -= part[i] * gone[r];
          }
        }
      }
    }
    return Arrays.stream(kept).mapToObj(i -> transfer[i]).toArray(double[][]::new);
  }

  /**
   * Rewrites the group's convolutions as they are in the graph now: other groups may have lost
   * channels before.
   */
  void apply(FlatGraph graph) throws UnpreparableModelException {
    for (ConvolutionSite site : group.producers()) {
      ConvolutionSite now = now(graph, site);
      // A depthwise kernel is [height, width, channels, 1]: its outputs come last too.
      List<Long> shape = now.kernel().shape();
      List<Long> sizes =
          now.depthwise()
              ? List.of(shape.get(0), shape.get(1), (long) kept.length, 1L)
              : List.of(shape.get(0), shape.get(1), shape.get(2), (long) kept.length);
      put(
          graph,
          now,
          HostTensor.floats(sizes, pick(now.kernel().floats(), now.channels())),
          pick(now.bias().floats(), now.channels()));
    }
    for (ConvolutionSite site : group.takers()) {
      take(graph, now(graph, site));
    }
  }

  private static ConvolutionSite now(FlatGraph graph, ConvolutionSite site)
      throws UnpreparableModelException {
    return ConvolutionSite.of(graph, graph.node(site.name())).orElseThrow();
  }

  /** Those of the channels that stay, of values with the channels last. */
  private float[] pick(float[] values, int channels) {
    float[] picked = new float[values.length / channels * kept.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[i / kept.length * channels + kept[i % kept.length]];
    }
    return picked;
  }

  private void take(FlatGraph graph, ConvolutionSite site) {
    List<Long> shape = site.kernel().shape();
    int outputs = site.channels();
    int taps = Math.toIntExact(shape.get(0) * shape.get(1));
    float[] weights = site.kernel().floats();
    float[] changed = new float[taps * kept.length * outputs];
    double[] missing = new double[outputs];
    for (int tap = 0; tap < taps; tap++) {
      int old = tap * means.length * outputs;
      for (int c = 0; c < means.length; c++) {
        add(missing, means[c], weights, old + c * outputs);
      }
      for (int k = 0; k < kept.length; k++) {
        double[] sum = new double[outputs];
        add(sum, 1, weights, old + kept[k] * outputs);
        for (int r : removed) {
          if (parts[k][r] != 0) {
            add(sum, parts[k][r], weights, old + r * outputs);
          }
        }
        int to = (tap * kept.length + k) * outputs;
        for (int o = 0; o < outputs; o++) {
          changed[to + o] = (float) sum[o];
        }
        add(missing, -means[kept[k]], changed, to);
      }
    }
    float[] bias = site.bias().floats();
    for (int o = 0; o < outputs; o++) {
      bias[o] += (float) missing[o];
    }
    List<Long> sizes = List.of(shape.get(0), shape.get(1), (long) kept.length, shape.get(3));
    put(graph, site, HostTensor.floats(sizes, changed), bias);
  }

  private static void add(double[] sums, double factor, float[] values, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * values[from + i];
    }
  }

  /** New constants, for others may share the old ones. */
  private static void put(FlatGraph graph, ConvolutionSite site, HostTensor kernel, float[] bias) {
    NodeDef.Builder node = site.node().toBuilder();
    HostTensor biases = HostTensor.floats(List.of((long) bias.length), bias);
    node.setInput(1, constant(graph, site.name() + "/pruned_kernel", kernel).asInput());
    node.setInput(2, constant(graph, site.name() + "/pruned_bias", biases).asInput());
    graph.put(node.build());
  }

  private static TensorRef constant(FlatGraph graph, String base, HostTensor value) {
    String name = graph.freshName(base);
    graph.put(value.toConst(name));
    return new TensorRef(name, 0);
  }
}
