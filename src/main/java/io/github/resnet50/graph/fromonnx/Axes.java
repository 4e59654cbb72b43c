package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Brings tensors into other orders and sizes, and moves nothing in memory that need not move. */
final class Axes {
  private final TargetGraph target;
  private final Batch batch;
  private final Map<Place, TensorRef> known = new HashMap<>();

  /** A tensor in an order. */
  private record Place(TensorRef tensor, List<Integer> order) {}

  Axes(TargetGraph target, Batch batch) {
    this.target = target;
    this.batch = batch;
  }

  /** What a node gives, which lies in this order. */
  Value value(TensorRef tensor, List<Integer> order) throws UnpreparableModelException {
    List<Long> inMemory = target.sizes(tensor);
    List<Long> sizes =
        IntStream.range(0, order.size()).mapToObj(i -> inMemory.get(order.indexOf(i))).toList();
    return new Value(tensor, target.type(tensor), sizes, order, target.isConstant(tensor));
  }

  /** What a node gives, which lies as ONNX has it. */
  Value value(TensorRef tensor) throws UnpreparableModelException {
    return value(tensor, Value.plain(target.sizes(tensor).size()));
  }

  /** The same tensor in another order of memory. */
  Value reordered(Value value, List<Integer> order) throws UnpreparableModelException {
    if (value.order().equals(order)) {
      return value;
    }
    Place place = new Place(value.tensor(), steps(value, order));
    TensorRef moved = known.get(place);
    if (moved == null) {
      boolean stays = moves(value).equals(moves(value.seenAs(value.sizes(), order)));
      moved =
          stays ? resized(value.tensor(), order.stream().map(value::size).toList()) : moved(place);
      known.put(place, moved);
    }
    return new Value(moved, value.type(), value.sizes(), order, value.isConstant());
  }

  private static List<Integer> steps(Value value, List<Integer> order) {
    return order.stream().map(value::place).toList();
  }

  /** The axes that matter in memory: those of size 1 can be anywhere. */
  private static List<Integer> moves(Value value) {
    return value.order().stream().filter(axis -> value.size(axis) != 1).toList();
  }

  private TensorRef moved(Place place) throws UnpreparableModelException {
    int[] steps = place.order().stream().mapToInt(Integer::intValue).toArray();
    return target.add(
        "Transpose", List.of(place.tensor(), target.constant(HostTensor.ints(steps))));
  }

  /** The same tensor as ONNX has it. */
  Value plain(Value value) throws UnpreparableModelException {
    return reordered(value, Value.plain(value.rank()));
  }

  /** With its axes in another order, as ONNX sees it; in memory nothing changes. */
  static Value transposed(Value value, List<Integer> steps) {
    List<Long> sizes = steps.stream().map(value::size).toList();
    return value.seenAs(sizes, value.order().stream().map(steps::indexOf).toList());
  }

  private TensorRef resized(TensorRef tensor, List<Long> inMemory)
      throws UnpreparableModelException {
    if (target.sizes(tensor).equals(inMemory)) {
      return tensor;
    }
    List<Long> open = new ArrayList<>(inMemory);
    int axis = Batch.axis(inMemory);
    if (axis >= 0 && !target.isConstant(tensor)) {
      open.set(axis, -1L);
    }
    int[] sizes = open.stream().mapToInt(Math::toIntExact).toArray();
    return target.add("Reshape", List.of(tensor, target.constant(HostTensor.ints(sizes))));
  }

  /** Axes before and after a reshaping that hold the same numbers, as few as possible. */
  private record Group(List<Integer> before, List<Integer> after) {}

  /**
   * The tensor with other sizes.
   *
   * @param asked -1 for what is left over
   */
  Value reshaped(Value value, List<Long> asked) throws UnpreparableModelException {
    List<Long> sizes = batch.reshaped(value.sizes(), asked);
    if (Batch.product(sizes) != Batch.product(value.sizes())) {
      throw new UnpreparableModelException(
          "it reshapes %s to %s (with %d images in a batch)"
              .formatted(value.sizes(), asked, Batch.SIZE));
    }
    List<Group> groups = groups(value.sizes(), sizes);
    List<Integer> gathered = new ArrayList<>();
    for (Group group : inMemory(groups, value)) {
      gathered.addAll(group.before());
    }
    boolean fits = moves(value).equals(moves(value.seenAs(value.sizes(), gathered)));
    Value from = fits ? value : reordered(value, gathered);
    List<Integer> order = new ArrayList<>();
    for (Group group : inMemory(groups, from)) {
      order.addAll(group.after());
    }
    TensorRef tensor = resized(from.tensor(), order.stream().map(sizes::get).toList());
    return new Value(tensor, value.type(), sizes, order, value.isConstant());
  }

  private static List<Group> groups(List<Long> from, List<Long> to) {
    List<Group> groups = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.size() || j < to.size()) {
      List<Integer> before = new ArrayList<>();
      List<Integer> after = new ArrayList<>();
      long have = 1;
      long want = 1;
      do {
        if (i < from.size() && (have <= want || j == to.size())) {
          have *= from.get(i);
          before.add(i++);
        } else {
          want *= to.get(j);
          after.add(j++);
        }
      } while (have != want || (before.isEmpty() && j < to.size() && to.get(j) == 1));
      groups.add(new Group(before, after));
    }
    return groups;
  }

  /** Groups in the order of memory, by their first axis that matters; others stay behind theirs. */
  private static List<Group> inMemory(List<Group> groups, Value value) {
    record Placed(Group group, int place) {}
    List<Placed> placed = new ArrayList<>();
    int last = -1;
    for (Group group : groups) {
      last =
          group.before().stream()
              .filter(axis -> value.size(axis) != 1)
              .map(value::place)
              .findFirst()
              .orElse(last);
      placed.add(new Placed(group, last));
    }
    placed.sort(Comparator.comparingInt(Placed::place));
    return placed.stream().map(Placed::group).toList();
  }

  /**
   * Tensors that are to be combined element by element, of one order: that of the largest. Those of
   * fewer axes get more in front, as ONNX and TensorFlow would see them.
   */
  List<Value> aligned(List<Value> values) throws UnpreparableModelException {
    Value first = leading(values);
    if (values.stream().allMatch(Value::isPlain)) {
      return values;
    }
    List<Value> aligned = new ArrayList<>();
    for (Value value : values) {
      // A single number goes with everything.
      boolean anyOrder = value.isSingle() && value.rank() <= first.rank();
      aligned.add(anyOrder ? value : reordered(withAxes(value, first.rank()), first.order()));
    }
    return aligned;
  }

  /** The largest of the values, of which the others take over the order. */
  static Value leading(List<Value> values) {
    return values.stream()
        .max(
            Comparator.comparingInt(Value::rank)
                .thenComparing(value -> !value.isConstant())
                .thenComparing(value -> Batch.product(value.sizes())))
        .orElseThrow();
  }

  /** The same with as many axes, those that are new in front. */
  Value withAxes(Value value, int rank) throws UnpreparableModelException {
    List<Long> sizes = new ArrayList<>(value.sizes());
    while (sizes.size() < rank) {
      sizes.add(0, 1L);
    }
    return reshaped(value, sizes);
  }
}
