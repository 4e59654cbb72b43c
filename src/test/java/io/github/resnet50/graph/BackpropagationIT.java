package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.model.Home;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Gradients of single convolutions against their definition. */
class BackpropagationIT {
  private static final int SIDE = 5;
  private static final int OUTPUTS = 32;

  @BeforeAll
  static void loadTensorFlow() throws Exception {
    new NativeLibrary(Home.of(System.getenv())).load();
  }

  /**
   * Shapes whose last block of channels oneDNN leaves out on AVX-512, beside those in groups and
   * depthwise ones.
   */
  @ParameterizedTest
  @CsvSource({
    "Conv2D, 1, 2048, 1, 1",
    "Conv2D, 1, 1280, 1, 1",
    "Conv2D, 1, 1024, 1, 1",
    "Conv2D, 1,  512, 1, 4",
    "Conv2D, 3,   80, 1, 1",
    "Conv2D, 3,  112, 1, 2",
    "Conv2D, 3,   64, 2, 1",
    "DepthwiseConv2dNative, 3, 80, 80, 2",
    "Conv2D dilated, 3, 48, 1, 1",
    "DepthwiseConv2dNative dilated, 3, 48, 48, 1"
  })
  void isRightInAllChannels(String kind, int kernel, int channels, int groups, int images)
      throws Exception {
    Random random = new Random(5);
    int dilation = kind.endsWith("dilated") ? 2 : 1;
    String op = kind.replace(" dilated", "");
    boolean depthwise = groups == channels;
    int outputs = depthwise ? channels : OUTPUTS;
    float[] filter = normal(random, kernel * kernel * (channels / groups) * outputs);
    float[] weights = normal(random, images * SIDE * SIDE * outputs);
    int pad = kernel / 2 * dilation;
    FlatGraph graph = new FlatGraph(FlatGraph.EMPTY, Map.of());
    graph.put(placeholder("map", channels));
    graph.put(placeholder("weights", outputs));
    List<Long> sizes =
        depthwise
            ? List.of((long) kernel, (long) kernel, (long) channels, 1L)
            : List.of((long) kernel, (long) kernel, (long) channels / groups, (long) outputs);
    graph.put(HostTensor.floats(sizes, filter).toConst("filter"));
    graph.put(
        Attributes.node(op, "convolution", "map", "filter")
            .putAttr("strides", Attributes.longs(1, 1, 1, 1))
            .putAttr("dilations", Attributes.longs(1, dilation, dilation, 1))
            .putAttr("padding", Attributes.s("EXPLICIT"))
            .putAttr("explicit_paddings", Attributes.longs(0, 0, pad, pad, pad, pad, 0, 0))
            .build());
    Backpropagation.makeDifferentiable(graph);
    float[] actual = gradient(graph, channels, images, weights);
    float[] expected = new float[actual.length];
    int perGroup = channels / groups;
    for (int place = 0; place < images * SIDE * SIDE; place++) {
      int image = place / (SIDE * SIDE);
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int y = place / SIDE % SIDE + tap / kernel * dilation - pad;
        int x = place % SIDE + tap % kernel * dilation - pad;
        if (y < 0 || y >= SIDE || x < 0 || x >= SIDE) {
          continue;
        }
        int source = ((image * SIDE + y) * SIDE + x) * channels;
        for (int out = 0; out < outputs; out++) {
          int group = out / (outputs / groups);
          for (int c = 0; c < perGroup; c++) {
            int at = depthwise ? tap * channels + out : (tap * perGroup + c) * outputs + out;
            expected[source + group * perGroup + c] += filter[at] * weights[place * outputs + out];
          }
        }
      }
    }
    assertArrayEquals(expected, actual, 1e-3f);
  }

  private static NodeDef placeholder(String name, int channels) {
    return Attributes.placeholder(
        name, DataType.DT_FLOAT, Attributes.shape(-1, SIDE, SIDE, channels));
  }

  private static float[] gradient(FlatGraph graph, int channels, int images, float[] weights) {
    TensorRef map = new TensorRef("map", 0);
    TensorRef given = new TensorRef("weights", 0);
    try (GraphRunner plain = GraphRunner.of(graph.toGraphDef(), GraphRunner.RUN_ONCE)) {
      TensorRef gradient = plain.addGradients(new TensorRef("convolution", 0), map, given);
      try (GraphRunner runner =
          GraphRunner.of(
              Backpropagation.inDoubles(plain.definition()), GraphRunner.IN_CALLERS_THREAD)) {
        return runner
            .run(
                Map.of(
                    map,
                    floats(images, channels, new float[images * SIDE * SIDE * channels]),
                    given,
                    floats(images, weights.length / (images * SIDE * SIDE), weights)),
                List.of(gradient))
            .get(0)
            .floats();
      }
    }
  }

  private static HostTensor floats(int images, int channels, float[] values) {
    return HostTensor.floats(
        List.of((long) images, (long) SIDE, (long) SIDE, (long) channels), values);
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
