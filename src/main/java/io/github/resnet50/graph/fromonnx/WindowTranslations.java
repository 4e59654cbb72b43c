package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.TargetGraph.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolutions and poolings. Padding is written as an operation of its own, which the preparation
 * merges into the window where that is faster.
 */
final class WindowTranslations {
  private final TargetGraph target;
  private final Axes axes;
  private final Arithmetic arithmetic;

  WindowTranslations(TargetGraph target, Axes axes, Arithmetic arithmetic) {
    this.target = target;
    this.axes = axes;
    this.arithmetic = arithmetic;
  }

  void addTo(Map<String, Translation> translations) {
    Map<String, Translation.Single> all = new HashMap<>();
    all.put("Conv", this::convolution);
    all.put("MaxPool", this::maxPool);
    all.put("AveragePool", this::averagePool);
    all.put("GlobalAveragePool", step -> arithmetic.reduced("Mean", map(step), PLACES, true));
    all.put("GlobalMaxPool", step -> arithmetic.reduced("Max", map(step), PLACES, true));
    all.put("BatchNormalization", this::batchNorm);
    all.put("LRN", this::localResponse);
    Translation.addAll(all, translations);
  }

  private static final List<Integer> PLACES = List.of(2, 3);

  /** The feature map that goes in. */
  private static Value map(Step step) throws UnpreparableModelException {
    if (step.input(0).rank() != 4) {
      throw step.unsupported("of %d axes instead of 4".formatted(step.input(0).rank()));
    }
    return step.input(0);
  }

  private Value channelsLast(Step step) throws UnpreparableModelException {
    return axes.reordered(map(step), Value.CHANNELS_LAST);
  }

  /** The numbers of a node's window over rows and columns. */
  private static Window window(Step step, Value in, List<Long> size)
      throws UnpreparableModelException {
    if (size.size() != 2) {
      throw step.unsupported("with windows of %d axes instead of 2".formatted(size.size()));
    }
    return Window.of(step, size, in.sizes().subList(2, 4));
  }

  private Value convolution(Step step) throws UnpreparableModelException {
    Value in = channelsLast(step);
    Value weights = axes.plain(step.input(1));
    if (!weights.isConstant()) {
      throw step.unsupported("whose weights depend on the images");
    }
    if (weights.rank() != 4) {
      throw step.unsupported("over %d axes instead of 2".formatted(weights.rank() - 2));
    }
    long groups = step.integer("group", 1);
    long outputs = weights.size(0);
    if (groups < 1 || weights.size(1) * groups != in.size(1) || outputs % groups != 0) {
      throw step.unsupported(
          "of %d channels in %d groups with weights of %s"
              .formatted(in.size(1), groups, weights.sizes()));
    }
    Window window = window(step, in, weights.sizes().subList(2, 4));
    boolean depthwise =
        groups > 1 && groups == in.size(1) && window.isSquare() && !window.isDilated();
    Value kernel = axes.reordered(weights, List.of(2, 3, 1, 0));
    TensorRef filter = kernel.tensor();
    if (depthwise) {
      int[] sizes =
          List.of(weights.size(2), weights.size(3), groups, outputs / groups).stream()
              .mapToInt(Math::toIntExact)
              .toArray();
      filter = target.add("Reshape", List.of(filter, target.constant(HostTensor.ints(sizes))));
    }
    TensorRef result =
        target.add(
            depthwise ? "DepthwiseConv2dNative" : "Conv2D",
            List.of(padded(in, window.pads(), 0).tensor(), filter),
            Attribute.longs("strides", 1, window.rows().stride(), window.columns().stride(), 1),
            Attribute.longs(
                "dilations", 1, window.rows().dilation(), window.columns().dilation(), 1),
            Attribute.of("padding", "VALID"));
    if (step.has(2)) {
      result = target.add("BiasAdd", List.of(result, axes.plain(step.input(2)).tensor()));
    }
    return axes.value(result, Value.CHANNELS_LAST);
  }

  /**
   * A map with more places around it.
   *
   * @param pads top, left, bottom, right
   */
  private Value padded(Value in, List<Long> pads, float with) throws UnpreparableModelException {
    if (pads.stream().allMatch(pad -> pad == 0)) {
      return in;
    }
    int[] sides = {
      0, 0, side(pads, 0), side(pads, 2), side(pads, 1), side(pads, 3), 0, 0,
    };
    return arithmetic.padded(in, sides, with);
  }

  private static int side(List<Long> pads, int index) {
    return Math.toIntExact(pads.get(index));
  }

  private Value maxPool(Step step) throws UnpreparableModelException {
    Value in = channelsLast(step);
    Window window = window(step, in, step.integers("kernel_shape", List.of()));
    if (window.isDilated() || step.node().outputs().size() > 1) {
      throw step.unsupported(window.isDilated() ? "with dilations" : "with indices");
    }
    return pooled("MaxPool", padded(in, window.pads(), -Float.MAX_VALUE), window);
  }

  private Value pooled(String operation, Value in, Window window)
      throws UnpreparableModelException {
    TensorRef result =
        target.add(
            operation,
            List.of(in.tensor()),
            Attribute.longs("ksize", 1, window.rows().size(), window.columns().size(), 1),
            Attribute.longs("strides", 1, window.rows().stride(), window.columns().stride(), 1),
            Attribute.of("padding", "VALID"));
    return axes.value(result, Value.CHANNELS_LAST);
  }

  /** TensorFlow's mean counts all of a window; where padding does not count, it is made up for. */
  private Value averagePool(Step step) throws UnpreparableModelException {
    Value in = channelsLast(step);
    Window window = window(step, in, step.integers("kernel_shape", List.of()));
    if (window.isDilated()) {
      throw step.unsupported("with dilations");
    }
    boolean counts = step.integer("count_include_pad", 0) == 1;
    Value mean = pooled("AvgPool", padded(in, window.pads(), 0), window);
    float[] rows = window.rows().shares(counts);
    float[] columns = window.columns().shares(counts);
    float[] factors = new float[rows.length * columns.length];
    boolean all = true;
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < columns.length; c++) {
        factors[r * columns.length + c] = 1 / (rows[r] * columns[c]);
        all &= rows[r] * columns[c] == 1;
      }
    }
    if (all) {
      return mean;
    }
    List<Long> sizes = List.of(1L, (long) rows.length, (long) columns.length, 1L);
    TensorRef table = target.constant(HostTensor.floats(sizes, factors));
    return arithmetic.times(mean, axes.value(table, Value.CHANNELS_LAST));
  }

  private Value batchNorm(Step step) throws UnpreparableModelException {
    if (step.integer("training_mode", 0) == 1) {
      throw step.unsupported("in training");
    }
    float epsilon = step.number("epsilon", 1e-5f);
    Value in = step.input(0);
    if (in.rank() != 4) {
      return normalised(step, epsilon);
    }
    List<TensorRef> inputs = new ArrayList<>(List.of(channelsLast(step).tensor()));
    for (int i = 1; i <= 4; i++) {
      inputs.add(axes.plain(step.input(i)).tensor());
    }
    TensorRef result =
        target.add(
            "FusedBatchNormV3",
            inputs,
            Attribute.of("epsilon", epsilon),
            Attribute.of("is_training", false));
    return axes.value(result, Value.CHANNELS_LAST);
  }

  /** The same of what is no map, such as features. */
  private Value normalised(Step step, float epsilon) throws UnpreparableModelException {
    List<Value> numbers = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      List<Long> sizes = new ArrayList<>(List.of(step.input(i).size(0)));
      while (sizes.size() < step.input(0).rank() - 1) {
        sizes.add(1L);
      }
      numbers.add(axes.reshaped(step.input(i), sizes));
    }
    Value deviation = arithmetic.unary("Rsqrt", arithmetic.plus(numbers.get(3), epsilon));
    Value scale = arithmetic.times(numbers.get(0), deviation);
    Value shift = arithmetic.minus(numbers.get(1), arithmetic.times(numbers.get(2), scale));
    return arithmetic.plus(arithmetic.times(step.input(0), scale), shift);
  }

  private Value localResponse(Step step) throws UnpreparableModelException {
    long size = step.integer("size", 1);
    if (size % 2 == 0) {
      throw step.unsupported("over an even number of channels");
    }
    TensorRef result =
        target.add(
            "LRN",
            List.of(channelsLast(step).tensor()),
            Attribute.of("depth_radius", size / 2),
            Attribute.of("bias", step.number("bias", 1)),
            Attribute.of("alpha", step.number("alpha", 1e-4f) / size),
            Attribute.of("beta", step.number("beta", 0.75f)));
    return axes.value(result, Value.CHANNELS_LAST);
  }
}
