package io.github.resnet50.model;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.VersionDef;

/**
 * ResNet50 v1.5 (He et al. 2015, stride in the 3×3 convolution of a stage's first block as in the
 * reference implementation of torchvision) as a TensorFlow graph: 53 convolutions with batch
 * normalisation, 16 bottlenecks, a dense layer; input {@code [N,224,224,3]}, output softmax {@code
 * [N,1000]}, 8.2 GFLOP an image. Weights are seeded: He-uniform convolutions (He et al. 2015b), and
 * residual branches scaled down so that activations neither vanish nor explode.
 */
final class ResNet50Graph {
  static final int CLASSES = 1000;
  static final int FEATURES = 2048;
  private static final String INPUT = "input_1";

  /** Version 1482 is TensorFlow 2.14's: readable by any 2.x. */
  private static final GraphDef GRAPH =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(1482)).build();

  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int[] WIDTHS = {64, 128, 256, 512};
  private static final int EXPANSION = 4;
  private static final float RESIDUAL_GAMMA = 0.25f;

  private final SplittableRandom random;
  private final FlatGraph graph = new FlatGraph(GRAPH, Map.of());

  ResNet50Graph(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The whole model, weights as constants; about 100 MB. */
  SavedModel savedModel() {
    String features = backbone();
    String kernel = weights("dense/kernel", Math.sqrt(1.0 / FEATURES), FEATURES, CLASSES);
    String product = add("dense/matmul", "MatMul", List.of(features, kernel), type("T"));
    String bias = weights("dense/bias", 0.01, CLASSES);
    return wrap(add("logits", "BiasAdd", List.of(product, bias), type("T")), CLASSES);
  }

  /** The same backbone with this head on its 2048 features. */
  SavedModel savedModel(Head head) {
    String x = backbone();
    int scores = 0;
    for (int i = 0; i < head.layers().size(); i++) {
      Head.Dense layer = head.layers().get(i);
      String name = "dense" + (i + 1);
      scores = layer.bias().length;
      x = graph.addDense(name, layer.weights(), layer.bias(), new TensorRef(x, 0)).node();
      x = layer.relu() ? relu(name + "/relu", x) : x;
    }
    return wrap(x, scores);
  }

  /** Everything up to the features. */
  private String backbone() {
    graph.put(Attributes.placeholder(INPUT, DataType.DT_FLOAT, Attributes.shape(-1, 224, 224, 3)));
    String x = convolution("conv1", INPUT, 3, 64, 7, 2, 1f);
    x = relu("conv1/relu", x);
    // Zero padding of non-negative values: the same as a max-pool with padding.
    x = pad("pool1/pad", x);
    x =
        add(
            "pool1",
            "MaxPool",
            List.of(x),
            type("T"),
            ints("ksize", 1, 3, 3, 1),
            ints("strides", 1, 2, 2, 1),
            text("padding", "VALID"));
    int channels = 64;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      for (int block = 0; block < BLOCKS[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "stage%d/block%d".formatted(stage + 1, block + 1);
        x = bottleneck(name, x, channels, WIDTHS[stage], stride, block == 0);
        channels = WIDTHS[stage] * EXPANSION;
      }
    }
    String axes = constant("pool/axes", DataType.DT_INT32, littleEndian(1, 2), 2);
    return add("features", "Mean", List.of(x, axes), type("T"), type("Tidx", DataType.DT_INT32));
  }

  private String bottleneck(
      String name, String x, int in, int width, int stride, boolean projected) {
    int out = width * EXPANSION;
    String y = relu(name + "/1/relu", convolution(name + "/1", x, in, width, 1, 1, 1f));
    y = relu(name + "/2/relu", convolution(name + "/2", y, width, width, 3, stride, 1f));
    y = convolution(name + "/3", y, width, out, 1, 1, RESIDUAL_GAMMA);
    String shortcut = projected ? convolution(name + "/0", x, in, out, 1, stride, 1f) : x;
    return relu(name + "/relu", add(name + "/add", "AddV2", List.of(shortcut, y), type("T")));
  }

  private String convolution(
      String name, String x, int in, int out, int size, int stride, float gamma) {
    String kernel =
        weights(name + "/kernel", Math.sqrt(6.0 / (size * size * in)), size, size, in, out);
    int pad = size / 2;
    String y =
        add(
            name + "/conv",
            "Conv2D",
            List.of(x, kernel),
            type("T"),
            ints("strides", 1, stride, stride, 1),
            text("padding", pad == 0 ? "VALID" : "EXPLICIT"),
            ints(
                "explicit_paddings",
                pad == 0 ? new long[0] : new long[] {0, 0, pad, pad, pad, pad, 0, 0}));
    List<String> normalisation =
        List.of(
            y,
            filled(name + "/bn/gamma", gamma, out),
            filled(name + "/bn/beta", 0f, out),
            filled(name + "/bn/mean", 0f, out),
            filled(name + "/bn/variance", 1f, out));
    return add(
        name + "/bn",
        "FusedBatchNormV3",
        normalisation,
        type("T"),
        type("U"),
        new Attribute("is_training", AttrValue.newBuilder().setB(false).build()),
        new Attribute("epsilon", AttrValue.newBuilder().setF(1e-5f).build()));
  }

  private String relu(String name, String x) {
    return add(name, "Relu", List.of(x), type("T"));
  }

  private String pad(String name, String x) {
    String sides =
        constant(name + "/sides", DataType.DT_INT32, littleEndian(0, 0, 1, 1, 1, 1, 0, 0), 4, 2);
    return add(name, "Pad", List.of(x, sides), type("T"), type("Tpaddings", DataType.DT_INT32));
  }

  /** Uniform in ±limit, from a fixed seed. */
  private String weights(String name, double limit, long... shape) {
    ByteBuffer bytes = floats(shape);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) ((random.nextInt() * 0x1p-31) * limit));
    }
    return constant(name, DataType.DT_FLOAT, bytes.flip(), shape);
  }

  private String filled(String name, float value, long length) {
    ByteBuffer bytes = floats(length);
    while (bytes.hasRemaining()) {
      bytes.putFloat(value);
    }
    return constant(name, DataType.DT_FLOAT, bytes.flip(), length);
  }

  private static ByteBuffer floats(long... shape) {
    long count = 1;
    for (long dimension : shape) {
      count *= dimension;
    }
    return ByteBuffer.allocate(Math.toIntExact(count * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer littleEndian(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.flip();
  }

  private String constant(String name, DataType type, ByteBuffer content, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    graph.put(new HostTensor(type, sizes, ByteString.copyFrom(content)).toConst(name));
    return name;
  }

  private String add(String name, String op, List<String> inputs, Attribute... attributes) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(op).addAllInput(inputs);
    for (Attribute attribute : attributes) {
      node.putAttr(attribute.name(), attribute.value());
    }
    graph.put(node.build());
    return name;
  }

  private record Attribute(String name, AttrValue value) {}

  private static Attribute type(String name) {
    return type(name, DataType.DT_FLOAT);
  }

  private static Attribute type(String name, DataType type) {
    return new Attribute(name, Attributes.type(type));
  }

  private static Attribute text(String name, String value) {
    return new Attribute(name, Attributes.s(value));
  }

  private static Attribute ints(String name, long... values) {
    return new Attribute(name, Attributes.longs(values));
  }

  private SavedModel wrap(String logits, int classes) {
    String output = add("predictions", "Softmax", List.of(logits), type("T"));
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(INPUT, tensorInfo(INPUT, -1, 224, 224, 3))
            .putOutputs("predictions", tensorInfo(output, -1, classes))
            .build();
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(graph.toGraphDef().toBuilder().clearLibrary())
            .putSignatureDef("serving_default", signature);
    return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(metaGraph).build();
  }

  private static TensorInfo tensorInfo(String node, long... shape) {
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(Attributes.shape(shape))
        .build();
  }
}
