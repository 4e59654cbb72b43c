package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.TargetGraph.Attribute;
import java.util.List;
import org.tensorflow.proto.DataType;

/** Sums, products, means: what translations of other operations are made of. */
final class Arithmetic {
  private final TargetGraph target;
  private final Axes axes;

  Arithmetic(TargetGraph target, Axes axes) {
    this.target = target;
    this.axes = axes;
  }

  /** A number as a tensor. */
  Value number(double number) throws UnpreparableModelException {
    return axes.value(target.constant(HostTensor.floats(List.of(), (float) number)));
  }

  /** An operation of one operand, element by element. */
  Value unary(String operation, Value of, Attribute... attributes)
      throws UnpreparableModelException {
    return axes.value(target.add(operation, List.of(of.tensor()), attributes), of.order());
  }

  /** An operation of several operands, element by element. */
  Value pointwise(String operation, List<Value> operands) throws UnpreparableModelException {
    List<Value> aligned = axes.aligned(operands);
    List<TensorRef> tensors = aligned.stream().map(Value::tensor).toList();
    Value leading = Axes.leading(aligned);
    return axes.value(target.add(operation, tensors), leading.order());
  }

  Value binary(String operation, Value a, Value b) throws UnpreparableModelException {
    return pointwise(operation, List.of(a, b));
  }

  Value plus(Value a, Value b) throws UnpreparableModelException {
    return binary("AddV2", a, b);
  }

  Value plus(Value a, double b) throws UnpreparableModelException {
    return plus(a, number(b));
  }

  Value minus(Value a, Value b) throws UnpreparableModelException {
    return binary("Sub", a, b);
  }

  Value times(Value a, Value b) throws UnpreparableModelException {
    return binary("Mul", a, b);
  }

  Value times(Value a, double b) throws UnpreparableModelException {
    return b == 1 ? a : times(a, number(b));
  }

  /**
   * Sums, means or extremes over axes.
   *
   * @param over axes as ONNX has them
   * @param keeps whether they stay, with size 1
   */
  Value reduced(String operation, Value value, List<Integer> over, boolean keeps)
      throws UnpreparableModelException {
    int[] places = over.stream().mapToInt(value::place).sorted().toArray();
    TensorRef reduced =
        target.add(
            operation,
            List.of(value.tensor(), target.constant(HostTensor.ints(places))),
            Attribute.of("keep_dims", keeps));
    return axes.value(reduced, keeps ? value.order() : Value.without(value.order(), over));
  }

  /** The numbers less their mean over axes, divided by their deviation there. */
  Value normalised(Value value, List<Integer> over, float epsilon)
      throws UnpreparableModelException {
    Value centred = minus(value, reduced("Mean", value, over, true));
    Value variance = reduced("Mean", unary("Square", centred), over, true);
    return times(centred, unary("Rsqrt", plus(variance, epsilon)));
  }

  /**
   * The numbers with others around them.
   *
   * @param sides how many before and after, an axis of memory after the other
   */
  Value padded(Value in, int[] sides, float with) throws UnpreparableModelException {
    TensorRef table = sides(sides);
    TensorRef padded =
        with == 0
            ? target.add("Pad", List.of(in.tensor(), table))
            : target.add(
                "PadV2",
                List.of(in.tensor(), table, target.constant(HostTensor.floats(List.of(), with))));
    return axes.value(padded, in.order());
  }

  /** What sides are for TensorFlow: a row an axis. */
  TensorRef sides(int[] sides) throws UnpreparableModelException {
    return target.constant(HostTensor.ints(sides).shaped(sides.length / 2L, 2L));
  }

  /** The same numbers in another type. */
  Value cast(Value value, DataType type) throws UnpreparableModelException {
    return value.type() == type ? value : unary("Cast", value, Attribute.of("DstT", type));
  }
}
