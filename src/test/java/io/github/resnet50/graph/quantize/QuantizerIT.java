package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.model.Home;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** What 8-bit graphs compute, on the real engine, against the same in double precision bounds. */
@Timeout(120)
class QuantizerIT {
  private static final TensorRef X = new TensorRef("x", 0);

  @BeforeAll
  static void loadEngine() throws Exception {
    new NativeLibrary(new Home(Path.of("target/it-home").toAbsolutePath())).load();
  }

  private static HostTensor image(int size, int channels) {
    Random random = new Random(9);
    float[] values = new float[2 * size * size * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return HostTensor.floats(List.of(2L, (long) size, (long) size, (long) channels), values);
  }

  private record Both(
      HostTensor first, HostTensor second, Function<TensorRef, QuantizedRange> ranges) {
    float[] before() {
      return first.floats();
    }

    float[] after() {
      return second.floats();
    }
  }

  private static Both run(FlatGraph graph, HostTensor input, String output) throws Exception {
    Map<String, ConvolutionSite> sites = FusedGraph.sites(graph);
    List<TensorRef> watched =
        Stream.concat(Stream.of(X), sites.values().stream().map(ConvolutionSite::output)).toList();
    Calibration calibration = new Calibration(List.of());
    TensorRef y = graph.outputs().get(output);
    GraphInput images =
        new GraphInput("x", X, DataType.DT_FLOAT, TensorShapeProto.getDefaultInstance());
    try (GraphSession session = GraphSession.of(graph.toGraphDef(), images, graph.outputs())) {
      HostTensor before = calibration.add(session, input, watched, y);
      Map<TensorRef, QuantizedRange> known = new HashMap<>();
      Function<TensorRef, QuantizedRange> ranges =
          tensor ->
              known.computeIfAbsent(
                  tensor, t -> ClippingRule.LARGEST.range(calibration.histogram(t)));
      FlatGraph quantized =
          new Quantizer(graph, Shapes.infer(graph), ranges, sites, Map.of()).quantize();
      try (GraphRunner other =
          GraphRunner.of(quantized.toGraphDef(), GraphRunner.IN_CALLERS_THREAD)) {
        TensorRef z = quantized.outputs().get(output);
        HostTensor after = other.run(Map.of(X, input), List.of(z)).get(0);
        HostTensor again = other.run(Map.of(X, input), List.of(z)).get(0);
        assertEquals(after, again, "the same twice");
        return new Both(before, after, ranges);
      }
    }
  }

  /** Half a step of the input and of each weight, all in the worst direction, and of the output. */
  @Test
  @EnabledIfEnvironmentVariable(named = "TF_ENABLE_ONEDNN_OPTS", matches = "1")
  void oneConvolutionIsWithinTheBoundOfItsArithmetic() throws Exception {
    for (String ending : List.of("Relu", "Relu6", "")) {
      FusedGraph graph = new FusedGraph();
      graph.input("x", 6, 4);
      String[] ops = ending.isEmpty() ? new String[] {"BiasAdd"} : new String[] {"BiasAdd", ending};
      graph.convolution("y", "x", new long[] {3, 4, 5}, 2, null, ops);
      FlatGraph flat = graph.flat("y");
      HostTensor input = image(6, 4);
      ConvolutionSite site = FusedGraph.sites(flat).get("y");
      Both both = run(flat, input, "y");
      QuantizedRange in = both.ranges().apply(X);
      QuantizedRange out = both.ranges().apply(site.output());
      float[] kernel = site.kernel().floats();
      float[] limits = QuantizedKernel.of(site.kernel(), 5).maxima().floats();
      assertEquals(both.before().length, both.after().length);
      for (int i = 0; i < both.before().length; i++) {
        int channel = i % 5;
        double bound = out.step() / 2 + 1e-5;
        for (int k = channel; k < kernel.length; k += 5) {
          bound += Math.abs(kernel[k]) * in.step() / 2;
          bound += (in.limit() + in.step() / 2) * limits[channel] / 127 / 2;
        }
        assertTrue(
            Math.abs(both.before()[i] - both.after()[i]) <= bound,
            ending + " " + i + ": " + both.before()[i] + ", " + both.after()[i] + ", " + bound);
      }
    }
  }

  /** Blocks with both kinds of residual, pooling with a border, and strides with padding. */
  @Test
  @EnabledIfEnvironmentVariable(named = "TF_ENABLE_ONEDNN_OPTS", matches = "1")
  void blocksComputeNearlyTheSame() throws Exception {
    blockComputesNearlyTheSame(16);
    // Whose border is not padded eight channels at a time.
    blockComputesNearlyTheSame(12);
  }

  private static void blockComputesNearlyTheSame(long channels) throws Exception {
    FusedGraph graph = new FusedGraph();
    graph.input("x", 33, 3);
    graph.convolution("stem", "x", new long[] {7, 3, channels}, 2, null, "BiasAdd", "Relu");
    graph.maxPool("pool", "stem");
    graph.convolution("a", "pool", new long[] {1, channels, 8}, 1, null, "BiasAdd", "Relu");
    graph.convolution("b", "a", new long[] {3, 8, 8}, 2, null, "BiasAdd", "Relu");
    graph.convolution("short", "pool", new long[] {1, channels, 32}, 2, null, "BiasAdd");
    graph.convolution("c", "b", new long[] {1, 8, 32}, 1, "short", "BiasAdd", "Add", "Relu");
    graph.convolution("d", "c", new long[] {1, 32, 8}, 1, null, "BiasAdd", "Relu");
    graph.convolution("e", "d", new long[] {1, 8, 32}, 1, "c", "BiasAdd", "Add", "Relu");
    Both both = run(graph.flat("e"), image(33, 3), "e");
    double signal = 0;
    double noise = 0;
    assertEquals(both.before().length, both.after().length);
    for (int i = 0; i < both.before().length; i++) {
      signal += both.before()[i] * both.before()[i];
      noise += Math.pow(both.before()[i] - both.after()[i], 2);
    }
    // Six roundings of some 1/255 of a range each; a wrong scale or sum would be off by far more.
    assertTrue(noise < signal * 2e-3, "noise to signal: " + noise / signal);
    assertTrue(noise > 0, "it was quantised");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "TF_ENABLE_ONEDNN_OPTS", matches = "1")
  void theKernelsAreThereWithOneDnn() {
    assertTrue(OneDnnKernels.int8() || !System.getProperty("os.arch").equals("amd64"));
  }
}
