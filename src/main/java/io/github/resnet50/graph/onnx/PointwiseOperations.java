package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/** Operations that compute each element from those at its place: they do not care for the order. */
final class PointwiseOperations {
  /** Those of one operand, which have the same name in both. */
  private static final List<String> UNARY =
      List.of(
          "Abs",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Log",
          "Neg",
          "Reciprocal",
          "Relu",
          "Selu",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Tanh");

  /** Those of two, and what they are called in ONNX. */
  private static final Map<String, String> BINARY =
      Map.ofEntries(
          Map.entry("Add", "Add"),
          Map.entry("AddV2", "Add"),
          Map.entry("Div", "Div"),
          Map.entry("Maximum", "Max"),
          Map.entry("Minimum", "Min"),
          Map.entry("Mul", "Mul"),
          Map.entry("Pow", "Pow"),
          Map.entry("RealDiv", "Div"),
          Map.entry("Sub", "Sub"));

  private static final List<String> NOTHING =
      List.of("CheckNumerics", "Identity", "PreventGradient", "Snapshot", "StopGradient");

  private final OnnxConverter converter;
  private final HardSigmoids hardSigmoids;

  PointwiseOperations(OnnxConverter converter) {
    this.converter = converter;
    this.hardSigmoids = new HardSigmoids(converter);
  }

  Map<String, Operation> all() {
    Map<String, Operation.Single> all = new HashMap<>();
    UNARY.forEach(op -> all.put(op, node -> unary(op, node, Map.of())));
    BINARY.forEach((name, op) -> all.put(name, node -> binary(op, node)));
    NOTHING.forEach(name -> all.put(name, node -> converter.input(node, 0)));
    all.put("AddN", this::sum);
    all.put("BiasAdd", this::biasAdd);
    all.put("Cast", this::cast);
    all.put("ClipByValue", this::clip);
    all.put("LeakyRelu", this::leakyRelu);
    all.put("Relu6", this::relu6);
    all.put("Rsqrt", this::rsqrt);
    all.put("Square", this::square);
    all.put("SquaredDifference", this::squaredDifference);
    return Operation.of(all);
  }

  private Value unary(String op, NodeDef node, Map<String, Object> attributes)
      throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    return converter.add(op, node, List.of(in.name()), in.turned(), attributes);
  }

  private Value binary(String op, NodeDef node) throws UnpreparableModelException {
    Optional<Value> sigmoid = hardSigmoids.ending(node);
    return sigmoid.isPresent() ? sigmoid.get() : binary(op, node, node.getName());
  }

  private Value binary(String op, NodeDef node, String name) throws UnpreparableModelException {
    boolean turned = isTurned(node, 2);
    List<String> operands = operands(node, 2, turned);
    return new Value(
        converter.model().add(op, name, operands, Map.of()), converter.sizes(node), turned);
  }

  private Value sum(NodeDef node) throws UnpreparableModelException {
    int count = FlatGraph.inputs(node).size();
    boolean turned = isTurned(node, count);
    return converter.add("Sum", node, operands(node, count, turned), turned, Map.of());
  }

  /** Whether operands are turned: one is, and all others are constants or maps too. */
  private boolean isTurned(NodeDef node, int operands) throws UnpreparableModelException {
    boolean any = false;
    for (int i = 0; i < operands; i++) {
      if (!converter.isConstant(node, i)) {
        Value operand = converter.input(node, i);
        if (operand.rank() != 4) {
          return false;
        }
        any |= operand.turned();
      }
    }
    return any;
  }

  private List<String> operands(NodeDef node, int count, boolean turned)
      throws UnpreparableModelException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (turned && converter.isConstant(node, i)) {
        names.add(converter.turnedConstant(node, i));
      } else {
        Value operand = converter.input(node, i);
        names.add(turned ? converter.channelsFirst(operand, Layout.NHWC) : converter.asIs(operand));
      }
    }
    return names;
  }

  /** A bias of channels; that of a convolution is a part of it. */
  private Value biasAdd(NodeDef node) throws UnpreparableModelException {
    NodeDef source = converter.graph().producer(FlatGraph.input(node, 0));
    if (WindowOperations.isConvolution(source) && converter.isConstant(node, 1)) {
      return new WindowOperations(converter)
          .convolution(source, node.getName(), converter.constant(node, 1));
    }
    Value in = converter.input(node, 0);
    if (Layout.of(node) == Layout.NCHW && in.rank() == 4) {
      float[] bias = converter.constant(node, 1).floats();
      String name =
          converter
              .model()
              .constant(
                  node.getName() + ".bias",
                  Constant.floats(List.of((long) bias.length, 1L, 1L), bias));
      return converter.add("Add", node, List.of(converter.asIs(in), name), false, Map.of());
    }
    if (Layout.of(node) == Layout.NCHW && in.rank() > 2) {
      throw OnnxConverter.unknown(node);
    }
    return binary("Add", node, node.getName());
  }

  private Value cast(NodeDef node) throws UnpreparableModelException {
    long to = OnnxConverter.type(node.getAttrOrThrow("DstT").getType()).number();
    return unary("Cast", node, Map.of("to", to));
  }

  private Value leakyRelu(NodeDef node) throws UnpreparableModelException {
    return unary("LeakyRelu", node, Map.of("alpha", node.getAttrOrThrow("alpha").getF()));
  }

  private Value relu6(NodeDef node) throws UnpreparableModelException {
    return clipped(converter.input(node, 0), node.getName(), 0, 6);
  }

  private Value clip(NodeDef node) throws UnpreparableModelException {
    float[] least = converter.constant(node, 1).floats();
    float[] most = converter.constant(node, 2).floats();
    if (least.length != 1 || most.length != 1) {
      throw OnnxConverter.unknown(node);
    }
    return clipped(converter.input(node, 0), node.getName(), least[0], most[0]);
  }

  /** A value with what is outside of the limits brought to them. */
  Value clipped(Value in, String name, float least, float most) {
    OnnxModel model = converter.model();
    String min = model.constant("number" + least, Constant.floats(List.of(), least));
    String max = model.constant("number" + most, Constant.floats(List.of(), most));
    String result = model.add("Clip", name, List.of(in.name(), min, max), Map.of());
    return new Value(result, in.sizes(), in.turned());
  }

  private Value rsqrt(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    String root =
        converter.model().add("Sqrt", node.getName() + ".root", List.of(in.name()), Map.of());
    return converter.add("Reciprocal", node, List.of(root), in.turned(), Map.of());
  }

  private Value square(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    return converter.add("Mul", node, List.of(in.name(), in.name()), in.turned(), Map.of());
  }

  private Value squaredDifference(NodeDef node) throws UnpreparableModelException {
    Value difference = binary("Sub", node, node.getName() + ".difference");
    String name = difference.name();
    return converter.add("Mul", node, List.of(name, name), difference.turned(), Map.of());
  }
}
