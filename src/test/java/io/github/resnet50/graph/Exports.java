package io.github.resnet50.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * SavedModels of the shapes in which the usual exporters write them. Variables get their values
 * from an initialiser instead of a checkpoint, which the loader treats alike.
 */
public final class Exports {

  private static final DataType F = DataType.DT_FLOAT;

  private Exports() {}

  public static Path write(
      Path directory, Nodes top, DataType inputType, String output, FunctionDef... functions)
      throws IOException {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("image", info("image:0", inputType))
            .putOutputs("output_0", info(output, F))
            .build();
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(top.graphDef(functions))
            .putSignatureDef("serve", signature)
            .putSignatureDef("serving_default", signature);
    meta.getMetaInfoDefBuilder().addTags("serve");
    if (top.list().stream().anyMatch(node -> node.getName().equals("init"))) {
      meta.putCollectionDef(
          "saved_model_main_op",
          CollectionDef.newBuilder()
              .setNodeList(CollectionDef.NodeList.newBuilder().addValue("init"))
              .build());
    }
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    Files.createDirectories(directory);
    Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
    return directory;
  }

  private static TensorInfo info(String name, DataType type) {
    String tensor = name.contains(":") ? name : name + ":0";
    return TensorInfo.newBuilder()
        .setName(tensor)
        .setDtype(type)
        .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
        .build();
  }

  /** Resource variables, passed into functions under the names of their arguments. */
  private static final class Variables {

    private final Nodes top;
    private final List<String> assigned = new ArrayList<>();
    private final Map<String, String> handles = new LinkedHashMap<>();

    Variables(Nodes top) {
      this.top = top;
    }

    void add(String name, HostTensor value) {
      String handle = top.handle(name, value.shape().stream().mapToLong(s -> s).toArray());
      String initial = top.constant(name + "_initial", value);
      top.add(
          "AssignVariableOp", name + "_assign", List.of(handle, initial), Nodes.type("dtype", F));
      assigned.add(name + "_assign");
      handles.put(name, handle);
    }

    Map<String, DataType> arguments() {
      Map<String, DataType> arguments = new LinkedHashMap<>();
      arguments.put("x", F);
      handles.keySet().forEach(name -> arguments.put(name, DataType.DT_RESOURCE));
      return arguments;
    }

    List<String> inputs(String x) {
      List<String> inputs = new ArrayList<>(List.of(x));
      inputs.addAll(handles.values());
      return inputs;
    }

    List<String> passed() {
      List<String> passed = new ArrayList<>(List.of("x"));
      passed.addAll(handles.keySet());
      return passed;
    }

    void initialise() {
      top.group("init", assigned);
    }
  }

  /**
   * TensorFlow 2's Keras: signature wrapper around model around layers; batch norm as one node; a
   * residual; an augmentation layer that is the identity unless training.
   */
  public static Path keras2(Path directory) throws IOException {
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", F, -1, 12, 10, 3);
    Variables variables = new Variables(top);
    variables.add("kernel", top.random(0.5, 3, 3, 3, 4));
    variables.add("gamma", top.positive(4));
    variables.add("beta", top.random(0.5, 4));
    variables.add("mean", top.random(0.5, 4));
    variables.add("variance", top.positive(4));
    variables.add("kernel2", top.random(0.5, 3, 3, 4, 4));
    variables.add("bias2", top.random(0.5, 4));
    variables.add("dense", top.random(0.5, 4, 5));
    variables.add("bias", top.random(0.5, 5));
    variables.initialise();

    Nodes flip = Nodes.body();
    String reversed = flip.add("ReverseV2", "reverse", List.of("i", "axes:output:0"), Nodes.t());
    flip.ints("axes", 2);
    FunctionDef then = flip.function("flip_then", Map.of("i", F), Map.of("o", reversed), F);
    FunctionDef same = Nodes.body().function("flip_else", Map.of("i", F), Map.of("o", "i"), F);

    Nodes model = Nodes.body();
    String flipped =
        model.add(
            "If",
            "random_flip",
            List.of(model.truth("training", false), "x"),
            Nodes.func("then_branch", "flip_then"),
            Nodes.func("else_branch", "flip_else"),
            Nodes.type("Tcond", DataType.DT_BOOL),
            Nodes.types("Tin", F),
            Nodes.types("Tout", F));
    String conv =
        model.conv(
            "conv", model.pad("pad", flipped, 1, 1, 1, 1), read(model, "kernel"), 2, "VALID");
    String normal =
        model.batchNorm(
            "bn",
            List.of(
                conv,
                read(model, "gamma"),
                read(model, "beta"),
                read(model, "mean"),
                read(model, "variance")));
    String relu = model.unary("Relu", "relu", normal);
    String second = model.conv("conv2", relu, read(model, "kernel2"), 1, "SAME");
    String sum = model.binary("AddV2", "add", relu, model.bias("b2", second, read(model, "bias2")));
    String pooled = model.pool("pool", model.unary("Relu", "relu2", sum));
    String product = model.binary("MatMul", "matmul", pooled, read(model, "dense"));
    String logits = model.bias("logits", product, read(model, "bias"));
    String y =
        model.add(
            "Identity", "identity", List.of(model.unary("Softmax", "softmax", logits)), Nodes.t());
    FunctionDef inner = model.function("model", variables.arguments(), Map.of("r", y), F);

    Nodes wrapper = Nodes.body();
    List<DataType> types = Nodes.floatAndResources(9);
    String called = wrapper.call("call", "model", variables.passed(), types);
    FunctionDef outer =
        wrapper.function("signature_wrapper", variables.arguments(), Map.of("r", called), F);
    top.call("StatefulPartitionedCall", "signature_wrapper", variables.inputs(image), types);
    return write(directory, top, F, "StatefulPartitionedCall", outer, inner, then, same);
  }

  private static String read(Nodes body, String variable) {
    return body.read("read_" + variable, variable);
  }

  /**
   * Keras 3: batch norm as arithmetic on reshaped variables, biases as additions, rescaling inside,
   * no activation at the end.
   */
  public static Path keras3(Path directory) throws IOException {
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", F, -1, 16, 16, 3);
    Variables variables = new Variables(top);
    variables.add("kernel", top.random(0.5, 3, 3, 3, 4));
    variables.add("conv_bias", top.random(0.5, 4));
    variables.add("gamma", top.positive(4));
    variables.add("beta", top.random(0.5, 4));
    variables.add("mean", top.random(0.5, 4));
    variables.add("variance", top.positive(4));
    variables.add("dense", top.random(0.5, 4, 3));
    variables.add("bias", top.random(0.5, 3));
    variables.initialise();

    Nodes model = Nodes.body();
    String scale = model.constant("scale", HostTensor.floats(List.of(), 1 / 127.5f));
    String offset = model.constant("offset", HostTensor.floats(List.of(), -1));
    String rescaled =
        model.binary("AddV2", "rescaled", model.binary("Mul", "mul0", "x", scale), offset);
    String conv = model.conv("conv", rescaled, read(model, "kernel"), 2, "SAME");
    String biased = model.binary("AddV2", "biased", conv, broadcast(model, "conv_bias"));
    String epsilon = model.constant("epsilon", HostTensor.floats(List.of(), 1e-3f));
    String spread = model.binary("AddV2", "spread", broadcast(model, "variance"), epsilon);
    String inverse =
        model.binary(
            "Mul", "inverse", model.unary("Rsqrt", "rsqrt", spread), broadcast(model, "gamma"));
    String shifted =
        model.binary(
            "Sub",
            "shift",
            broadcast(model, "beta"),
            model.binary("Mul", "mean_inverse", broadcast(model, "mean"), inverse));
    String normal =
        model.binary("AddV2", "normal", model.binary("Mul", "mul1", biased, inverse), shifted);
    String pooled = model.pool("pool", model.unary("Relu", "relu", normal));
    String logits =
        model.binary(
            "AddV2",
            "logits",
            model.binary("MatMul", "matmul", pooled, read(model, "dense")),
            read(model, "bias"));
    FunctionDef function =
        model.function("serve_fn", variables.arguments(), Map.of("r", logits), F);
    top.call("call", "serve_fn", variables.inputs(image), Nodes.floatAndResources(8));
    return write(directory, top, F, "call", function);
  }

  private static String broadcast(Nodes body, String variable) {
    String shape = body.ints(variable + "_shape", 1, 1, 1, 4);
    return body.add("Reshape", variable + "_4d", List.of(read(body, variable), shape), Nodes.t());
  }

  /**
   * TensorFlow 1: reference variables, a learning phase that is false unless fed, dropout behind
   * {@code Switch} and {@code Merge}.
   */
  public static Path tensorflow1(Path directory) throws IOException {
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", F, -1, 8, 8, 1);
    List<String> assigned = new ArrayList<>();
    String kernel = reference(top, "kernel", top.random(0.5, 3, 3, 1, 4), assigned);
    String dense = reference(top, "dense", top.random(0.5, 4, 3), assigned);
    top.group("init", assigned);
    String phase =
        top.add(
            "PlaceholderWithDefault",
            "keras_learning_phase",
            List.of(top.truth("false", false)),
            Nodes.type("dtype", DataType.DT_BOOL),
            Nodes.shape("shape"));
    String conv = top.conv("conv", image, kernel, 1, "SAME");
    String pooled = top.pool("pool", top.unary("Relu", "relu", conv));
    top.add("Switch", "dropout/Switch", List.of(pooled, phase), Nodes.t());
    String kept = top.constant("dropout/keep", HostTensor.floats(List.of(), 0.5f));
    String dropped = top.binary("Mul", "dropout/mul", "dropout/Switch:1", kept);
    String merged =
        top.add(
            "Merge",
            "dropout/Merge",
            List.of("dropout/Switch:0", dropped),
            Nodes.t(),
            new Nodes.Attr("N", AttrValue.newBuilder().setI(2).build()));
    top.unary("Softmax", "y", top.binary("MatMul", "matmul", merged, dense));
    return write(directory, top, F, "y");
  }

  private static String reference(Nodes top, String name, HostTensor value, List<String> assigned) {
    long[] sizes = value.shape().stream().mapToLong(s -> s).toArray();
    String variable =
        top.add("VariableV2", name, List.of(), Nodes.type("dtype", F), Nodes.shape("shape", sizes));
    String initial = top.constant(name + "/initial_value", value);
    top.add("Assign", name + "/Assign", List.of(variable, initial), Nodes.t());
    assigned.add(name + "/Assign");
    return top.add("Identity", name + "/read", List.of(variable), Nodes.t());
  }

  /**
   * A small MobileNet for bytes of any of two classes: cast and scaled inside, padded depthwise
   * convolutions, swish once, convolutional head, one sigmoid.
   */
  public static Path mobileNet(Path directory) throws IOException {
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", DataType.DT_UINT8, -1, 14, 18, 3);
    String floats =
        top.add(
            "Cast",
            "cast",
            List.of(image),
            Nodes.type("SrcT", DataType.DT_UINT8),
            Nodes.type("DstT", F));
    String scale = top.constant("scale", HostTensor.floats(List.of(), 1 / 255f));
    String x = top.binary("Mul", "rescaling", floats, scale);
    x = top.conv("conv", x, top.weights("k1", 0.5, 3, 3, 3, 8), 2, "SAME");
    x = top.batchNorm("bn1", x, 8);
    x = top.binary("Mul", "swish", x, top.unary("Sigmoid", "sigmoid", x));
    x = top.pad("pad", x, 0, 1, 0, 1);
    x = top.depthwise("dw", x, top.weights("k2", 0.5, 3, 3, 8, 1), 2, "VALID");
    x = top.unary("Relu6", "relu6", top.batchNorm("bn2", x, 8));
    x = top.depthwise("dw2", x, top.weights("k3", 0.5, 3, 3, 8, 2), 1, "SAME");
    x = top.unary("Relu6", "relu6_2", top.batchNorm("bn3", x, 16));
    String axes = top.ints("axes", 1, 2);
    x = top.add("Mean", "pool", List.of(x, axes), Nodes.t(), Nodes.flag("keep_dims", true));
    x = top.conv("preds", x, top.weights("k4", 0.5, 1, 1, 16, 1), 1, "SAME");
    x = top.bias("preds_bias", x, top.weights("b4", 0.5, 1));
    x = top.add("Squeeze", "squeeze", List.of(x), Nodes.t(), Nodes.longs("squeeze_dims", 1, 2));
    top.unary("Sigmoid", "y", x);
    return write(directory, top, DataType.DT_UINT8, "y");
  }

  /**
   * A center crop whose branch hangs on the image's size, as Keras writes it; then VGG's head:
   * flatten, hidden layer, dense.
   */
  public static Path croppedVgg(Path directory) throws IOException {
    Nodes crop = Nodes.body();
    crop.ints("begin", 0, 2, 2, 0);
    crop.ints("size", -1, 8, 8, -1);
    String cut =
        crop.add(
            "Slice",
            "slice",
            List.of("i", "begin:output:0", "size:output:0"),
            Nodes.t(),
            Nodes.type("Index", DataType.DT_INT32));
    FunctionDef then = crop.function("crop_then", Map.of("i", F), Map.of("o", cut), F);
    Nodes scale = Nodes.body();
    scale.ints("size", 8, 8);
    String resized =
        scale.add("ResizeBilinear", "resize", List.of("i", "size:output:0"), Nodes.t());
    FunctionDef otherwise = scale.function("crop_else", Map.of("i", F), Map.of("o", resized), F);

    Nodes top = Nodes.graph();
    String image = top.placeholder("image", F, -1, 12, 12, 3);
    String shape =
        top.add(
            "Shape", "shape", List.of(image), Nodes.t(), Nodes.type("out_type", DataType.DT_INT32));
    String height =
        top.add(
            "StridedSlice",
            "height",
            List.of(shape, top.ints("from", 1), top.ints("to", 2), top.ints("step", 1)),
            Nodes.type("T", DataType.DT_INT32),
            Nodes.type("Index", DataType.DT_INT32),
            new Nodes.Attr("shrink_axis_mask", AttrValue.newBuilder().setI(1).build()));
    HostTensor eight = HostTensor.ints(8);
    String wanted =
        top.constant("wanted", new HostTensor(eight.dtype(), List.of(), eight.content()));
    String larger =
        top.add(
            "GreaterEqual", "larger", List.of(height, wanted), Nodes.type("T", DataType.DT_INT32));
    String x =
        top.add(
            "StatelessIf",
            "center_crop",
            List.of(larger, image),
            Nodes.func("then_branch", "crop_then"),
            Nodes.func("else_branch", "crop_else"),
            Nodes.type("Tcond", DataType.DT_BOOL),
            Nodes.types("Tin", F),
            Nodes.types("Tout", F));
    x = top.conv("conv", x, top.weights("k1", 0.5, 3, 3, 3, 4), 1, "SAME");
    x = top.unary("Relu", "relu", top.bias("b", x, top.weights("b1", 0.5, 4)));
    x =
        top.add(
            "MaxPool",
            "pool",
            List.of(top.pad("pool_pad", x, 1, 1, 1, 1)),
            Nodes.t(),
            Nodes.longs("ksize", 1, 3, 3, 1),
            Nodes.longs("strides", 1, 2, 2, 1),
            Nodes.text("padding", "VALID"));
    x = top.add("Reshape", "flatten", List.of(x, top.ints("flat", -1, 4 * 4 * 4)), Nodes.t());
    x = top.unary("Relu", "hidden_relu", top.dense("hidden", x, 64, 6));
    top.unary("Softmax", "y", top.dense("last", x, 6, 4));
    return write(directory, top, F, "y", then, otherwise);
  }

  /** A loop that doubles the image until nothing is left to do. */
  public static Path withWhile(Path directory) throws IOException {
    Nodes condition = Nodes.body();
    String least = condition.constant("least", HostTensor.floats(List.of(), 0f));
    condition.ints("all", 0, 1, 2, 3);
    String sum = condition.add("Sum", "sum", List.of("i", "all:output:0"), Nodes.t());
    String more = condition.binary("Less", "less", sum, least).replace(":output:", ":z:");
    FunctionDef cond =
        condition.function("cond", Map.of("i", F), Map.of("o", more), DataType.DT_BOOL);
    Nodes step = Nodes.body();
    FunctionDef body =
        step.function("body", Map.of("i", F), Map.of("o", step.binary("AddV2", "a", "i", "i")), F);
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", F, -1, 8, 8, 3);
    String x =
        top.add(
            "StatelessWhile",
            "loop",
            List.of(image),
            Nodes.func("cond", "cond"),
            Nodes.func("body", "body"),
            Nodes.types("T", F));
    top.unary("Softmax", "y", top.dense("dense", top.pool("pool", x), 3, 4));
    return write(directory, top, F, "y", cond, body);
  }
}
