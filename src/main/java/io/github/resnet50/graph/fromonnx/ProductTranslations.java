package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.TargetGraph.Attribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices. */
final class ProductTranslations {
  private final TargetGraph target;
  private final Axes axes;
  private final Arithmetic arithmetic;

  ProductTranslations(TargetGraph target, Axes axes, Arithmetic arithmetic) {
    this.target = target;
    this.axes = axes;
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    all.put("Einsum", this::einsum);
    all.put("Gemm", this::gemm);
    all.put("MatMul", step -> product(step.input(0), step.input(1)));
    Translation.addAll(all, translations);
  }

  private Value gemm(Step step) throws UnpreparableModelException {
    Value a = turned(step.input(0), step.integer("transA", 0) == 1);
    Value b = turned(step.input(1), step.integer("transB", 0) == 1);
    Value product = arithmetic.times(product(a, b), step.number("alpha", 1));
    if (!step.has(2)) {
      return product;
    }
    Value bias = arithmetic.times(step.input(2), step.number("beta", 1));
    boolean isVector = bias.rank() == 1 && bias.size(0) == product.size(1);
    return isVector
        ? axes.value(target.add("BiasAdd", List.of(product.tensor(), bias.tensor())))
        : arithmetic.plus(product, bias);
  }

  private static Value turned(Value value, boolean turns) {
    return turns ? Axes.transposed(value, List.of(1, 0)) : value;
  }

  private Value product(Value a, Value b) throws UnpreparableModelException {
    if (b.rank() == 2 && a.rank() > 2 && b.isConstant()) {
      // One product of all rows is faster than one an image.
      Value rows = axes.plain(a);
      long width = rows.size(rows.rank() - 1);
      Value flat = axes.reshaped(rows, List.of(Batch.product(rows.sizes()) / width, width));
      List<Long> sizes = new ArrayList<>(rows.sizes());
      sizes.set(rows.rank() - 1, b.size(1));
      return axes.reshaped(product(flat, b), sizes);
    }
    boolean matrices = a.rank() == 2 && b.rank() == 2;
    if (a.rank() < 2 || b.rank() < 2) {
      return ofVectors(a, b);
    }
    // A transposed factor is multiplied as such.
    boolean turnsA = isTransposed(a);
    boolean turnsB = isTransposed(b);
    TensorRef left = turnsA ? a.tensor() : axes.plain(a).tensor();
    TensorRef right = turnsB ? b.tensor() : axes.plain(b).tensor();
    return axes.value(
        target.add(
            matrices ? "MatMul" : "BatchMatMulV2",
            List.of(left, right),
            Attribute.of(matrices ? "transpose_a" : "adj_x", turnsA),
            Attribute.of(matrices ? "transpose_b" : "adj_y", turnsB)));
  }

  /** A vector is a matrix of one row, or of one column, which is dropped again. */
  private Value ofVectors(Value a, Value b) throws UnpreparableModelException {
    Value left = a.rank() == 1 ? axes.reshaped(a, List.of(1L, a.size(0))) : a;
    Value right = b.rank() == 1 ? axes.reshaped(b, List.of(b.size(0), 1L)) : b;
    Value product = product(left, right);
    List<Long> sizes = new ArrayList<>(product.sizes());
    if (b.rank() == 1) {
      sizes.remove(sizes.size() - 1);
    }
    if (a.rank() == 1) {
      sizes.remove(sizes.size() - (b.rank() == 1 ? 1 : 2));
    }
    return axes.reshaped(product, sizes);
  }

  /** Whether just the last two axes are the other way round in memory. */
  private static boolean isTransposed(Value value) {
    List<Integer> swapped = new ArrayList<>(Value.plain(value.rank()));
    Collections.swap(swapped, value.rank() - 1, value.rank() - 2);
    return value.order().equals(swapped);
  }

  private Value einsum(Step step) throws UnpreparableModelException {
    List<TensorRef> inputs = new ArrayList<>();
    for (Value operand : step.given()) {
      inputs.add(axes.plain(operand).tensor());
    }
    String equation = step.text("equation", "").replace(" ", "");
    return axes.value(target.add("Einsum", inputs, Attribute.of("equation", equation)));
  }
}
