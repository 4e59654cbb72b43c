package io.github.resnet50.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxConverter;
import io.github.resnet50.model.Home;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** Each operation that is translated gives in ONNX Runtime what it gives in TensorFlow. */
class OnnxOperationsIT {
  private static final long[] IMAGES = {2, 8, 6, 3};

  private static OrtEnvironment environment;

  @TempDir Path folder;

  /** Makes nodes of a name of images; the name of the last. */
  private interface Layers extends BiFunction<Nodes, String, String> {}

  private static final Map<String, Layers> CASES = new LinkedHashMap<>();

  static {
    for (String op :
        List.of(
            "Abs",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Neg",
            "Reciprocal",
            "Relu",
            "Relu6",
            "Selu",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Tanh",
            "Square",
            "Identity",
            "StopGradient")) {
      CASES.put(op, (n, x) -> n.unary(op, "y", x));
      CASES.put(op + " after a convolution", (n, x) -> n.unary(op, "y", conv(n, x)));
    }
    for (String op : List.of("Log", "Sqrt", "Rsqrt")) {
      CASES.put(op, (n, x) -> n.unary(op, "y", n.unary("Exp", "positive", conv(n, x))));
    }
    for (String op :
        List.of(
            "Add",
            "AddV2",
            "Sub",
            "Mul",
            "RealDiv",
            "Div",
            "Maximum",
            "Minimum",
            "SquaredDifference")) {
      CASES.put(
          op + " of maps",
          (n, x) -> n.binary(op, "y", conv(n, x), n.unary("Exp", "e", conv(n, x))));
      CASES.put(
          op + " with channels", (n, x) -> n.binary(op, "y", conv(n, x), n.weights("c", 2, 4)));
      CASES.put(op + " with a number", (n, x) -> n.binary(op, "y", conv(n, x), n.weights("c", 2)));
      CASES.put(
          op + " with a picture",
          (n, x) ->
              n.binary(op, "y", n.weights("c", 2, 1, 8, 6, 4), n.unary("Exp", "e", conv(n, x))));
      CASES.put(
          op + " with a column", (n, x) -> n.binary(op, "y", conv(n, x), n.weights("c", 2, 6, 1)));
      CASES.put(op + " of images", (n, x) -> n.binary(op, "y", x, n.weights("c", 2, 3)));
    }
    CASES.put(
        "Pow", (n, x) -> n.binary("Pow", "y", n.unary("Exp", "e", conv(n, x)), n.weights("c", 2)));
    CASES.put(
        "AddN",
        (n, x) -> {
          String map = conv(n, x);
          String other = n.unary("Relu", "r", map);
          return n.add("AddN", "y", List.of(map, other, map), Nodes.t(), number("N", 3));
        });
    CASES.put(
        "LeakyRelu", (n, x) -> n.add("LeakyRelu", "y", List.of(x), Nodes.t(), real("alpha", 0.3f)));
    CASES.put(
        "ClipByValue",
        (n, x) ->
            n.add(
                "ClipByValue",
                "y",
                List.of(
                    conv(n, x),
                    n.constant("lo", HostTensor.floats(List.of(), -0.5f)),
                    n.constant("hi", HostTensor.floats(List.of(), 0.75f))),
                Nodes.t()));
    for (String padding : List.of("SAME", "VALID")) {
      for (int stride : new int[] {1, 2}) {
        String how = " " + padding + " " + stride;
        CASES.put(
            "Conv2D" + how,
            (n, x) -> n.conv("y", x, n.weights("k", 1, 3, 3, 3, 5), stride, padding));
        CASES.put(
            "Conv2D with bias" + how,
            (n, x) ->
                n.bias(
                    "y",
                    n.conv("z", x, n.weights("k", 1, 3, 2, 3, 5), stride, padding),
                    n.weights("b", 1, 5)));
        CASES.put(
            "depthwise" + how,
            (n, x) -> n.depthwise("y", x, n.weights("k", 1, 3, 3, 3, 2), stride, padding));
        CASES.put("MaxPool" + how, (n, x) -> pool(n, "MaxPool", x, stride, padding));
        CASES.put("AvgPool" + how, (n, x) -> pool(n, "AvgPool", x, stride, padding));
      }
    }
    CASES.put(
        "a convolution whose bare output is used too",
        (n, x) -> {
          String bare = n.conv("z", x, n.weights("k", 1, 1, 1, 3, 3), 1, "SAME");
          return n.binary("AddV2", "y", n.bias("biased", bare, n.weights("b", 1, 3)), bare);
        });
    CASES.put(
        "a convolution in groups",
        (n, x) -> n.conv("y", conv(n, x), n.weights("k", 1, 3, 3, 2, 6), 1, "SAME"));
    CASES.put(
        "a dilated convolution",
        (n, x) ->
            n.add(
                "Conv2D",
                "y",
                List.of(x, n.weights("k", 1, 3, 3, 3, 2)),
                Nodes.t(),
                Nodes.longs("strides", 1, 1, 1, 1),
                Nodes.longs("dilations", 1, 2, 2, 1),
                Nodes.text("padding", "SAME")));
    CASES.put(
        "Pad before a convolution",
        (n, x) ->
            n.conv("y", n.pad("p", x, 3, 2, 1, 0), n.weights("k", 1, 3, 3, 3, 5), 2, "VALID"));
    CASES.put(
        "Pad before a depthwise convolution",
        (n, x) ->
            n.depthwise(
                "y",
                n.pad("p", conv(n, x), 0, 1, 2, 1),
                n.weights("k", 1, 3, 3, 4, 2),
                2,
                "VALID"));
    CASES.put(
        "Pad before a convolution that pads too",
        (n, x) ->
            n.conv(
                "y", n.pad("p", conv(n, x), 1, 2, 0, 1), n.weights("k", 1, 3, 3, 4, 5), 1, "SAME"));
    CASES.put(
        "Pad before a convolution and another",
        (n, x) -> {
          String padded = n.pad("p", conv(n, x), 1, 1, 1, 1);
          String one = n.conv("c", padded, n.weights("k", 1, 3, 3, 4, 4), 1, "VALID");
          return n.binary(
              "AddV2", "y", one, n.conv("d", padded, n.weights("l", 1, 3, 3, 4, 4), 1, "VALID"));
        });
    CASES.put(
        "Pad before a pooling",
        (n, x) ->
            pool(
                n,
                "MaxPool",
                n.pad("p", n.unary("Relu", "r", conv(n, x)), 1, 1, 1, 1),
                2,
                "VALID"));
    CASES.put(
        "Pad of negative numbers before a pooling",
        (n, x) -> pool(n, "MaxPool", n.pad("p", conv(n, x), 1, 1, 1, 1), 2, "VALID"));
    CASES.put("Pad of a map", (n, x) -> n.unary("Relu", "y", n.pad("p", conv(n, x), 0, 1, 2, 0)));
    CASES.put("FusedBatchNormV3", (n, x) -> n.batchNorm("y", conv(n, x), 4));
    CASES.put("Mean over places", (n, x) -> n.pool("y", conv(n, x)));
    CASES.put("Mean of images", (n, x) -> n.pool("y", x));
    for (String op : List.of("Mean", "Max", "Min", "Sum", "Prod")) {
      for (boolean keeps : new boolean[] {true, false}) {
        for (int[] axes : new int[][] {{1, 2}, {3}, {-1}, {1}, {1, 2, 3}}) {
          CASES.put(
              op + " over " + Arrays.toString(axes) + (keeps ? " kept" : ""),
              (n, x) ->
                  n.add(
                      op,
                      "y",
                      List.of(conv(n, x), n.ints("axes", axes)),
                      Nodes.t(),
                      Nodes.type("Tidx", DataType.DT_INT32),
                      Nodes.flag("keep_dims", keeps)));
        }
      }
    }
    CASES.put("Softmax", (n, x) -> n.unary("Softmax", "y", n.pool("p", x)));
    CASES.put("Softmax of maps", (n, x) -> n.unary("Softmax", "y", conv(n, x)));
    CASES.put("dense", (n, x) -> n.dense("y", n.pool("p", x), 3, 7));
    CASES.put(
        "MatMul, turned",
        (n, x) ->
            n.add(
                "MatMul",
                "y",
                List.of(n.pool("p", x), n.weights("k", 1, 7, 3)),
                Nodes.t(),
                Nodes.flag("transpose_b", true)));
    for (int axis : new int[] {1, 2, 3, -1}) {
      CASES.put(
          "ConcatV2 on " + axis,
          (n, x) -> {
            String map = conv(n, x);
            return n.add(
                "ConcatV2",
                "y",
                List.of(map, n.unary("Neg", "m", map), scalar(n, axis)),
                Nodes.t(),
                Nodes.type("Tidx", DataType.DT_INT32),
                number("N", 2));
          });
    }
    CASES.put("Reshape", (n, x) -> reshape(n, "y", conv(n, x), -1, 24, 8));
    CASES.put("Transpose", (n, x) -> transpose(n, conv(n, x), 0, 2, 1, 3));
    CASES.put(
        "Transpose to channels first and on",
        (n, x) -> n.unary("Relu", "y", transpose(n, conv(n, x), 0, 3, 1, 2)));
    CASES.put("Transpose of images to channels first", (n, x) -> transpose(n, x, 0, 3, 1, 2));
    CASES.put(
        "squeeze and excitation",
        (n, x) -> {
          String map = conv(n, x);
          String gate = reshape(n, "square", n.pool("p", map), -1, 1, 1, 4);
          String conv = n.conv("gate", gate, n.weights("g", 1, 1, 1, 4, 4), 1, "SAME");
          return n.binary("Mul", "y", map, n.unary("Sigmoid", "s", conv));
        });
    CASES.put(
        "StridedSlice",
        (n, x) ->
            n.add(
                "StridedSlice",
                "y",
                List.of(
                    conv(n, x),
                    n.ints("b", 0, 1, -1, 0),
                    n.ints("e", 0, 7, -5, 3),
                    n.ints("s", 1, 2, -1, 1)),
                Nodes.t(),
                Nodes.type("Index", DataType.DT_INT32),
                number("begin_mask", 1),
                number("end_mask", 1 + 8)));
    CASES.put(
        "StridedSlice of one",
        (n, x) ->
            n.add(
                "StridedSlice",
                "y",
                List.of(conv(n, x), n.ints("b", 0, 2), n.ints("e", 0, 3), n.ints("s", 1, 1)),
                Nodes.t(),
                Nodes.type("Index", DataType.DT_INT32),
                number("begin_mask", 1),
                number("end_mask", 1),
                number("shrink_axis_mask", 2)));
    CASES.put(
        "Slice",
        (n, x) ->
            n.add(
                "Slice",
                "y",
                List.of(conv(n, x), n.ints("b", 0, 2, 1, 1), n.ints("s", -1, 3, -1, 2)),
                Nodes.t(),
                Nodes.type("Index", DataType.DT_INT32)));
    CASES.put(
        "Split, of which the second is taken",
        (n, x) ->
            n.unary(
                "Neg",
                "y",
                n.add(
                        "Split",
                        "parts",
                        List.of(scalar(n, 3), conv(n, x)),
                        Nodes.t(),
                        number("num_split", 2))
                    + ":1"));
    CASES.put(
        "Split before a convolution",
        (n, x) -> {
          String parts =
              n.add(
                  "Split",
                  "parts",
                  List.of(scalar(n, 3), conv(n, x)),
                  Nodes.t(),
                  number("num_split", 2));
          return n.conv("y", parts + ":1", n.weights("k", 1, 3, 3, 2, 5), 1, "SAME");
        });
    CASES.put(
        "GatherV2",
        (n, x) ->
            n.add(
                "GatherV2",
                "y",
                List.of(conv(n, x), n.ints("which", 3, 0, 0), scalar(n, 3)),
                Nodes.type("Tparams", DataType.DT_FLOAT),
                Nodes.type("Tindices", DataType.DT_INT32),
                Nodes.type("Taxis", DataType.DT_INT32)));
    CASES.put(
        "BatchMatMulV2",
        (n, x) -> {
          String rows = reshape(n, "rows", conv(n, x), -1, 48, 4);
          return n.add(
              "BatchMatMulV2",
              "y",
              List.of(rows, rows),
              Nodes.t(),
              Nodes.flag("adj_x", true),
              Nodes.flag("adj_y", false));
        });
    CASES.put(
        "Einsum",
        (n, x) ->
            n.add(
                "Einsum",
                "y",
                List.of(reshape(n, "rows", conv(n, x), -1, 48, 4), n.weights("w", 1, 4, 2, 3)),
                Nodes.t(),
                number("N", 2),
                Nodes.text("equation", "abc,cde->abde")));
  }

  /** Layers that end in a hard sigmoid of a map with values on all three parts of it. */
  private static final Map<String, Layers> HARD_SIGMOIDS =
      Map.of(
          "a hard sigmoid",
          (n, x) -> {
            String map = wide(n, x);
            return n.binary("Mul", "y", clipped(n, map), single(n, "sixth", 1 / 6f));
          },
          "a hard sigmoid, divided",
          (n, x) -> n.binary("RealDiv", "y", clipped(n, wide(n, x)), single(n, "six", 6)),
          "a hard swish",
          (n, x) -> {
            String map = wide(n, x);
            String share = n.binary("Mul", "s", single(n, "sixth", 1 / 6f), clipped(n, map));
            return n.binary("Mul", "y", map, share);
          },
          "a hard swish, divided at its end",
          (n, x) -> {
            String map = wide(n, x);
            String product = n.binary("Mul", "p", map, clipped(n, map));
            return n.binary("RealDiv", "y", product, single(n, "six", 6));
          });

  /** Layers that look like it at their end. */
  private static final Map<String, Layers> NO_HARD_SIGMOIDS =
      Map.of(
          "another line",
          (n, x) -> n.binary("Mul", "y", clipped(n, wide(n, x)), single(n, "fifth", 1 / 5f)),
          "of another map",
          (n, x) -> {
            String map = wide(n, x);
            String other = n.unary("Neg", "other", map);
            String product = n.binary("Mul", "p", other, clipped(n, map));
            return n.binary("RealDiv", "y", product, single(n, "six", 6));
          });

  static {
    CASES.putAll(HARD_SIGMOIDS);
    CASES.putAll(NO_HARD_SIGMOIDS);
    CASES.put("a channel shuffle", OnnxOperationsIT::shuffle);
    CASES.put("a channel shuffle of images", (n, x) -> shuffled(n, x, 3, 1, 0, 1, 2, 4, 3));
    CASES.put("places shuffled", (n, x) -> shuffled(n, conv(n, x), 2, 2, 0, 2, 1, 4, 3));
  }

  private static String shuffle(Nodes nodes, String x) {
    return shuffled(nodes, conv(nodes, x), 2, 2, 0, 1, 2, 4, 3);
  }

  /** A map, seen as having a matrix of channels at each place, in another order. */
  private static String shuffled(Nodes nodes, String x, int groups, int channels, int... order) {
    String apart = reshape(nodes, "apart", x, -1, 8, 6, groups, channels);
    return reshape(nodes, "together", transpose(nodes, apart, order), -1, 8, 6, groups * channels);
  }

  private static String wide(Nodes nodes, String x) {
    return nodes.binary("Mul", "wide", conv(nodes, x), single(nodes, "factor", 4));
  }

  private static String clipped(Nodes nodes, String x) {
    return nodes.unary("Relu6", "c", nodes.binary("AddV2", "sum", x, single(nodes, "three", 3)));
  }

  private static String single(Nodes nodes, String name, float value) {
    return nodes.constant(name, HostTensor.floats(List.of(), value));
  }

  /** A map with four channels, negative numbers among its values. */
  private static String conv(Nodes nodes, String x) {
    return nodes.conv("map", x, nodes.weights("map_kernel", 1, 3, 3, 3, 4), 1, "SAME");
  }

  private static String pool(Nodes nodes, String op, String x, int stride, String padding) {
    return nodes.add(
        op,
        "y",
        List.of(x),
        Nodes.t(),
        Nodes.longs("ksize", 1, 3, 2, 1),
        Nodes.longs("strides", 1, stride, stride, 1),
        Nodes.text("padding", padding));
  }

  private static String reshape(Nodes nodes, String name, String x, int... sizes) {
    return nodes.add(
        "Reshape",
        name,
        List.of(x, nodes.ints(name + "_sizes", sizes)),
        Nodes.t(),
        Nodes.type("Tshape", DataType.DT_INT32));
  }

  private static String transpose(Nodes nodes, String x, int... order) {
    return nodes.add(
        "Transpose",
        "turned",
        List.of(x, nodes.ints("order", order)),
        Nodes.t(),
        Nodes.type("Tperm", DataType.DT_INT32));
  }

  private static String scalar(Nodes nodes, int value) {
    HostTensor vector = HostTensor.ints(value);
    return nodes.constant("scalar", new HostTensor(vector.dtype(), List.of(), vector.content()));
  }

  private static Nodes.Attr number(String name, long value) {
    return new Nodes.Attr(name, AttrValue.newBuilder().setI(value).build());
  }

  private static Nodes.Attr real(String name, float value) {
    return new Nodes.Attr(name, AttrValue.newBuilder().setF(value).build());
  }

  @BeforeAll
  static void start() throws Exception {
    Home home = Home.of(System.getenv());
    new NativeLibrary(home).load();
    environment = new OnnxRuntimeLibrary(home).load();
  }

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  /** A prepared model whose scores are the layers' output, in a row. */
  private SavedModelFile model(Layers layers) throws Exception {
    Nodes nodes = Nodes.graph();
    String images = nodes.placeholder("images", DataType.DT_FLOAT, -1, 8, 6, 3);
    String row = reshape(nodes, "row", layers.apply(nodes, images), 2, -1);
    TensorRef scores = TensorRef.parse(row);
    FlatGraph graph =
        new FlatGraph(nodes.graphDef(), Map.of("probabilities", scores, "logits", scores));
    GraphInput input =
        new GraphInput(
            "images",
            new TensorRef("images", 0),
            DataType.DT_FLOAT,
            TensorShapeProto.getDefaultInstance());
    new PreparedModelWriter().write(graph, input, Shapes.infer(graph), folder);
    return SavedModelFile.read(folder, PreparedModelWriter.ALL);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheSameInBoth(String name) throws Exception {
    SavedModelFile model = model(CASES.get(name));
    float[] images = Nodes.graph().random(2, IMAGES).floats();
    float[] expected;
    try (GraphSession session = GraphSession.of(model)) {
      expected = session.run(images, List.of(2L, 8L, 6L, 3L), List.of("probabilities")).get(0);
    }
    try (OnnxSession session = new OnnxSession(environment, OnnxConverter.convert(model))) {
      assertEquals(List.of(-1L, 3L, 8L, 6L), session.inputSizes());
      float[] actual =
          session
              .run(channelsFirst(images), List.of(2L, 3L, 8L, 6L), ModelOutput.PROBABILITIES)
              .get(0)
              .values();
      assertEquals(expected.length, actual.length);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-5f + 1e-5f * Math.abs(expected[i]), "at " + i);
      }
    }
  }

  @Test
  void hardSigmoidsAreOneOperation() throws Exception {
    for (Layers layers : HARD_SIGMOIDS.values()) {
      assertEquals(List.of(true, false), operationsOf(layers, "HardSigmoid", "Clip"));
    }
    for (Layers layers : NO_HARD_SIGMOIDS.values()) {
      assertEquals(List.of(false, true), operationsOf(layers, "HardSigmoid", "Clip"));
    }
  }

  @Test
  void channelShufflesStayAmongTheChannels() throws Exception {
    String text = text(OnnxOperationsIT::shuffle);
    assertEquals(2, text.split("Transpose", -1).length - 1, "its own, and the output's");
  }

  /** Whether the layers have each operation in ONNX. */
  private List<Boolean> operationsOf(Layers layers, String... operations) throws Exception {
    String text = text(layers);
    return Stream.of(operations).map(text::contains).toList();
  }

  private String text(Layers layers) throws Exception {
    return new String(OnnxConverter.convert(model(layers)), StandardCharsets.ISO_8859_1);
  }

  private static FloatBuffer channelsFirst(float[] images) {
    FloatBuffer turned =
        ByteBuffer.allocateDirect(4 * images.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int image = 0; image < 2; image++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int place = 0; place < 48; place++) {
          turned.put(images[(image * 48 + place) * 3 + channel]);
        }
      }
    }
    return turned.flip();
  }

  @Test
  void whatHasNoCounterpartIsNamed() throws Exception {
    SavedModelFile model = model((n, x) -> n.unary("Cosh", "strange", x));
    UnpreparableModelException e =
        assertThrows(UnpreparableModelException.class, () -> OnnxConverter.convert(model));
    assertTrue(e.getMessage().contains("Cosh (strange)"), e.getMessage());
  }
}
