package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.TargetGraph.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that take tensors apart and put them together. */
final class SelectionTranslations {
  private final TargetGraph target;
  private final Axes axes;
  private final Arithmetic arithmetic;

  SelectionTranslations(TargetGraph target, Axes axes, Arithmetic arithmetic) {
    this.target = target;
    this.axes = axes;
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    all.put("Concat", this::concat);
    all.put("Gather", this::gather);
    all.put("Pad", this::pad);
    all.put("Resize", this::resize);
    all.put("ScatterND", this::scatter);
    all.put("Slice", this::slice);
    all.put("Upsample", this::resize);
    Translation.addAll(all, translations);
    translations.put("Split", this::split);
  }

  private Value concat(Step step) throws UnpreparableModelException {
    List<Value> parts = step.given();
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int axis = parts.get(0).axis(step.integer("axis", 1));
    if (isOnceForAll(parts, axis)) {
      return beside(parts, axis);
    }
    List<Integer> order = Axes.leading(parts).order();
    List<TensorRef> inputs = new ArrayList<>();
    for (Value part : parts) {
      inputs.add(axes.reordered(part, order).tensor());
    }
    inputs.add(scalar(order.indexOf(axis)));
    return axes.value(target.add("ConcatV2", inputs), order);
  }

  private TensorRef scalar(int value) throws UnpreparableModelException {
    return target.constant(HostTensor.ints(value).shaped());
  }

  /** Whether a part is there once, such as the token of a class, and others once for each image. */
  private static boolean isOnceForAll(List<Value> parts, int axis) {
    return IntStream.range(0, parts.get(0).rank())
        .filter(i -> i != axis)
        .anyMatch(i -> parts.stream().map(part -> part.size(i)).distinct().count() > 1);
  }

  /**
   * Joins parts that are there once with parts that are there for each image: each has its place
   * among zeros, and the sum repeats what is there once.
   */
  private Value beside(List<Value> parts, int axis) throws UnpreparableModelException {
    long whole = parts.stream().mapToLong(part -> part.size(axis)).sum();
    List<Value> placed = new ArrayList<>();
    long before = 0;
    for (Value part : parts) {
      int[] sides = new int[2 * part.rank()];
      sides[2 * part.place(axis)] = Math.toIntExact(before);
      sides[2 * part.place(axis) + 1] = Math.toIntExact(whole - before - part.size(axis));
      placed.add(arithmetic.padded(part, sides, 0));
      before += part.size(axis);
    }
    Value sum = placed.get(0);
    for (Value other : placed.subList(1, placed.size())) {
      sum = arithmetic.plus(sum, other);
    }
    return sum;
  }

  private Value pad(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> amounts = step.integers("pads", 1, List.of());
    List<Integer> which =
        step.has(3) ? step.longs(3).stream().map(in::axis).toList() : Value.plain(in.rank());
    int[] sides = new int[2 * in.rank()];
    for (int i = 0; i < which.size(); i++) {
      int place = in.place(which.get(i));
      sides[2 * place] = Math.toIntExact(amounts.get(i));
      sides[2 * place + 1] = Math.toIntExact(amounts.get(i + which.size()));
    }
    if (IntStream.of(sides).anyMatch(side -> side < 0)) {
      throw step.unsupported("with negative amounts");
    }
    if (IntStream.of(sides).allMatch(side -> side == 0)) {
      return in;
    }
    String mode = step.text("mode", "constant");
    float with = step.has(2) ? step.number(2) : step.number("value", 0);
    return switch (mode) {
      case "constant" -> arithmetic.padded(in, sides, with);
      case "reflect" ->
          axes.value(
              target.add(
                  "MirrorPad",
                  List.of(in.tensor(), arithmetic.sides(sides)),
                  Attribute.of("mode", "REFLECT")),
              in.order());
      default -> throw step.unsupported("with mode " + mode);
    };
  }

  /** A range of an axis. */
  private record Cut(long begin, long end, long step) {}

  /** The range as it is meant: counted from the end where it is negative, and within the axis. */
  private static Cut cut(long start, long end, long step, long size) {
    long from = start < 0 ? start + size : start;
    long to = end < 0 ? end + size : end;
    return step > 0
        ? new Cut(Math.min(Math.max(from, 0), size), Math.min(Math.max(to, 0), size), step)
        : new Cut(
            Math.min(Math.max(from, 0), size - 1), Math.min(Math.max(to, -1), size - 1), step);
  }

  private Value slice(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    List<Long> starts = step.integers("starts", 1, List.of());
    List<Long> ends = step.integers("ends", 2, List.of());
    List<Long> which = step.integers("axes", 3, List.of());
    List<Long> strides = step.has(4) ? step.longs(4) : List.of();
    Map<Integer, Cut> cuts = new HashMap<>();
    for (int i = 0; i < starts.size(); i++) {
      int axis = which.isEmpty() ? i : in.axis(which.get(i));
      long stride = strides.isEmpty() ? 1 : strides.get(i);
      Cut cut = cut(starts.get(i), ends.get(i), stride, in.size(axis));
      boolean isAll = cut.begin() == 0 && cut.end() == in.size(axis) && stride == 1;
      if (!isAll && Batch.isIn(in.size(axis))) {
        throw step.unsupported("of the images in a batch");
      }
      if (!isAll) {
        cuts.put(axis, cut);
      }
    }
    return cuts.isEmpty() ? in : sliced(in, cuts, false);
  }

  /**
   * @param drops whether the axes that are cut are dropped; they have one place left then
   */
  private Value sliced(Value in, Map<Integer, Cut> cuts, boolean drops)
      throws UnpreparableModelException {
    int[] begins = new int[in.rank()];
    int[] ends = new int[in.rank()];
    int[] strides = new int[in.rank()];
    long beginMask = 0;
    long endMask = 0;
    long dropMask = 0;
    for (int place = 0; place < in.rank(); place++) {
      Cut cut = cuts.get(in.order().get(place));
      long bit = 1L << place;
      strides[place] = cut == null ? 1 : Math.toIntExact(cut.step());
      if (cut == null) {
        beginMask |= bit;
        endMask |= bit;
      } else {
        begins[place] = Math.toIntExact(cut.begin());
        ends[place] = Math.toIntExact(Math.max(0, cut.end()));
        endMask |= cut.end() < 0 ? bit : 0;
        dropMask |= drops ? bit : 0;
      }
    }
    TensorRef result =
        target.add(
            "StridedSlice",
            List.of(
                in.tensor(),
                target.constant(HostTensor.ints(begins)),
                target.constant(HostTensor.ints(ends)),
                target.constant(HostTensor.ints(strides))),
            Attribute.of("begin_mask", beginMask),
            Attribute.of("end_mask", endMask),
            Attribute.of("shrink_axis_mask", dropMask));
    List<Integer> order =
        drops ? Value.without(in.order(), List.copyOf(cuts.keySet())) : in.order();
    return axes.value(result, order);
  }

  private List<Value> split(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    int axis = in.axis(step.integer("axis", 0));
    int parts = step.node().outputs().size();
    List<Long> sizes = new ArrayList<>(step.integers("split", 1, List.of()));
    if (sizes.isEmpty()) {
      long each = (in.size(axis) + parts - 1) / parts;
      for (int i = 0; i < parts; i++) {
        sizes.add(Math.min(each, in.size(axis) - i * each));
      }
    }
    List<Value> all = new ArrayList<>();
    long begin = 0;
    for (long size : sizes) {
      all.add(sliced(in, Map.of(axis, new Cut(begin, begin + size, 1)), false));
      begin += size;
    }
    return all;
  }

  private Value gather(Step step) throws UnpreparableModelException {
    Value in = step.input(0);
    int axis = in.axis(step.integer("axis", 0));
    Value indices = axes.plain(step.input(1));
    if (indices.isConstant() && indices.rank() == 0) {
      long index = step.longs(1).get(0);
      long place = index < 0 ? index + in.size(axis) : index;
      if (Batch.isIn(in.size(axis))) {
        throw step.unsupported("of the images in a batch");
      }
      return sliced(in, Map.of(axis, new Cut(place, place + 1, 1)), true);
    }
    Value from = axes.plain(in);
    // Negative ones count from the end.
    Value size = arithmetic.cast(wholeNumber(in.size(axis)), indices.type());
    Value positive =
        indices.isConstant() && step.longs(1).stream().allMatch(index -> index >= 0)
            ? indices
            : arithmetic.binary("FloorMod", indices, size);
    return axes.value(
        target.add("GatherV2", List.of(from.tensor(), positive.tensor(), scalar(axis))));
  }

  private Value wholeNumber(long number) throws UnpreparableModelException {
    return axes.value(target.constant(HostTensor.longs(number).shaped()));
  }

  private Value scatter(Step step) throws UnpreparableModelException {
    if (!step.text("reduction", "none").equals("none")) {
      throw step.unsupported("with a reduction");
    }
    List<TensorRef> inputs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      inputs.add(axes.plain(step.input(i)).tensor());
    }
    return axes.value(target.add("TensorScatterUpdate", inputs));
  }

  /** The forms that TensorFlow has too. */
  private Value resize(Step step) throws UnpreparableModelException {
    Value in = axes.reordered(step.input(0), Value.CHANNELS_LAST);
    boolean hasRegion = step.operatorSet() > 10;
    int scales = hasRegion ? 2 : 1;
    long[] sizes = new long[2];
    for (int i = 0; i < 2; i++) {
      if (step.has(3)) {
        sizes[i] = step.longs(3).get(i + 2);
      } else {
        float[] factors = step.constant(scales).floats();
        sizes[i] = (long) Math.floor(in.size(i + 2) * (double) factors[i + 2]);
      }
    }
    if (sizes[0] == in.size(2) && sizes[1] == in.size(3)) {
      return in;
    }
    String mode = step.text("mode", "nearest");
    String places =
        step.text("coordinate_transformation_mode", hasRegion ? "half_pixel" : "asymmetric");
    boolean floors = step.text("nearest_mode", "round_prefer_floor").equals("floor");
    String operation =
        switch (mode) {
          case "nearest" -> "ResizeNearestNeighbor";
          case "linear" -> "ResizeBilinear";
          default -> throw step.unsupported("with mode " + mode);
        };
    boolean half = places.equals("half_pixel") || places.equals("pytorch_half_pixel");
    boolean corners = places.equals("align_corners");
    boolean known = half || corners || places.equals("asymmetric");
    boolean whole = sizes[0] % in.size(2) == 0 && sizes[1] % in.size(3) == 0;
    if (!known || (mode.equals("nearest") && (corners || (!whole && !floors)))) {
      throw step.unsupported("with mode %s, %s".formatted(mode, places));
    }
    TensorRef result =
        target.add(
            operation,
            List.of(
                in.tensor(),
                target.constant(
                    HostTensor.ints(Math.toIntExact(sizes[0]), Math.toIntExact(sizes[1])))),
            Attribute.of("half_pixel_centers", half),
            Attribute.of("align_corners", corners));
    return axes.value(result, Value.CHANNELS_LAST);
  }
}
