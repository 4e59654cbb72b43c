package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes nodes of a graph or of a function's body; every method returns how the node's first output
 * is referred to there.
 */
public final class Nodes {

  private static final Map<String, String> OUTPUT_NAMES =
      Map.ofEntries(
          Map.entry("Relu", "activations"),
          Map.entry("Relu6", "activations"),
          Map.entry("AddV2", "z"),
          Map.entry("Mul", "z"),
          Map.entry("Sub", "z"),
          Map.entry("GreaterEqual", "z"),
          Map.entry("MatMul", "product"),
          Map.entry("Softmax", "softmax"),
          Map.entry("Sigmoid", "y"),
          Map.entry("Rsqrt", "y"),
          Map.entry("Cast", "y"),
          Map.entry("FusedBatchNormV3", "y"),
          Map.entry("ReadVariableOp", "value"),
          Map.entry("ResizeBilinear", "resized_images"),
          Map.entry("ReadFile", "contents"));

  private final boolean function;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Random random = new Random(7);

  private Nodes(boolean function) {
    this.function = function;
  }

  public static Nodes graph() {
    return new Nodes(false);
  }

  public static Nodes body() {
    return new Nodes(true);
  }

  public List<NodeDef> list() {
    return List.copyOf(nodes.values());
  }

  public GraphDef graphDef(FunctionDef... functions) {
    GraphDef.Builder graph = GraphDef.newBuilder().addAllNode(nodes.values());
    graph.setVersions(VersionDef.newBuilder().setProducer(1087));
    graph.getLibraryBuilder().addAllFunction(Arrays.asList(functions));
    return graph.build();
  }

  public FlatGraph flat(String... outputs) {
    Map<String, TensorRef> named = new LinkedHashMap<>();
    for (String output : outputs) {
      named.put(output, TensorRef.parse(output));
    }
    return new FlatGraph(graphDef(), named);
  }

  /** A function; {@code results} maps names of outputs to references in the body. */
  public FunctionDef function(
      String name, Map<String, DataType> arguments, Map<String, String> results, DataType type) {
    OpDef.Builder signature = OpDef.newBuilder().setName(name);
    arguments.forEach(
        (argument, dtype) ->
            signature.addInputArg(OpDef.ArgDef.newBuilder().setName(argument).setType(dtype)));
    results
        .keySet()
        .forEach(
            result ->
                signature.addOutputArg(OpDef.ArgDef.newBuilder().setName(result).setType(type)));
    return FunctionDef.newBuilder()
        .setSignature(signature)
        .addAllNodeDef(nodes.values())
        .putAllRet(results)
        .build();
  }

  public record Attr(String name, AttrValue value) {}

  public static Attr type(String name, DataType type) {
    return new Attr(name, Attributes.type(type));
  }

  public static Attr types(String name, DataType... types) {
    AttrValue.ListValue list =
        AttrValue.ListValue.newBuilder().addAllType(Arrays.asList(types)).build();
    return new Attr(name, AttrValue.newBuilder().setList(list).build());
  }

  public static Attr text(String name, String value) {
    return new Attr(name, Attributes.s(value));
  }

  public static Attr longs(String name, long... values) {
    return new Attr(name, Attributes.longs(values));
  }

  public static Attr flag(String name, boolean value) {
    return new Attr(name, AttrValue.newBuilder().setB(value).build());
  }

  public static Attr func(String name, String function) {
    NameAttrList.Builder called = NameAttrList.newBuilder().setName(function);
    return new Attr(name, AttrValue.newBuilder().setFunc(called).build());
  }

  public static Attr shape(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return new Attr(name, AttrValue.newBuilder().setShape(shape).build());
  }

  public static Attr t() {
    return type("T", DataType.DT_FLOAT);
  }

  public String add(String op, String name, List<String> inputs, Attr... attributes) {
    NodeDef.Builder node = NodeDef.newBuilder().setOp(op).setName(name).addAllInput(inputs);
    for (Attr attribute : attributes) {
      node.putAttr(attribute.name(), attribute.value());
    }
    nodes.put(name, node.build());
    return function ? name + ":" + OUTPUT_NAMES.getOrDefault(op, "output") + ":0" : name;
  }

  public String constant(String name, HostTensor value) {
    nodes.put(name, value.toConst(name));
    return function ? name + ":output:0" : name;
  }

  public String ints(String name, int... values) {
    return constant(name, HostTensor.ints(values));
  }

  public String truth(String name, boolean value) {
    byte[] bytes = {(byte) (value ? 1 : 0)};
    return constant(
        name,
        new HostTensor(
            DataType.DT_BOOL, List.of(), com.google.protobuf.ByteString.copyFrom(bytes)));
  }

  /** Random numbers in ±scale. */
  public String weights(String name, double scale, long... shape) {
    return constant(name, random(scale, shape));
  }

  public HostTensor random(double scale, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return HostTensor.floats(sizes, values);
  }

  /** Random numbers between 0.5 and 1.5, as a variance can be. */
  public HostTensor positive(long... shape) {
    float[] values = random(0.5, shape).floats();
    for (int i = 0; i < values.length; i++) {
      values[i] += 1;
    }
    return HostTensor.floats(Arrays.stream(shape).boxed().toList(), values);
  }

  public String placeholder(String name, DataType dtype, long... sizes) {
    return add("Placeholder", name, List.of(), type("dtype", dtype), shape("shape", sizes));
  }

  public String conv(String name, String x, String kernel, int stride, String padding) {
    return add(
        "Conv2D",
        name,
        List.of(x, kernel),
        t(),
        longs("strides", 1, stride, stride, 1),
        text("padding", padding));
  }

  public String depthwise(String name, String x, String kernel, int stride, String padding) {
    return add(
        "DepthwiseConv2dNative",
        name,
        List.of(x, kernel),
        t(),
        longs("strides", 1, stride, stride, 1),
        text("padding", padding));
  }

  public String batchNorm(String name, List<String> inputs) {
    return add(
        "FusedBatchNormV3",
        name,
        inputs,
        t(),
        type("U", DataType.DT_FLOAT),
        flag("is_training", false),
        new Attr("epsilon", AttrValue.newBuilder().setF(1e-3f).build()));
  }

  public String batchNorm(String name, String x, int channels) {
    return batchNorm(
        name,
        List.of(
            x,
            constant(name + "_gamma", positive(channels)),
            weights(name + "_beta", 0.5, channels),
            weights(name + "_mean", 0.5, channels),
            constant(name + "_variance", positive(channels))));
  }

  public String unary(String op, String name, String x) {
    return add(op, name, List.of(x), t());
  }

  public String binary(String op, String name, String a, String b) {
    return add(op, name, List.of(a, b), t());
  }

  public String bias(String name, String x, String b) {
    return add("BiasAdd", name, List.of(x, b), t());
  }

  /** Zeros around height and width. */
  public String pad(String name, String x, int top, int bottom, int left, int right) {
    HostTensor flat = HostTensor.ints(0, 0, top, bottom, left, right, 0, 0);
    String paddings =
        constant(name + "_paddings", new HostTensor(flat.dtype(), List.of(4L, 2L), flat.content()));
    return add("Pad", name, List.of(x, paddings), t(), type("Tpaddings", DataType.DT_INT32));
  }

  /** The mean over height and width. */
  public String pool(String name, String x) {
    String axes = ints(name + "_axes", 1, 2);
    return add("Mean", name, List.of(x, axes), t(), type("Tidx", DataType.DT_INT32));
  }

  public String dense(String name, String x, int in, int out) {
    String product = binary("MatMul", name + "_matmul", x, weights(name + "_kernel", 0.5, in, out));
    return bias(name, product, weights(name + "_bias", 0.5, out));
  }

  public String call(String name, String function, List<String> inputs, List<DataType> types) {
    return add(
        "StatefulPartitionedCall",
        name,
        inputs,
        func("f", function),
        types("Tin", types.toArray(DataType[]::new)),
        types("Tout", DataType.DT_FLOAT));
  }

  /** A resource variable's handle. */
  public String handle(String name, long... sizes) {
    return add(
        "VarHandleOp",
        name,
        List.of(),
        type("dtype", DataType.DT_FLOAT),
        shape("shape", sizes),
        text("shared_name", name));
  }

  public String read(String name, String handle) {
    return add("ReadVariableOp", name, List.of(handle), type("dtype", DataType.DT_FLOAT));
  }

  /** An initialiser that waits for all of {@code controls}. */
  public void group(String name, List<String> controls) {
    add("NoOp", name, controls.stream().map(c -> "^" + c).toList());
  }

  public static List<DataType> floatAndResources(int resources) {
    List<DataType> types = new ArrayList<>(List.of(DataType.DT_FLOAT));
    types.addAll(Collections.nCopies(resources, DataType.DT_RESOURCE));
    return types;
  }

  /** A catalog of the few operations that tests without the native library use. */
  public static OpCatalog catalog() {
    return new OpCatalog(
        Stream.of(
                op("Placeholder", "dtype", List.of(), List.of("output")),
                op("Const", "dtype", List.of(), List.of("output")),
                op("Identity", "T", List.of("input"), List.of("output")),
                op("Relu", "T", List.of("features"), List.of("activations")),
                op("AddV2", "T", List.of("x", "y"), List.of("z")),
                op("Mul", "T", List.of("x", "y"), List.of("z")),
                op("ReadVariableOp", "dtype", List.of("resource"), List.of("value"))
                    .setIsStateful(true),
                op("RandomUniform", "dtype", List.of("shape"), List.of("output"))
                    .setIsStateful(true),
                op("FusedBatchNormV3", "T", List.of("x", "scale"), List.of("y", "mean")),
                list("Split", "num_split", null),
                list("PartitionedCall", null, "Tout"),
                list("StatefulPartitionedCall", null, "Tout").setIsStateful(true))
            .map(OpDef.Builder::build)
            .toList());
  }

  private static OpDef.Builder op(
      String name, String typeAttribute, List<String> inputs, List<String> outputs) {
    OpDef.Builder op = OpDef.newBuilder().setName(name);
    inputs.forEach(i -> op.addInputArg(OpDef.ArgDef.newBuilder().setName(i)));
    outputs.forEach(
        o -> op.addOutputArg(OpDef.ArgDef.newBuilder().setName(o).setTypeAttr(typeAttribute)));
    return op;
  }

  private static OpDef.Builder list(String name, String number, String types) {
    OpDef.ArgDef.Builder output = OpDef.ArgDef.newBuilder().setName("output").setTypeAttr("T");
    if (number != null) {
      output.setNumberAttr(number);
    } else {
      output.clearTypeAttr().setTypeListAttr(types);
    }
    return OpDef.newBuilder().setName(name).addOutputArg(output);
  }
}
