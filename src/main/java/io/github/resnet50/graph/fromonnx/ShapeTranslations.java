package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.file.OnnxAttribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that see the same numbers in another shape, and those that compute with shapes. */
final class ShapeTranslations {
  private final TargetGraph target;
  private final Axes axes;
  private final Arithmetic arithmetic;

  ShapeTranslations(TargetGraph target, Axes axes, Arithmetic arithmetic) {
    this.target = target;
    this.axes = axes;
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    all.put("Constant", this::constant);
    all.put("ConstantOfShape", this::constantOfShape);
    all.put("DepthToSpace", this::depthToSpace);
    all.put("Expand", this::expand);
    all.put("Flatten", this::flatten);
    all.put("Range", this::range);
    all.put("Reshape", this::reshape);
    all.put("Shape", this::shape);
    all.put("Size", step -> longs(Batch.product(step.input(0).sizes())));
    all.put("SpaceToDepth", this::spaceToDepth);
    all.put("Squeeze", this::squeeze);
    all.put("Tile", this::tile);
    all.put("Transpose", this::transpose);
    all.put("Unsqueeze", this::unsqueeze);
    Translation.addAll(all, translations);
  }

  private Value longs(long... values) throws UnpreparableModelException {
    return axes.value(target.constant(HostTensor.longs(values)));
  }

  private Value constant(Step step) throws UnpreparableModelException {
    Map<String, OnnxAttribute> attributes = step.node().attributes();
    if (attributes.size() != 1) {
      throw step.unsupported("of several values");
    }
    OnnxAttribute value = attributes.values().iterator().next();
    HostTensor tensor =
        switch (attributes.keySet().iterator().next()) {
          case "value" -> throw new IllegalStateException("tensors are the translator's");
          case "value_float" -> HostTensor.floats(List.of(), value.number());
          case "value_floats" -> {
            float[] numbers = new float[value.numbers().size()];
            IntStream.range(0, numbers.length).forEach(i -> numbers[i] = value.numbers().get(i));
            yield HostTensor.floats(List.of((long) numbers.length), numbers);
          }
          case "value_int" -> HostTensor.longs(value.integer()).shaped();
          case "value_ints" ->
              HostTensor.longs(value.integers().stream().mapToLong(Long::longValue).toArray());
          default -> throw step.unsupported("of this kind");
        };
    return axes.value(target.constant(tensor));
  }

  /** The same number everywhere, which is left to be repeated for each image. */
  private Value constantOfShape(Step step) throws UnpreparableModelException {
    int[] sizes =
        step.longs(0).stream()
            .mapToInt(size -> Math.toIntExact(Batch.isIn(size) ? size / Batch.SIZE : size))
            .toArray();
    Value number = step.has(1) ? step.input(1) : arithmetic.number(0);
    TensorRef scalar =
        target.add("Reshape", List.of(number.tensor(), target.constant(HostTensor.ints())));
    return axes.value(target.add("Fill", List.of(target.constant(HostTensor.ints(sizes)), scalar)));
  }

  private Value range(Step step) throws UnpreparableModelException {
    List<TensorRef> limits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      limits.add(target.constant(step.constant(i)));
    }
    return axes.value(target.add("Range", limits));
  }

  private Value shape(Step step) throws UnpreparableModelException {
    List<Long> sizes = step.input(0).sizes();
    int start = clamped(step.integer("start", 0), sizes.size());
    int end = clamped(step.integer("end", sizes.size()), sizes.size());
    return longs(
        sizes.subList(Math.min(start, end), end).stream().mapToLong(Long::longValue).toArray());
  }

  private static int clamped(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }

  private Value reshape(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> asked = new ArrayList<>(step.integers("shape", 1, List.of()));
    boolean zeroMeansSame = step.integer("allowzero", 0) == 0;
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i) == 0 && zeroMeansSame && i < in.rank()) {
        asked.set(i, in.size(i));
      }
    }
    return axes.reshaped(in, asked);
  }

  private Value flatten(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    int axis = in.axis(step.integer("axis", 1));
    return axes.reshaped(
        in,
        List.of(
            Batch.product(in.sizes().subList(0, axis)),
            Batch.product(in.sizes().subList(axis, in.rank()))));
  }

  private Value squeeze(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> asked = step.integers("axes", 1, List.of());
    List<Integer> gone = asked.stream().map(in::axis).toList();
    List<Long> left = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      if (asked.isEmpty() ? in.size(i) != 1 : !gone.contains(i)) {
        left.add(in.size(i));
      }
    }
    return axes.reshaped(in, left);
  }

  private Value unsqueeze(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> asked = step.integers("axes", 1, List.of());
    int rank = in.rank() + asked.size();
    List<Integer> added =
        asked.stream().map(axis -> (int) (axis < 0 ? axis + rank : axis)).toList();
    List<Long> sizes = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rank; i++) {
      sizes.add(added.contains(i) ? Long.valueOf(1) : in.sizes().get(next++));
    }
    return axes.reshaped(in, sizes);
  }

  private Value transpose(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Integer> reversed = new ArrayList<>(Value.plain(in.rank()));
    Collections.reverse(reversed);
    List<Integer> steps =
        step.hasAttribute("perm")
            ? step.integers("perm", List.of()).stream().map(in::axis).toList()
            : reversed;
    if (!steps.stream().sorted().toList().equals(Value.plain(in.rank()))) {
      throw step.unsupported("of axes " + steps);
    }
    return Axes.transposed(in, steps);
  }

  /** What is repeated for each image stays one: whoever takes it repeats it. */
  private Value expand(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> asked = step.longs(1);
    int rank = Math.max(asked.size(), in.rank());
    Value from = axes.plain(axes.withAxes(in, rank));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long want = i < rank - asked.size() ? 1 : asked.get(i - rank + asked.size());
      boolean repeats = from.size(i) == 1 && want > 1;
      times.add(repeats ? (Batch.isIn(want) ? want / Batch.SIZE : want) : 1);
    }
    return tiled(from, times);
  }

  private Value tile(Step step) throws UnpreparableModelException {
    return tiled(axes.plain(step.input(0)), step.longs(1));
  }

  private Value tiled(Value in, List<Long> times) throws UnpreparableModelException {
    if (times.stream().allMatch(count -> count == 1)) {
      return in;
    }
    int[] counts = times.stream().mapToInt(Math::toIntExact).toArray();
    return axes.value(
        target.add("Tile", List.of(in.tensor(), target.constant(HostTensor.ints(counts)))));
  }

  private Value depthToSpace(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    long block = step.integer("blocksize", 1);
    long n = in.size(0);
    long c = in.size(1) / (block * block);
    boolean columnsFirst = step.text("mode", "DCR").equals("DCR");
    Value apart =
        axes.reshaped(
            in,
            columnsFirst
                ? List.of(n, block, block, c, in.size(2), in.size(3))
                : List.of(n, c, block, block, in.size(2), in.size(3)));
    Value moved =
        Axes.transposed(
            apart, columnsFirst ? List.of(0, 3, 4, 1, 5, 2) : List.of(0, 1, 4, 2, 5, 3));
    return axes.reshaped(moved, List.of(n, c, in.size(2) * block, in.size(3) * block));
  }

  private Value spaceToDepth(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    long block = step.integer("blocksize", 1);
    long n = in.size(0);
    long c = in.size(1);
    long rows = in.size(2) / block;
    long columns = in.size(3) / block;
    Value apart = axes.reshaped(in, List.of(n, c, rows, block, columns, block));
    Value moved = Axes.transposed(apart, List.of(0, 3, 5, 1, 2, 4));
    return axes.reshaped(moved, List.of(n, c * block * block, rows, columns));
  }
}
