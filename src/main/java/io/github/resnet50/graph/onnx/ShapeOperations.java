package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.proto.NodeDef;

/** Operations that move, join and reduce elements, and matrix products. */
final class ShapeOperations {
  private final OnnxConverter converter;
  private final OnnxModel model;
  private final ChannelShuffles shuffles;

  ShapeOperations(OnnxConverter converter) {
    this.converter = converter;
    this.model = converter.model();
    this.shuffles = new ChannelShuffles(converter);
  }

  Map<String, Operation> all() {
    Map<String, Operation.Single> all = new HashMap<>();
    for (String op : List.of("Squeeze", "ExpandDims")) {
      all.put(op, this::resized);
    }
    all.put("Reshape", this::reshape);
    all.put("Transpose", this::transpose);
    all.put("ConcatV2", this::concat);
    all.put("Pad", node -> pad(node, "constant"));
    all.put("PadV2", node -> pad(node, "constant"));
    all.put("MirrorPad", this::mirrorPad);
    all.put("Mean", this::mean);
    all.put("Max", node -> reduced("ReduceMax", node));
    all.put("Min", node -> reduced("ReduceMin", node));
    all.put("Prod", node -> reduced("ReduceProd", node));
    all.put("Sum", node -> reduced("ReduceSum", node));
    all.put("Softmax", this::softmax);
    all.put("MatMul", node -> product(node, "transpose_a", "transpose_b"));
    all.put("BatchMatMulV2", node -> product(node, "adj_x", "adj_y"));
    all.put("Einsum", this::einsum);
    all.put("GatherV2", this::gather);
    all.put("Slice", this::slice);
    all.put("StridedSlice", this::stridedSlice);
    Map<String, Operation> operations = Operation.of(all);
    operations.put("Split", this::split);
    operations.put("SplitV", this::splitV);
    return operations;
  }

  private List<Long> longs(NodeDef node, int index) throws UnpreparableModelException {
    return Arrays.stream(converter.constant(node, index).longs()).boxed().toList();
  }

  private String vector(NodeDef node, String suffix, List<Long> values) {
    return model.constant(node.getName() + suffix, Constant.longs(values));
  }

  private static boolean flag(NodeDef node, String attribute) {
    return node.getAttrMap().containsKey(attribute) && node.getAttrOrThrow(attribute).getB();
  }

  private Value reshape(NodeDef node) throws UnpreparableModelException {
    Optional<Value> shuffle = shuffles.ending(node);
    return shuffle.isPresent() ? shuffle.get() : resized(node);
  }

  private Value resized(NodeDef node) throws UnpreparableModelException {
    return converter.reshaped(node, converter.asIs(converter.input(node, 0)));
  }

  private Value transpose(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    List<Long> order = longs(node, 1);
    if (in.turned() && order.equals(List.of(0L, 3L, 1L, 2L))) {
      return new Value(in.name(), converter.sizes(node), false); // as ONNX has it already
    }
    if (!in.turned() && order.equals(List.of(0L, 2L, 3L, 1L))) {
      return new Value(in.name(), converter.sizes(node), true);
    }
    return converter.add(
        "Transpose", node, List.of(converter.asIs(in)), false, Map.of("perm", order));
  }

  private Value concat(NodeDef node) throws UnpreparableModelException {
    int count = FlatGraph.inputs(node).size() - 1;
    long axis = longs(node, count).get(0);
    boolean turned = false;
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(converter.input(node, i));
      turned |= parts.get(i).turned();
    }
    List<String> names = new ArrayList<>();
    for (Value part : parts) {
      names.add(turned ? converter.channelsFirst(part, Layout.NHWC) : converter.asIs(part));
    }
    long ordered = Value.axis(axis, parts.get(0).rank(), turned);
    return converter.add("Concat", node, names, turned, Map.of("axis", ordered));
  }

  private Value mirrorPad(NodeDef node) throws UnpreparableModelException {
    if (!node.getAttrOrThrow("mode").getS().toStringUtf8().equals("REFLECT")) {
      throw OnnxConverter.unknown(node);
    }
    return pad(node, "reflect");
  }

  private Value pad(NodeDef node, String mode) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    List<Long> amounts = longs(node, 1);
    int rank = in.rank();
    Long[] pads = new Long[2 * rank];
    for (int i = 0; i < rank; i++) {
      int axis = (int) in.axis(i);
      pads[axis] = amounts.get(2 * i);
      pads[axis + rank] = amounts.get(2 * i + 1);
    }
    List<String> from = new ArrayList<>(List.of(in.name(), vector(node, ".pads", List.of(pads))));
    if (node.getOp().equals("PadV2")) {
      HostTensor value = converter.constant(node, 2);
      from.add(
          model.constant(node.getName() + ".value", Constant.floats(List.of(), value.floats())));
    }
    return converter.add("Pad", node, from, in.turned(), Map.of("mode", mode));
  }

  /** The mean over all places has an operation of its own, which knows channels first. */
  private Value mean(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    List<Long> axes = longs(node, 1).stream().map(in::axis).sorted().toList();
    if (in.rank() != 4 || !axes.equals(List.of(2L, 3L))) {
      return reduced("ReduceMean", node);
    }
    boolean keeps = flag(node, "keep_dims");
    String name = keeps ? node.getName() : node.getName() + ".places";
    String pooled = model.add("GlobalAveragePool", name, List.of(in.name()), Map.of());
    return keeps
        ? new Value(pooled, converter.sizes(node), in.turned())
        : converter.add("Flatten", node, List.of(pooled), false, Map.of());
  }

  private Value reduced(String op, NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    boolean keeps = flag(node, "keep_dims");
    List<Long> axes = longs(node, 1);
    if (axes.isEmpty()) { // which means none here, and all there
      throw OnnxConverter.unknown(node);
    }
    String from = keeps ? in.name() : converter.asIs(in);
    List<Long> onnxAxes =
        axes.stream()
            .map(axis -> keeps ? in.axis(axis) : Math.floorMod(axis, (long) in.rank()))
            .toList();
    Map<String, Object> attributes = new HashMap<>(Map.of("keepdims", keeps ? 1L : 0L));
    List<String> inputs = new ArrayList<>(List.of(from));
    if (op.equals("ReduceSum")) {
      inputs.add(vector(node, ".axes", onnxAxes)); // the others follow in a later operator set
    } else {
      attributes.put("axes", onnxAxes);
    }
    return converter.add(op, node, inputs, keeps && in.turned(), attributes);
  }

  private Value softmax(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    return converter.add(
        "Softmax", node, List.of(in.name()), in.turned(), Map.of("axis", in.axis(-1)));
  }

  private Value product(NodeDef node, String turnsFirst, String turnsSecond)
      throws UnpreparableModelException {
    return converter.add(
        "MatMul",
        node,
        List.of(factor(node, 0, turnsFirst), factor(node, 1, turnsSecond)),
        false,
        Map.of());
  }

  private String factor(NodeDef node, int index, String turns) throws UnpreparableModelException {
    Value in = converter.input(node, index);
    String name = converter.asIs(in);
    if (!flag(node, turns)) {
      return name;
    }
    List<Long> order = new ArrayList<>(LongStream.range(0, in.rank()).boxed().toList());
    Collections.swap(order, in.rank() - 1, in.rank() - 2);
    return model.addOnce("Transpose", name + ".transposed", List.of(name), Map.of("perm", order));
  }

  private Value einsum(NodeDef node) throws UnpreparableModelException {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < FlatGraph.inputs(node).size(); i++) {
      operands.add(converter.asIs(converter.input(node, i)));
    }
    String equation = node.getAttrOrThrow("equation").getS().toStringUtf8();
    return converter.add("Einsum", node, operands, false, Map.of("equation", equation));
  }

  private Value gather(NodeDef node) throws UnpreparableModelException {
    Value in = converter.input(node, 0);
    long axis = Math.floorMod(longs(node, 2).get(0), (long) in.rank());
    if (mask(node, "batch_dims") != 0) {
      throw OnnxConverter.unknown(node);
    }
    String indices = converter.asIs(converter.input(node, 1));
    return converter.add(
        "Gather", node, List.of(converter.asIs(in), indices), false, Map.of("axis", axis));
  }

  private Value slice(NodeDef node) throws UnpreparableModelException {
    List<Long> begins = longs(node, 1);
    List<Long> sizes = longs(node, 2);
    List<Long> ends =
        IntStream.range(0, begins.size())
            .mapToObj(
                i ->
                    sizes.get(i) < 0
                        ? Long.valueOf(Long.MAX_VALUE)
                        : Long.valueOf(begins.get(i) + sizes.get(i)))
            .toList();
    String in = converter.asIs(converter.input(node, 0));
    return converter.add(
        "Slice",
        node,
        List.of(in, vector(node, ".begin", begins), vector(node, ".end", ends)),
        false,
        Map.of());
  }

  private Value stridedSlice(NodeDef node) throws UnpreparableModelException {
    if (mask(node, "ellipsis_mask") != 0 || mask(node, "new_axis_mask") != 0) {
      throw OnnxConverter.unknown(node);
    }
    List<Long> steps = longs(node, 3);
    List<Long> begins = new ArrayList<>(longs(node, 1));
    List<Long> ends = new ArrayList<>(longs(node, 2));
    for (int i = 0; i < begins.size(); i++) {
      boolean forward = steps.get(i) > 0;
      boolean single = (mask(node, "shrink_axis_mask") >> i & 1) == 1; // whatever else is said
      if (!single && (mask(node, "begin_mask") >> i & 1) == 1) {
        begins.set(i, forward ? 0 : Long.MAX_VALUE);
      }
      if (!single && (mask(node, "end_mask") >> i & 1) == 1) {
        ends.set(i, forward ? Long.MAX_VALUE : Long.MIN_VALUE);
      }
      if (single) {
        ends.set(
            i,
            begins.get(i) == -1 ? Long.valueOf(Long.MAX_VALUE) : Long.valueOf(begins.get(i) + 1));
      }
    }
    List<Long> axes = LongStream.range(0, begins.size()).boxed().toList();
    String in = converter.asIs(converter.input(node, 0));
    String cut =
        model.add(
            "Slice",
            node.getName() + ".cut",
            List.of(
                in,
                vector(node, ".begin", begins),
                vector(node, ".end", ends),
                vector(node, ".axes", axes),
                vector(node, ".step", steps)),
            Map.of());
    return mask(node, "shrink_axis_mask") == 0
        ? converter.add("Identity", node, List.of(cut), false, Map.of())
        : converter.reshaped(node, cut);
  }

  private static long mask(NodeDef node, String attribute) {
    return node.getAttrMap().containsKey(attribute) ? node.getAttrOrThrow(attribute).getI() : 0;
  }

  private List<Value> split(NodeDef node) throws UnpreparableModelException {
    int parts = Math.toIntExact(node.getAttrOrThrow("num_split").getI());
    return split(node, 1, longs(node, 0).get(0), parts, List.of());
  }

  private List<Value> splitV(NodeDef node) throws UnpreparableModelException {
    List<Long> sizes = longs(node, 1);
    return split(
        node, 0, longs(node, 2).get(0), sizes.size(), List.of(vector(node, ".sizes", sizes)));
  }

  private List<Value> split(NodeDef node, int index, long axis, int parts, List<String> sizes)
      throws UnpreparableModelException {
    Value in = converter.input(node, index);
    List<Long> sizesOfPart = new ArrayList<>(in.sizes());
    sizesOfPart.set((int) Math.floorMod(axis, (long) in.rank()), -1L);
    List<String> from = new ArrayList<>(List.of(in.name()));
    from.addAll(sizes);
    List<String> names =
        IntStream.range(0, parts).mapToObj(i -> node.getName() + ".part" + i).toList();
    return model.add("Split", names, from, Map.of("axis", in.axis(axis))).stream()
        .map(name -> new Value(name, sizesOfPart, in.turned()))
        .toList();
  }
}
