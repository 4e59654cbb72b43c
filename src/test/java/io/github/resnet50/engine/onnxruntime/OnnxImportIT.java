package io.github.resnet50.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtEnvironment;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.Endpoints;
import io.github.resnet50.graph.fromonnx.OnnxImport;
import io.github.resnet50.graph.onnx.OnnxFiles;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.model.Home;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation that is translated gives in TensorFlow what ONNX Runtime makes of the file, where
 * the file leaves the batch open as where it is made for one image.
 */
class OnnxImportIT {
  private static final int IMAGES = 3;
  private static final int ROWS = 8;
  private static final int COLUMNS = 6;

  private static OrtEnvironment environment;

  @TempDir Path folder;

  /** Makes nodes of a value; the name of the last. */
  private interface Body extends BiFunction<OnnxFiles, String, String> {}

  private static final Map<String, Body> CASES = new LinkedHashMap<>();

  /** A feature map of 4 channels. */
  private static String conv(OnnxFiles f, String x) {
    return f.node("Conv", Map.of("pads", List.of(1, 1, 1, 1)), x, f.weights(4, 3, 3, 3));
  }

  private static void add(String name, Body body) {
    CASES.put(name, body);
  }

  private static void window(String name, Map<String, Object> attributes, long... kernel) {
    add(
        name,
        (f, x) -> {
          f.operatorSet(Math.max(f.operatorSet(), 13));
          return f.node("Conv", attributes, x, f.weights(kernel), f.weights(kernel[0]));
        });
  }

  private static void pool(String name, String op, Map<String, Object> attributes) {
    Map<String, Object> all = new LinkedHashMap<>(Map.of("kernel_shape", List.of(3, 3)));
    all.putAll(attributes);
    add(name, (f, x) -> f.node(op, all, conv(f, x)));
  }

  static {
    for (String op :
        List.of(
            "Abs",
            "Ceil",
            "Cos",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Neg",
            "Relu",
            "Round",
            "Selu",
            "Sigmoid",
            "Sign",
            "Sin",
            "Softplus",
            "Softsign",
            "Tanh")) {
      add(op, (f, x) -> f.node(op, conv(f, x)));
    }
    for (String op : List.of("Log", "Reciprocal", "Sqrt")) {
      add(op, (f, x) -> f.node(op, f.node("Exp", conv(f, x))));
    }
    add("Elu of another slope", (f, x) -> f.node("Elu", Map.of("alpha", 0.5f), conv(f, x)));
    add(
        "HardSigmoid of sixths",
        (f, x) -> f.node("HardSigmoid", Map.of("alpha", 1 / 6f, "beta", 0.5f), conv(f, x)));
    add("Gelu", (f, x) -> f.operatorSet(20).node("Gelu", conv(f, x)));
    add(
        "Gelu by tanh",
        (f, x) -> f.operatorSet(20).node("Gelu", Map.of("approximate", "tanh"), conv(f, x)));
    add("Mish", (f, x) -> f.operatorSet(18).node("Mish", conv(f, x)));
    add("PRelu", (f, x) -> f.node("PRelu", conv(f, x), f.weights(4, 1, 1)));
    add("Clip to 6", (f, x) -> f.node("Clip", conv(f, x), f.scalar(0), f.scalar(6)));
    add("Clip below", (f, x) -> f.node("Clip", conv(f, x), f.scalar(-0.2f)));
    add("Clip above", (f, x) -> f.node("Clip", conv(f, x), "", f.scalar(0.2f)));
    add(
        "Clip by attributes",
        (f, x) -> f.operatorSet(8).node("Clip", Map.of("min", -0.1f, "max", 0.3f), conv(f, x)));
    for (String op : List.of("Add", "Sub", "Mul", "Max", "Min")) {
      add(op + " of maps", (f, x) -> f.node(op, conv(f, x), conv(f, x)));
      add(op + " by channel", (f, x) -> f.node(op, conv(f, x), f.weights(4, 1, 1)));
      add(op + " by column", (f, x) -> f.node(op, conv(f, x), f.weights(COLUMNS)));
      add(op + " of a number", (f, x) -> f.node(op, f.scalar(0.3f), conv(f, x)));
      add(
          op + " of features",
          (f, x) -> f.node(op, f.node("Flatten", conv(f, x)), f.weights(4 * ROWS * COLUMNS)));
    }
    add("Div", (f, x) -> f.node("Div", conv(f, x), f.node("Exp", conv(f, x))));
    add("Div by channel", (f, x) -> f.node("Div", conv(f, x), f.node("Exp", f.weights(4, 1, 1))));
    add("Sum", (f, x) -> f.node("Sum", conv(f, x), conv(f, x), f.weights(4, 1, 1)));
    add("Mean of maps", (f, x) -> f.node("Mean", conv(f, x), conv(f, x), conv(f, x)));
    add("Pow 2", (f, x) -> f.node("Pow", conv(f, x), f.scalar(2)));
    add("Pow 3 in whole numbers", (f, x) -> f.node("Pow", conv(f, x), f.index(3)));
    add("Pow 0.3", (f, x) -> f.node("Pow", f.node("Exp", conv(f, x)), f.scalar(0.3f)));
    add(
        "Where",
        (f, x) -> {
          String y = conv(f, x);
          return f.node("Where", f.node("Greater", y, f.scalar(0.1f)), y, f.scalar(-1));
        });
    add(
        "Cast of a comparison",
        (f, x) ->
            f.node(
                "Cast",
                Map.of("to", 1),
                f.node("Not", f.node("Less", conv(f, x), f.weights(4, 1, 1)))));
    add("SE", OnnxImportIT::squeezeExcite);

    window("Conv", Map.of(), 4, 3, 3, 3);
    window("Conv with strides", Map.of("strides", List.of(2, 1)), 4, 3, 3, 2);
    window("Conv padded unevenly", Map.of("pads", List.of(0, 1, 2, 1)), 4, 3, 3, 3);
    window(
        "Conv with holes",
        Map.of("dilations", List.of(2, 2), "pads", List.of(2, 2, 2, 2)),
        4,
        3,
        3,
        3);
    window("Conv in groups of one", Map.of("group", 3, "pads", List.of(1, 1, 1, 1)), 6, 1, 3, 3);
    window(
        "Conv depthwise with strides",
        Map.of("group", 3, "strides", List.of(2, 2), "pads", List.of(1, 1, 1, 1)),
        3,
        1,
        3,
        3);
    window(
        "Conv depthwise of uneven strides",
        Map.of("group", 3, "strides", List.of(2, 1), "pads", List.of(1, 1, 1, 1)),
        3,
        1,
        3,
        3);
    window(
        "Conv depthwise with holes",
        Map.of("group", 3, "dilations", List.of(2, 2), "pads", List.of(2, 2, 2, 2)),
        3,
        1,
        3,
        3);
    window("Conv 1x1", Map.of(), 5, 3, 1, 1);
    for (String padding : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      window("Conv " + padding, Map.of("auto_pad", padding, "strides", List.of(2, 2)), 4, 3, 3, 2);
      pool("MaxPool " + padding, "MaxPool", Map.of("auto_pad", padding, "strides", List.of(2, 2)));
    }
    add(
        "Conv in groups",
        (f, x) ->
            f.node(
                "Conv",
                Map.of("group", 2, "pads", List.of(1, 1, 1, 1)),
                conv(f, x),
                f.weights(6, 2, 3, 3)));
    Map<String, Object> strided = Map.of("strides", List.of(2, 2), "pads", List.of(1, 1, 1, 1));
    Map<String, Object> ceiled = Map.of("strides", List.of(2, 2), "ceil_mode", 1);
    for (String op : List.of("MaxPool", "AveragePool")) {
      pool(op, op, Map.of());
      pool(op + " padded", op, strided);
      pool(op + " rounded up", op, ceiled);
    }
    pool(
        "AveragePool that counts padding",
        "AveragePool",
        Map.of("count_include_pad", 1, "pads", List.of(1, 1, 1, 1)));
    pool("AveragePool SAME", "AveragePool", Map.of("auto_pad", "SAME_UPPER"));
    add("GlobalAveragePool", (f, x) -> f.node("GlobalAveragePool", conv(f, x)));
    add("GlobalMaxPool", (f, x) -> f.node("GlobalMaxPool", conv(f, x)));
    add("BatchNormalization", (f, x) -> batchNorm(f, conv(f, x), 4));
    add(
        "BatchNormalization of features",
        (f, x) -> batchNorm(f, f.node("Flatten", f.node("GlobalAveragePool", conv(f, x))), 4));
    add("LRN", (f, x) -> f.node("LRN", Map.of("size", 3, "alpha", 0.2f), conv(f, x)));

    add(
        "InstanceNormalization",
        (f, x) -> f.node("InstanceNormalization", conv(f, x), f.positive(4), f.weights(4)));
    add(
        "LayerNormalization",
        (f, x) ->
            f.node("LayerNormalization", conv(f, x), f.positive(COLUMNS), f.weights(COLUMNS)));
    add(
        "GroupNormalization",
        (f, x) ->
            f.operatorSet(21)
                .node(
                    "GroupNormalization",
                    Map.of("num_groups", 2),
                    conv(f, x),
                    f.positive(4),
                    f.weights(4)));
    add("ConvNeXt's norm", OnnxImportIT::channelNorm);
    for (String op :
        List.of(
            "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare")) {
      add(op, (f, x) -> f.node(op, Map.of("axes", List.of(2, 3)), conv(f, x)));
      add(
          op + " of channels, dropped",
          (f, x) -> f.node(op, Map.of("axes", List.of(1), "keepdims", 0), conv(f, x)));
      add(
          op + " of rows, dropped",
          (f, x) -> f.node(op, Map.of("axes", List.of(-2), "keepdims", 0), conv(f, x)));
    }
    add(
        "ReduceProd",
        (f, x) -> f.node("ReduceProd", Map.of("axes", List.of(1)), f.node("Sigmoid", conv(f, x))));
    add("ReduceSum", (f, x) -> f.node("ReduceSum", conv(f, x), f.longs(1, -1)));
    for (String op : List.of("Softmax", "LogSoftmax")) {
      add(op, (f, x) -> f.node(op, conv(f, x)));
      add(op + " of channels", (f, x) -> f.node(op, Map.of("axis", 1), conv(f, x)));
      add(op + " of old", (f, x) -> f.operatorSet(11).node(op, Map.of("axis", 2), conv(f, x)));
    }

    add("Reshape to rows", (f, x) -> f.node("Reshape", conv(f, x), f.longs(0, 4, -1)));
    add(
        "Reshape and back",
        (f, x) ->
            f.node(
                "Conv",
                f.node(
                    "Reshape",
                    f.node("Reshape", conv(f, x), f.longs(0, -1)),
                    f.longs(-1, 4, ROWS, COLUMNS)),
                f.weights(2, 4, 3, 3)));
    add("Channel shuffle", OnnxImportIT::shuffle);
    add(
        "Transpose",
        (f, x) -> f.node("Transpose", Map.of("perm", List.of(0, 3, 1, 2)), conv(f, x)));
    add(
        "Transpose twice",
        (f, x) ->
            f.node(
                "Transpose",
                Map.of("perm", List.of(0, 3, 1, 2)),
                f.node("Transpose", Map.of("perm", List.of(0, 2, 3, 1)), conv(f, x))));
    add(
        "Squeeze",
        (f, x) -> f.node("Squeeze", f.node("GlobalAveragePool", conv(f, x)), f.longs(2, 3)));
    add("Unsqueeze", (f, x) -> f.node("Unsqueeze", f.node("Flatten", conv(f, x)), f.longs(1, -1)));
    add("Shape arithmetic", OnnxImportIT::shapeArithmetic);
    add("Class token", OnnxImportIT::classToken);
    add("Attention", OnnxImportIT::attention);
    add("Shifted windows", OnnxImportIT::windows);
    add("DepthToSpace", (f, x) -> f.node("DepthToSpace", Map.of("blocksize", 2), conv(f, x)));
    add(
        "DepthToSpace, columns last",
        (f, x) -> f.node("DepthToSpace", Map.of("blocksize", 2, "mode", "CRD"), conv(f, x)));
    add("SpaceToDepth", (f, x) -> f.node("SpaceToDepth", Map.of("blocksize", 2), conv(f, x)));
    add(
        "Expand",
        (f, x) ->
            f.node("Add", f.node("Expand", f.weights(4, 1, 1), f.longs(4, ROWS, 1)), conv(f, x)));
    add("Tile", (f, x) -> f.node("Tile", conv(f, x), f.longs(1, 2, 1, 3)));

    add("Concat of channels", (f, x) -> f.node("Concat", Map.of("axis", 1), conv(f, x), x));
    add(
        "Concat of rows",
        (f, x) -> f.node("Concat", Map.of("axis", -2), conv(f, x), conv(f, x), conv(f, x)));
    add(
        "Slice",
        (f, x) -> f.node("Slice", conv(f, x), f.longs(1, -3), f.longs(9, -1), f.longs(2, 3)));
    add(
        "Slice with steps",
        (f, x) ->
            f.node(
                "Slice",
                conv(f, x),
                f.longs(0, 1),
                f.longs(1 << 20, 8),
                f.longs(2, 1),
                f.longs(2, 2)));
    add(
        "Slice backwards",
        (f, x) ->
            f.node("Slice", conv(f, x), f.longs(-1), f.longs(-(1 << 20)), f.longs(3), f.longs(-1)));
    add("Split", OnnxImportIT::split);
    add("Gather of one", (f, x) -> f.node("Gather", Map.of("axis", 1), conv(f, x), f.index(-2)));
    add(
        "Gather of some",
        (f, x) -> f.node("Gather", Map.of("axis", 2), conv(f, x), f.longs(3, -1, 0)));
    add("Pad", (f, x) -> f.node("Pad", conv(f, x), f.longs(0, 1, 2, 0, 0, 0, 1, 3)));
    add(
        "Pad with a number",
        (f, x) -> f.node("Pad", conv(f, x), f.longs(0, 0, 1, 1, 0, 0, 1, 1), f.scalar(0.7f)));
    add(
        "Pad of old",
        (f, x) ->
            f.operatorSet(10)
                .node("Pad", Map.of("pads", List.of(0, 0, 1, 1, 0, 0, 1, 1)), conv(f, x)));
    add(
        "Pad by reflection",
        (f, x) ->
            f.node("Pad", Map.of("mode", "reflect"), conv(f, x), f.longs(0, 0, 1, 1, 0, 0, 1, 1)));
    for (String places : List.of("half_pixel", "align_corners", "asymmetric")) {
      add(
          "Resize linear " + places,
          (f, x) ->
              f.node(
                  "Resize",
                  Map.of("mode", "linear", "coordinate_transformation_mode", places),
                  conv(f, x),
                  "",
                  f.floats(1, 1, 1.5f, 1.5f)));
    }
    add(
        "Resize nearest",
        (f, x) ->
            f.node(
                "Resize",
                Map.of(
                    "mode",
                    "nearest",
                    "coordinate_transformation_mode",
                    "asymmetric",
                    "nearest_mode",
                    "floor"),
                conv(f, x),
                "",
                f.floats(1, 1, 2, 2)));

    add(
        "Gemm",
        (f, x) -> f.node("Gemm", Map.of("transB", 1), pooled(f, x), f.weights(5, 4), f.weights(5)));
    add(
        "Gemm scaled",
        (f, x) ->
            f.node(
                "Gemm",
                Map.of("alpha", 0.3f, "beta", 1.7f),
                pooled(f, x),
                f.weights(4, 5),
                f.weights(1, 5)));
    add(
        "MatMul of rows",
        (f, x) ->
            f.node(
                "MatMul",
                f.node("Reshape", conv(f, x), f.longs(0, 4, ROWS * COLUMNS)),
                f.weights(ROWS * COLUMNS, 7)));
    add(
        "MatMul of maps",
        (f, x) ->
            f.node(
                "MatMul",
                conv(f, x),
                f.node("Transpose", Map.of("perm", List.of(0, 1, 3, 2)), conv(f, x))));
    add("MatMul by a vector", (f, x) -> f.node("MatMul", conv(f, x), f.weights(COLUMNS)));
    add(
        "Einsum",
        (f, x) ->
            f.node("Einsum", Map.of("equation", "nchw,cd->nhwd"), conv(f, x), f.weights(4, 3)));
    add(
        "Constant",
        (f, x) -> f.node("Mul", conv(f, x), f.node("Constant", Map.of("value_float", 0.4f))));
    add("Dropout", (f, x) -> f.node("Dropout", conv(f, x)));
  }

  private static String pooled(OnnxFiles f, String x) {
    return f.node("Flatten", f.node("GlobalAveragePool", conv(f, x)));
  }

  private static String batchNorm(OnnxFiles f, String x, int channels) {
    return f.node(
        "BatchNormalization",
        Map.of("epsilon", 1e-3f),
        x,
        f.positive(channels),
        f.weights(channels),
        f.weights(channels),
        f.positive(channels));
  }

  private static String squeezeExcite(OnnxFiles f, String x) {
    String map = conv(f, x);
    String features = f.node("Flatten", f.node("GlobalAveragePool", map));
    String gates = f.node("Sigmoid", f.node("MatMul", features, f.weights(4, 4)));
    return f.node("Mul", map, f.node("Unsqueeze", gates, f.longs(2, 3)));
  }

  /** Over the channels, which are last for a while. */
  private static String channelNorm(OnnxFiles f, String x) {
    String last = f.node("Transpose", Map.of("perm", List.of(0, 2, 3, 1)), conv(f, x));
    String normal = f.node("LayerNormalization", last, f.positive(4), f.weights(4));
    String dense = f.node("Add", f.node("MatMul", normal, f.weights(4, 4)), f.weights(4));
    return f.node("Transpose", Map.of("perm", List.of(0, 3, 1, 2)), dense);
  }

  private static String shuffle(OnnxFiles f, String x) {
    String apart = f.node("Reshape", conv(f, x), f.longs(0, 2, 2, ROWS, COLUMNS));
    String moved = f.node("Transpose", Map.of("perm", List.of(0, 2, 1, 3, 4)), apart);
    return f.node(
        "Conv", f.node("Reshape", moved, f.longs(0, -1, ROWS, COLUMNS)), f.weights(2, 4, 1, 1));
  }

  private static String size(OnnxFiles f, String x, int axis) {
    return f.node("Gather", f.node("Shape", x), f.index(axis));
  }

  private static String vector(OnnxFiles f, String... numbers) {
    String[] parts = new String[numbers.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = f.node("Unsqueeze", numbers[i], f.longs(0));
    }
    return f.node("Concat", Map.of("axis", 0), parts);
  }

  /** As exporters write {@code x.view(n, c // 2, 2, h * w)}. */
  private static String shapeArithmetic(OnnxFiles f, String x) {
    String y = conv(f, x);
    String half = f.node("Div", size(f, y, 1), f.index(2));
    String places = f.node("Mul", size(f, y, 2), size(f, y, 3));
    String sizes = vector(f, size(f, y, 0), half, f.index(2), places);
    return f.node("Reshape", y, f.node("Cast", Map.of("to", 7), sizes));
  }

  private static String tokens(OnnxFiles f, String x) {
    String rows = f.node("Reshape", conv(f, x), f.longs(0, 4, -1));
    return f.node("Transpose", Map.of("perm", List.of(0, 2, 1)), rows);
  }

  /** As in ViT: a token that is there once, in front of those of each image. */
  private static String classToken(OnnxFiles f, String x) {
    String tokens = tokens(f, x);
    String sizes = vector(f, size(f, tokens, 0), f.index(-1), f.index(-1));
    String ones = f.node("ConstantOfShape", Map.of("value", new long[] {1}), f.longs(3));
    String open = f.node("Mul", ones, f.index(-1));
    String positive = f.node("Where", f.node("Equal", sizes, open), ones, sizes);
    String token = f.node("Expand", f.weights(1, 1, 4), positive);
    String all = f.node("Concat", Map.of("axis", 1), token, tokens);
    String placed = f.node("Add", all, f.weights(1, ROWS * COLUMNS + 1, 4));
    return f.node("Gather", Map.of("axis", 1), placed, f.index(0));
  }

  /** Two heads, by one product for queries, keys and values. */
  private static String attention(OnnxFiles f, String x) {
    String tokens = tokens(f, x);
    long n = ROWS * COLUMNS;
    String all = f.node("MatMul", tokens, f.weights(4, 12));
    String apart =
        f.node(
            "Transpose",
            Map.of("perm", List.of(2, 0, 3, 1, 4)),
            f.node("Reshape", all, f.longs(0, n, 3, 2, 2)));
    String[] parts = new String[3];
    for (int i = 0; i < 3; i++) {
      parts[i] = f.node("Gather", Map.of("axis", 0), apart, f.index(i));
    }
    String keys = f.node("Transpose", Map.of("perm", List.of(0, 1, 3, 2)), parts[1]);
    String weights = f.node("Softmax", f.node("MatMul", parts[0], keys));
    String mixed =
        f.node(
            "Transpose", Map.of("perm", List.of(0, 2, 1, 3)), f.node("MatMul", weights, parts[2]));
    return f.node("Reshape", mixed, f.longs(0, n, 4));
  }

  /** Windows of 4 x 3 places that become images of a larger batch, moved by one, and back. */
  private static String windows(OnnxFiles f, String x) {
    String last = f.node("Transpose", Map.of("perm", List.of(0, 2, 3, 1)), conv(f, x));
    String rolled =
        f.node(
            "Concat",
            Map.of("axis", 1),
            f.node("Slice", last, f.longs(1), f.longs(1 << 30), f.longs(1)),
            f.node("Slice", last, f.longs(0), f.longs(1), f.longs(1)));
    String apart =
        f.node(
            "Reshape",
            rolled,
            vector(
                f, size(f, last, 0), f.index(2), f.index(4), f.index(2), f.index(3), f.index(4)));
    String windows =
        f.node(
            "Reshape",
            f.node("Transpose", Map.of("perm", List.of(0, 1, 3, 2, 4, 5)), apart),
            f.longs(-1, 12, 4));
    String mask =
        f.node(
            "ScatterND",
            f.node("ConstantOfShape", f.longs(4, 12)),
            f.node("Unsqueeze", f.node("Range", f.index(0), f.index(4), f.index(2)), f.longs(1)),
            f.weights(2, 12));
    String each =
        f.node(
            "Reshape",
            windows,
            vector(
                f,
                f.node("Div", size(f, windows, 0), f.index(4)),
                f.index(4),
                f.index(12),
                f.index(4)));
    String masked = f.node("Add", each, f.node("Unsqueeze", mask, f.longs(0, 3)));
    return f.node(
        "Reshape", masked, vector(f, size(f, last, 0), f.index(-1), f.index(12), f.index(4)));
  }

  private static String split(OnnxFiles f, String x) {
    f.nodes(
        "Split",
        "",
        Map.of("axis", 1),
        List.of(conv(f, x), f.longs(1, 3)),
        List.of("part1", "part2"));
    return f.node("Mul", "part1", "part2");
  }

  @BeforeAll
  static void startEngines() throws Exception {
    Home home = Home.of(System.getenv());
    new NativeLibrary(home).load();
    environment = new OnnxRuntimeLibrary(home).load();
  }

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSame(String name) throws Exception {
    compare(file(-1, CASES.get(name)), 0);
    compare(file(1, CASES.get(name)), 1);
  }

  /** A whole file around the nodes. */
  private static OnnxFiles file(long batch, Body body) {
    OnnxFiles file = new OnnxFiles().input("images", OnnxFiles.FLOAT, batch, 3, ROWS, COLUMNS);
    String last = body.apply(file, "images");
    file.nodes("Flatten", "", Map.of("axis", 1), List.of(last), List.of("scores"));
    return file.output("scores", OnnxFiles.FLOAT, batch, -1);
  }

  /**
   * @param piece of how many images the file is; 0: of any number
   */
  private void compare(OnnxFiles file, int piece) throws Exception {
    Path onnx = file.write(folder.resolve("model.onnx"));
    SavedModelFile saved = imported(onnx);
    assertEquals(-1, saved.outputShape("scores").get(0), "the batch is not open");
    float[] images = numbers(IMAGES * 3 * ROWS * COLUMNS);
    float[] actual;
    try (GraphSession session = GraphSession.of(saved)) {
      HostTensor batch =
          HostTensor.floats(
              List.of((long) IMAGES, (long) ROWS, (long) COLUMNS, 3L), channelsLast(images));
      actual = session.run(batch, List.of(saved.output("scores"))).get(0).floats();
    }
    float[] expected = run(onnx, images, piece);
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "" + i);
    }
  }

  private SavedModelFile imported(Path onnx) throws Exception {
    OnnxFile file = OnnxFile.read(onnx);
    Path directory = folder.resolve("saved");
    Files.createDirectories(directory);
    OnnxImport.write(file, Endpoints.of(file, new Endpoints.Asked(null, null, null)), directory);
    return SavedModelFile.read(directory, null);
  }

  private static float[] run(Path onnx, float[] images, int piece) throws Exception {
    int size = piece == 0 ? IMAGES : piece;
    List<Float> all = new ArrayList<>();
    try (OnnxSession session = new OnnxSession(environment, onnx)) {
      int each = images.length / IMAGES * size;
      for (int from = 0; from < images.length; from += each) {
        FloatBuffer some =
            ByteBuffer.allocateDirect(4 * each).order(ByteOrder.nativeOrder()).asFloatBuffer();
        some.put(images, from, each).flip();
        List<Long> shape = List.of((long) size, 3L, (long) ROWS, (long) COLUMNS);
        for (float value : session.run(some, shape, List.of("scores")).get(0).values()) {
          all.add(value);
        }
      }
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i);
    }
    return values;
  }

  private static float[] numbers(int count) {
    Random random = new Random(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] channelsLast(float[] images) {
    float[] turned = new float[images.length];
    int places = ROWS * COLUMNS;
    for (int n = 0; n < IMAGES; n++) {
      for (int p = 0; p < places; p++) {
        for (int c = 0; c < 3; c++) {
          turned[(n * places + p) * 3 + c] = images[(n * 3 + c) * places + p];
        }
      }
    }
    return turned;
  }

  @Test
  void mapsStayWithTheirChannelsLast() throws Exception {
    Path onnx =
        file(-1, (f, x) -> f.node("GlobalAveragePool", channelNorm(f, f.node("Relu", x))))
            .write(folder.resolve("model.onnx"));
    long transposed =
        imported(onnx).metaGraph().getGraphDef().getNodeList().stream()
            .filter(node -> node.getOp().equals("Transpose"))
            .count();
    assertEquals(1, transposed, "the kernel of the convolution alone is transposed");
  }

  @Test
  void whatIsNotTranslatedIsNamed() throws Exception {
    Path onnx = file(-1, (f, x) -> f.node("Hardmax", x)).write(folder.resolve("model.onnx"));
    UnpreparableModelException e =
        assertThrows(UnpreparableModelException.class, () -> imported(onnx));
    assertEquals("operation Hardmax is not translated", e.getMessage());
  }
}
