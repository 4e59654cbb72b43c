package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sums, means and extremes over axes, and what is normalised by them. */
final class ReductionTranslations {
  private static final Map<String, String> REDUCTIONS =
      Map.of(
          "ReduceMax", "Max",
          "ReduceMean", "Mean",
          "ReduceMin", "Min",
          "ReduceProd", "Prod",
          "ReduceSum", "Sum");

  private final Axes axes;
  private final Arithmetic arithmetic;

  ReductionTranslations(Axes axes, Arithmetic arithmetic) {
    this.axes = axes;
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    REDUCTIONS.forEach((name, op) -> all.put(name, step -> reduced(op, step, step.input(0))));
    all.put("ReduceL1", step -> reduced("Sum", step, arithmetic.unary("Abs", step.input(0))));
    all.put("ReduceL2", step -> arithmetic.unary("Sqrt", reduced("Sum", step, square(step))));
    all.put("ReduceSumSquare", step -> reduced("Sum", step, square(step)));
    all.put("Softmax", step -> softmax("Softmax", step));
    all.put("LogSoftmax", step -> softmax("LogSoftmax", step));
    all.put("LayerNormalization", this::layerNorm);
    all.put("InstanceNormalization", this::instanceNorm);
    all.put("GroupNormalization", this::groupNorm);
    Translation.addAll(all, translations);
  }

  private Value square(Step step) throws UnpreparableModelException {
    return arithmetic.unary("Square", step.input(0));
  }

  private Value reduced(String operation, Step step, Value in) throws UnpreparableModelException {
    List<Long> asked = step.integers("axes", 1, List.of());
    boolean nothing = asked.isEmpty() && step.integer("noop_with_empty_axes", 0) == 1;
    if (nothing) {
      return in;
    }
    List<Integer> over =
        asked.isEmpty() ? Value.plain(in.rank()) : asked.stream().map(in::axis).toList();
    if (!in.isConstant() && over.stream().anyMatch(axis -> Batch.isIn(in.size(axis)))) {
      throw step.unsupported("over the images of a batch");
    }
    return arithmetic.reduced(operation, in, over, step.integer("keepdims", 1) == 1);
  }

  /** Up to operator set 12 over all axes from the given one on, then over that alone. */
  private Value softmax(String operation, Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    boolean flattens = step.operatorSet() < 13;
    int axis = in.axis(step.integer("axis", flattens ? 1 : -1));
    long behind = Batch.product(in.sizes().subList(axis + 1, in.rank()));
    if (flattens && behind > 1) {
      long width = in.size(axis) * behind;
      Value flat = axes.reshaped(in, List.of(Batch.product(in.sizes()) / width, width));
      return axes.reshaped(arithmetic.unary(operation, axes.plain(flat)), in.sizes());
    }
    List<Integer> order = new ArrayList<>(in.order());
    if (order.get(in.rank() - 1) != axis) {
      order.remove(Integer.valueOf(axis));
      order.add(axis);
    }
    return arithmetic.unary(operation, axes.reordered(in, order));
  }

  private Value layerNorm(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    if (step.node().outputs().stream().filter(name -> !name.isEmpty()).count() > 1) {
      throw step.unsupported("with its mean as an output");
    }
    List<Integer> over =
        IntStream.range(in.axis(step.integer("axis", -1)), in.rank()).boxed().toList();
    Value normal = arithmetic.normalised(in, over, step.number("epsilon", 1e-5f));
    Value scaled = arithmetic.times(normal, step.input(1));
    return step.has(2) ? arithmetic.plus(scaled, step.input(2)) : scaled;
  }

  private Value instanceNorm(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Integer> over = IntStream.range(2, in.rank()).boxed().toList();
    Value normal = arithmetic.normalised(in, over, step.number("epsilon", 1e-5f));
    return byChannel(normal, step.input(1), step.input(2));
  }

  /** Scales and shifts each channel. */
  private Value byChannel(Value in, Value scale, Value shift) throws UnpreparableModelException {
    List<Long> sizes = new ArrayList<>(List.of(in.size(1)));
    while (sizes.size() < in.rank() - 1) {
      sizes.add(1L);
    }
    return arithmetic.plus(
        arithmetic.times(in, axes.reshaped(scale, sizes)), axes.reshaped(shift, sizes));
  }

  /** Operator set 18 has a scale for each group, 21 for each channel. */
  private Value groupNorm(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    long groups = step.integer("num_groups", 1);
    List<Long> apart = new ArrayList<>(in.sizes());
    apart.set(1, in.size(1) / groups);
    apart.add(1, groups);
    Value grouped = axes.reshaped(in, apart);
    List<Integer> over = IntStream.range(2, grouped.rank()).boxed().toList();
    Value normal = arithmetic.normalised(grouped, over, step.number("epsilon", 1e-5f));
    return step.input(1).size(0) == groups && groups != in.size(1)
        ? axes.reshaped(byChannel(normal, step.input(1), step.input(2)), in.sizes())
        : byChannel(axes.reshaped(normal, in.sizes()), step.input(1), step.input(2));
  }
}
