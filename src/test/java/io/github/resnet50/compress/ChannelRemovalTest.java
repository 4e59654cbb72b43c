package io.github.resnet50.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Removing channels from graphs so small that their convolutions of 1x1 are worked out here. */
class ChannelRemovalTest {
  private static final int POSITIONS = 500;
  private final Random random = new Random(7);

  /** Two convolutions of 1x1: 3 channels to 4 with a ReLU, and those to 2. */
  private static FlatGraph graph(float[] kernel, float[] bias) throws Exception {
    FusedGraph graph = new FusedGraph();
    HostTensor first = HostTensor.floats(List.of(1L, 1L, 3L, 4L), kernel);
    HostTensor second = HostTensor.floats(List.of(1L, 1L, 4L, 2L), 1, -2, 3, 0.5f, -1, 4, 2, 1);
    String x = graph.input("x", 4, 3);
    String a =
        graph.convolution(
            "a", x, first, HostTensor.floats(List.of(4L), bias), 1, null, "BiasAdd", "Relu");
    graph.convolution(
        "b", a, second, HostTensor.floats(List.of(2L), 0.1f, 0.2f), 1, null, "BiasAdd");
    return graph.flat("b");
  }

  private static ConvolutionSite site(FlatGraph graph, String name) throws Exception {
    return ConvolutionSite.of(graph, graph.node(name)).orElseThrow();
  }

  private static float[] run(ConvolutionSite site, float[] input) {
    int in = Math.toIntExact(site.kernel().shape().get(2));
    int out = site.channels();
    float[] weights = site.kernel().floats();
    float[] result = new float[input.length / in * out];
    for (int i = 0; i < result.length; i++) {
      double sum = site.bias().floats()[i % out];
      for (int c = 0; c < in; c++) {
        sum += input[i / out * in + c] * weights[c * out + i % out];
      }
      boolean relu = site.activation() == ConvolutionSite.Activation.RELU;
      result[i] = (float) (relu ? Math.max(0, sum) : sum);
    }
    return result;
  }

  private static float[] run(FlatGraph graph, float[] input) throws Exception {
    return run(site(graph, "b"), run(site(graph, "a"), input));
  }

  private float[] inputs() {
    float[] values = new float[POSITIONS * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static FlatGraph without(FlatGraph graph, float[] inputs, int... channels)
      throws Exception {
    List<ChannelGroup> groups = ChannelGroup.find(graph);
    assertEquals(1, groups.size());
    ChannelStatistics statistics = statistics(graph, inputs);
    FlatGraph pruned = new FlatGraph(graph.toGraphDef(), graph.outputs());
    new ChannelRemoval(groups.get(0), statistics, channels).apply(pruned);
    pruned.prune();
    assertEquals(4 - channels.length, site(pruned, "a").channels());
    assertEquals(List.of(1L, 1L, 4L - channels.length, 2L), site(pruned, "b").kernel().shape());
    return pruned;
  }

  private static ChannelStatistics statistics(FlatGraph graph, float[] inputs) throws Exception {
    ChannelStatistics statistics = new ChannelStatistics(4);
    float[] activations = run(site(graph, "a"), inputs);
    // As many images as positions, so that none is left out.
    statistics.add(activations, POSITIONS);
    return statistics;
  }

  /** Channel 0 never fires, 1 is always 3; 2 and 3 are proportional. */
  private static FlatGraph special() throws Exception {
    return graph(
        new float[] {0, 0, 1, 2, 0, 0, -1, -2, 0, 0, 0.5f, 1}, new float[] {-1, 3, 0.25f, 0.5f});
  }

  @Test
  void aChannelThatNeverFiresGoesWithoutATrace() throws Exception {
    FlatGraph graph = special();
    float[] inputs = inputs();
    assertArrayEquals(run(graph, inputs), run(without(graph, inputs, 0), inputs), 1e-6f);
    float[] bias = site(graph, "b").bias().floats();
    assertArrayEquals(bias, site(without(graph, inputs, 0), "b").bias().floats());
  }

  @Test
  void aConstantChannelGoesIntoTheBias() throws Exception {
    FlatGraph graph = special();
    float[] inputs = inputs();
    FlatGraph pruned = without(graph, inputs, 1);
    assertArrayEquals(
        new float[] {0.1f + 9, 0.2f + 1.5f}, site(pruned, "b").bias().floats(), 1e-5f);
    assertArrayEquals(run(graph, inputs), run(pruned, inputs), 1e-5f);
  }

  @Test
  void anotherChannelMakesUpForOneThatIsProportionalToIt() throws Exception {
    FlatGraph graph = special();
    float[] inputs = inputs();
    float[] expected = run(graph, inputs);
    float[] actual = run(without(graph, inputs, 0, 1, 2), inputs);
    double error = 0;
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < expected.length; i += 2) {
      error += Math.pow(expected[i] - actual[i], 2);
      mean += (expected[i] - actual[i]) / POSITIONS;
      variance += Math.pow(expected[i] - 9.1, 2);
    }
    assertTrue(error < 1e-3 * variance, error + " of " + variance);
    assertEquals(0, mean, 1e-4, "the mean is kept");
  }

  @Test
  void theMeanIsKeptWhateverGoes() throws Exception {
    float[] kernel = new float[12];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) random.nextGaussian();
    }
    FlatGraph graph = graph(kernel, new float[] {0.1f, -0.1f, 0.3f, 0});
    float[] inputs = inputs();
    float[] expected = run(graph, inputs);
    float[] actual = run(without(graph, inputs, 3, 1), inputs);
    double[] difference = new double[2];
    for (int i = 0; i < expected.length; i++) {
      difference[i % 2] += (expected[i] - actual[i]) / POSITIONS;
    }
    assertArrayEquals(new double[2], difference, 1e-4);
  }

  @Test
  void whatNeverFiresGoesFirstAndWhatTheNextConvolutionNeedsLast() throws Exception {
    FlatGraph graph = special();
    RemovalOrder order =
        RemovalOrder.of(ChannelGroup.find(graph).get(0), statistics(graph, inputs()), 1);
    assertEquals(3, order.channels().size());
    assertEquals(List.of(0, 1), order.channels().subList(0, 2));
    assertEquals(1, order.dead());
    assertEquals(0, order.costs().get(0));
    assertTrue(order.costs().get(1) < 0.01, order.toString());
    assertTrue(order.costs().get(2) < 0.1, order.toString());
  }

  @Test
  void whatOthersTakeTooStays() throws Exception {
    FusedGraph graph = new FusedGraph();
    String x = graph.input("x", 8, 8);
    String a = graph.convolution("a", x, new long[] {1, 8, 16}, 1, null, "BiasAdd", "Relu");
    String b = graph.convolution("b", a, new long[] {3, 16, 16}, 1, null, "BiasAdd", "Relu");
    String c = graph.convolution("c", b, new long[] {1, 16, 8}, 1, x, "BiasAdd", "Add", "Relu");
    String d = graph.convolution("d", c, new long[] {1, 8, 8}, 1, null, "BiasAdd", "Relu");
    String e = graph.convolution("e", d, new long[] {1, 8, 8}, 1, null, "BiasAdd");
    FlatGraph flat = graph.flat(e, d);
    List<String> names =
        ChannelGroup.find(flat).stream().map(group -> group.tensor().node()).toList();
    assertEquals(List.of(a, b), names, "c is added to, and d is an output");
  }
}
