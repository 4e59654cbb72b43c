package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.model.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Gradients of single convolutions and pools against their definition. */
class BackpropagationIT {
  private static final int SIDE = 5;
  private static final int OUTPUTS = 32;
  private static final String OUTPUT = "output";

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
    "DepthwiseConv2dNative dilated, 3, 48, 48, 1",
    "Conv2D first, 3, 48, 1, 2",
    "Conv2D first, 3, 64, 2, 1",
    "Conv2D dilated first, 3, 48, 1, 1",
    "DepthwiseConv2dNative first, 3, 48, 48, 2"
  })
  void isRightInAllChannels(String kind, int kernel, int channels, int groups, int images)
      throws Exception {
    Random random = new Random(5);
    int dilation = kind.contains("dilated") ? 2 : 1;
    Layout layout = kind.endsWith("first") ? Layout.NCHW : Layout.NHWC;
    String op = kind.substring(0, (kind + " ").indexOf(' '));
    boolean depthwise = groups == channels;
    int outputs = depthwise ? channels : OUTPUTS;
    float[] filter = normal(random, kernel * kernel * (channels / groups) * outputs);
    float[] weights = normal(random, images * SIDE * SIDE * outputs);
    int pad = kernel / 2 * dilation;
    FlatGraph graph = new FlatGraph(FlatGraph.EMPTY, Map.of());
    graph.put(placeholder("map", layout, SIDE, channels));
    graph.put(placeholder("weights", layout, SIDE, outputs));
    List<Long> filterSizes =
        depthwise
            ? List.of((long) kernel, (long) kernel, (long) channels, 1L)
            : List.of((long) kernel, (long) kernel, (long) channels / groups, (long) outputs);
    graph.put(HostTensor.floats(filterSizes, filter).toConst("filter"));
    graph.put(
        Attributes.node(op, OUTPUT, "map", "filter")
            .putAttr("strides", Attributes.longs(1, 1, 1, 1))
            .putAttr("dilations", sizes(layout, dilation))
            .putAttr("data_format", Attributes.s(layout.name()))
            .putAttr("padding", Attributes.s("EXPLICIT"))
            .putAttr(
                "explicit_paddings",
                layout == Layout.NHWC
                    ? Attributes.longs(0, 0, pad, pad, pad, pad, 0, 0)
                    : Attributes.longs(0, 0, 0, 0, pad, pad, pad, pad))
            .build());
    Backpropagation.makeDifferentiable(graph);
    HostTensor map = floats(images, SIDE, channels, new float[images * SIDE * SIDE * channels]);
    float[] actual = gradient(graph, layout, map, floats(images, SIDE, outputs, weights));
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

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AvgPool"})
  void poolsOfChannelsFirstHaveTheSameGradients(String op) throws Exception {
    Random random = new Random(6);
    int channels = 7;
    HostTensor map = floats(2, SIDE, channels, normal(random, 2 * SIDE * SIDE * channels));
    HostTensor weights = floats(2, SIDE / 2, channels, normal(random, 2 * 2 * 2 * channels));
    List<float[]> gradients = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      FlatGraph graph = new FlatGraph(FlatGraph.EMPTY, Map.of());
      graph.put(placeholder("map", layout, SIDE, channels));
      graph.put(placeholder("weights", layout, SIDE / 2, channels));
      graph.put(
          Attributes.node(op, OUTPUT, "map")
              .putAttr("ksize", sizes(layout, 3))
              .putAttr("strides", sizes(layout, 2))
              .putAttr("data_format", Attributes.s(layout.name()))
              .putAttr("padding", Attributes.s("VALID"))
              .build());
      Backpropagation.makeDifferentiable(graph);
      gradients.add(gradient(graph, layout, map, weights));
    }
    assertArrayEquals(gradients.get(0), gradients.get(1), 1e-6f);
  }

  private static AttrValue sizes(Layout layout, int size) {
    return layout == Layout.NHWC
        ? Attributes.longs(1, size, size, 1)
        : Attributes.longs(1, 1, size, size);
  }

  private static NodeDef placeholder(String name, Layout layout, int side, int channels) {
    return Attributes.placeholder(
        name,
        DataType.DT_FLOAT,
        layout == Layout.NHWC
            ? Attributes.shape(-1, side, side, channels)
            : Attributes.shape(-1, channels, side, side));
  }

  /** All with channels last, whatever the graph's layout is. */
  private static float[] gradient(
      FlatGraph graph, Layout layout, HostTensor values, HostTensor weights) {
    TensorRef map = new TensorRef("map", 0);
    TensorRef given = new TensorRef("weights", 0);
    boolean first = layout == Layout.NCHW;
    try (GraphRunner plain = GraphRunner.of(graph.toGraphDef(), GraphRunner.RUN_ONCE)) {
      TensorRef gradient = plain.addGradients(new TensorRef(OUTPUT, 0), map, given);
      try (GraphRunner runner =
          GraphRunner.of(
              Backpropagation.inDoubles(plain.definition()), GraphRunner.IN_CALLERS_THREAD)) {
        HostTensor result =
            runner
                .run(
                    Map.of(
                        map, first ? moved(values, 3, 1) : values,
                        given, first ? moved(weights, 3, 1) : weights),
                    List.of(gradient))
                .get(0);
        return (first ? moved(result, 1, 3) : result).floats();
      }
    }
  }

  /** The tensor with its dimension {@code from} at {@code to}. */
  private static HostTensor moved(HostTensor tensor, int from, int to) {
    List<Long> shape = tensor.shape();
    int channels = Math.toIntExact(shape.get(from));
    int places =
        Math.toIntExact(from == 3 ? shape.get(1) * shape.get(2) : shape.get(2) * shape.get(3));
    float[] values = tensor.floats();
    float[] moved = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int image = i / (channels * places);
      int rest = i % (channels * places);
      int place = from == 3 ? rest / channels : rest % places;
      int channel = from == 3 ? rest % channels : rest / places;
      int at = from == 3 ? channel * places + place : place * channels + channel;
      moved[image * channels * places + at] = values[i];
    }
    List<Long> sizes = new ArrayList<>(shape);
    sizes.add(to, sizes.remove(from));
    return HostTensor.floats(sizes, moved);
  }

  private static HostTensor floats(int images, int side, int channels, float[] values) {
    return HostTensor.floats(
        List.of((long) images, (long) side, (long) side, (long) channels), values);
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
