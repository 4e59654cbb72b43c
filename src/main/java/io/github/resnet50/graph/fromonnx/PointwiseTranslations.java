package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.TargetGraph.Attribute;
import io.github.resnet50.graph.onnx.file.ElementType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Operations that compute each element from those at its place: sums, activations, conditions. */
final class PointwiseTranslations {
  /** Those of one operand, and what they are called in TensorFlow. */
  private static final Map<String, String> UNARY =
      Map.ofEntries(
          Map.entry("Abs", "Abs"),
          Map.entry("Ceil", "Ceil"),
          Map.entry("Cos", "Cos"),
          Map.entry("Erf", "Erf"),
          Map.entry("Exp", "Exp"),
          Map.entry("Floor", "Floor"),
          Map.entry("Log", "Log"),
          Map.entry("Neg", "Neg"),
          Map.entry("Not", "LogicalNot"),
          Map.entry("Reciprocal", "Reciprocal"),
          Map.entry("Relu", "Relu"),
          Map.entry("Round", "Round"),
          Map.entry("Sigmoid", "Sigmoid"),
          Map.entry("Sign", "Sign"),
          Map.entry("Sin", "Sin"),
          Map.entry("Softplus", "Softplus"),
          Map.entry("Softsign", "Softsign"),
          Map.entry("Sqrt", "Sqrt"),
          Map.entry("Tanh", "Tanh"));

  /** Those of two or more. */
  private static final Map<String, String> NARY =
      Map.ofEntries(
          Map.entry("Add", "AddV2"),
          Map.entry("And", "LogicalAnd"),
          Map.entry("Equal", "Equal"),
          Map.entry("Greater", "Greater"),
          Map.entry("GreaterOrEqual", "GreaterEqual"),
          Map.entry("Less", "Less"),
          Map.entry("LessOrEqual", "LessEqual"),
          Map.entry("Max", "Maximum"),
          Map.entry("Min", "Minimum"),
          Map.entry("Mul", "Mul"),
          Map.entry("Or", "LogicalOr"),
          Map.entry("Sub", "Sub"),
          Map.entry("Sum", "AddV2"),
          Map.entry("Xor", "NotEqual"));

  private final Arithmetic arithmetic;

  PointwiseTranslations(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    UNARY.forEach((name, op) -> all.put(name, step -> arithmetic.unary(op, step.input(0))));
    NARY.forEach((name, op) -> all.put(name, step -> all(op, step.given())));
    for (String name : List.of("Identity", "Dropout")) {
      all.put(name, step -> step.input(0));
    }
    all.put("Cast", this::cast);
    all.put("Clip", this::clip);
    all.put("Div", this::divide);
    all.put("Elu", this::elu);
    all.put("Gelu", this::gelu);
    all.put("HardSigmoid", step -> hardSigmoid(step, step.input(0)));
    all.put(
        "HardSwish",
        step -> arithmetic.times(step.input(0), sixth(arithmetic.plus(step.input(0), 3))));
    all.put("LeakyRelu", this::leakyRelu);
    all.put("Mean", this::mean);
    all.put("Mish", this::mish);
    all.put("Mod", this::modulo);
    all.put("PRelu", this::parametricRelu);
    all.put("Pow", this::power);
    all.put("Selu", this::selu);
    all.put("Where", step -> arithmetic.pointwise("SelectV2", step.given()));
    Translation.addAll(all, translations);
  }

  private Value all(String operation, List<Value> operands) throws UnpreparableModelException {
    Value result = operands.get(0);
    for (Value operand : operands.subList(1, operands.size())) {
      result = arithmetic.binary(operation, result, operand);
    }
    return result;
  }

  private Value cast(Step step) throws UnpreparableModelException {
    ElementType type =
        ElementType.of(step.integer("to", 0))
            .orElseThrow(() -> step.unsupported("to type " + step.integer("to", 0)));
    return arithmetic.cast(
        step.input(0), type.isFraction() ? DataType.DT_FLOAT : type.tensorFlow());
  }

  /** Fractions are divided as such; whole numbers towards zero. */
  private Value divide(Step step) throws UnpreparableModelException {
    boolean fractions = step.input(0).type() == DataType.DT_FLOAT;
    return arithmetic.binary(fractions ? "RealDiv" : "TruncateDiv", step.input(0), step.input(1));
  }

  private Value modulo(Step step) throws UnpreparableModelException {
    String operation = step.integer("fmod", 0) == 1 ? "TruncateMod" : "FloorMod";
    return arithmetic.binary(operation, step.input(0), step.input(1));
  }

  private Value power(Step step) throws UnpreparableModelException {
    Value base = step.input(0);
    Value exponent = arithmetic.cast(step.input(1), base.type());
    boolean isSquare =
        step.input(1).isSingle()
            && step.input(1).isConstant()
            && exponent.type() == DataType.DT_FLOAT
            && step.target().evaluate(exponent.tensor()).floats()[0] == 2;
    return isSquare ? arithmetic.unary("Square", base) : arithmetic.binary("Pow", base, exponent);
  }

  private Value mean(Step step) throws UnpreparableModelException {
    List<Value> operands = step.given();
    return arithmetic.times(all("AddV2", operands), 1.0 / operands.size());
  }

  /** The limits are attributes up to operator set 10, inputs from there on. */
  private Value clip(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    if (in.type() != DataType.DT_FLOAT) {
      throw step.unsupported("of whole numbers");
    }
    double least = step.has(1) ? step.number(1) : step.number("min", -Float.MAX_VALUE);
    double most = step.has(2) ? step.number(2) : step.number("max", Float.MAX_VALUE);
    if (least == 0 && most == 6) {
      return arithmetic.unary("Relu6", in);
    }
    Value above =
        least == 0
            ? arithmetic.unary("Relu", in)
            : least <= -Float.MAX_VALUE
                ? in
                : arithmetic.binary("Maximum", in, arithmetic.number(least));
    return most >= Float.MAX_VALUE
        ? above
        : arithmetic.binary("Minimum", above, arithmetic.number(most));
  }

  private Value elu(Step step) throws UnpreparableModelException {
    float alpha = step.number("alpha", 1);
    Value in = step.input(0);
    if (alpha == 1) {
      return arithmetic.unary("Elu", in);
    }
    Value positive = arithmetic.unary("Relu", in);
    Value negative = arithmetic.unary("Elu", arithmetic.minus(in, positive));
    return arithmetic.plus(positive, arithmetic.times(negative, alpha));
  }

  private Value selu(Step step) throws UnpreparableModelException {
    float alpha = step.number("alpha", 1.6732632f);
    float gamma = step.number("gamma", 1.050701f);
    if (Math.abs(alpha - 1.6732632f) > 1e-6 || Math.abs(gamma - 1.050701f) > 1e-6) {
      throw step.unsupported("with numbers of its own");
    }
    return arithmetic.unary("Selu", step.input(0));
  }

  private Value gelu(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    Value share;
    if (step.text("approximate", "none").equals("tanh")) {
      Value cube = arithmetic.times(arithmetic.unary("Square", in), in);
      Value inner = arithmetic.plus(in, arithmetic.times(cube, 0.044715));
      share = arithmetic.unary("Tanh", arithmetic.times(inner, Math.sqrt(2 / Math.PI)));
    } else {
      share = arithmetic.unary("Erf", arithmetic.times(in, Math.sqrt(0.5)));
    }
    return arithmetic.times(arithmetic.times(in, 0.5), arithmetic.plus(share, 1));
  }

  private Value hardSigmoid(Step step, Value in) throws UnpreparableModelException {
    float alpha = step.number("alpha", 0.2f);
    float beta = step.number("beta", 0.5f);
    if (Math.abs(alpha - 1 / 6.0) < 1e-6 && beta == 0.5) {
      return sixth(arithmetic.plus(in, 3));
    }
    Value line = arithmetic.plus(arithmetic.times(in, alpha), beta);
    return arithmetic.binary("Minimum", arithmetic.unary("Relu", line), arithmetic.number(1));
  }

  private Value sixth(Value in) throws UnpreparableModelException {
    return arithmetic.times(arithmetic.unary("Relu6", in), 1 / 6.0);
  }

  private Value mish(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    return arithmetic.times(in, arithmetic.unary("Tanh", arithmetic.unary("Softplus", in)));
  }

  private Value leakyRelu(Step step) throws UnpreparableModelException {
    Attribute alpha = Attribute.of("alpha", step.number("alpha", 0.01f));
    return arithmetic.unary("LeakyRelu", step.input(0), alpha);
  }

  private Value parametricRelu(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    Value positive = arithmetic.unary("Relu", in);
    Value negative = arithmetic.minus(in, positive);
    return arithmetic.plus(positive, arithmetic.times(negative, step.input(1)));
  }
}
