package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.onnx.Int8Weights.Rounding;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import io.github.resnet50.graph.onnx.OnnxModel.Node;
import io.github.resnet50.graph.onnx.file.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Marks what runs in 8 bits: values become {@code QuantizeLinear} and {@code DequantizeLinear}
 * around operations, which ONNX Runtime takes for operations on bytes. Activations are unsigned
 * bytes with one step a tensor, weights signed ones with one step an output channel, in as many
 * bits as this processor adds up exactly ({@link ByteProducts}), biases 32 bits. A convolution that
 * takes the images takes their levels ({@link ImageLevels}); where that is not possible it stays
 * float, as does what follows the last convolution.
 *
 * @see <a href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html">its
 *     form for ONNX Runtime</a>
 */
public final class OnnxQuantizer {
  private final OnnxModel source;
  private final Map<String, TensorRef> tensors;
  private final ImageLevels levels;
  private final int mostOfWeight = ByteProducts.mostOfWeight();

  /** The graph's input, as nodes refer to it; empty where it is not to be fed with levels. */
  private final String image;

  /** What is computed of images before a convolution. */
  private final Set<String> images = new HashSet<>();

  /** What is known of the values that a model computes. */
  public interface Statistics {
    /** How a tensor's values are to be represented. */
    Levels levels(TensorRef tensor);

    /** How they are where nothing but a clipped sum takes them. */
    Levels levels(Summand summand);

    /** The means of a tensor's channels; empty where biases are not to be corrected. */
    Optional<double[]> channelMeans(TensorRef tensor);
  }

  /**
   * A tensor that is only added to another, the sum being clipped at 0: what lies below the other's
   * negative is not told from it.
   */
  public record Summand(TensorRef tensor, TensorRef other) {}

  /**
   * Real values as unsigned bytes: {@code step × (byte − zero)}.
   *
   * @param step the distance between neighbours
   * @param zero the byte of 0
   */
  public record Levels(float step, int zero) {}

  /**
   * @param tensors of TensorFlow, by the names of values
   */
  OnnxQuantizer(OnnxModel source, Map<String, TensorRef> tensors, ImageLevels levels) {
    this.source = source;
    this.tensors = Map.copyOf(tensors);
    this.levels = levels;
    images.addAll(source.inputs());
    for (Node node : source.nodes()) {
      if (!node.op().equals("Conv")
          && node.inputs().stream()
              .allMatch(in -> images.contains(in) || source.constant(in).isPresent())) {
        images.addAll(node.outputs());
      }
    }
    this.image = image();
  }

  private String image() {
    String input = source.inputs().iterator().next();
    String inner = source.takers(input).get(0).outputs().get(0);
    boolean convolved =
        source.takers(inner).stream().allMatch(node -> node.op().equals("Conv") && fits(node));
    return convolved && source.isFloat(input) ? inner : "";
  }

  private boolean fits(Node convolution) {
    return source
        .constant(convolution.inputs().get(1))
        .map(kernel -> kernel.sizes().get(1) == levels.steps().size())
        .orElse(false);
  }

  /** The tensors whose statistics may be needed. */
  public List<TensorRef> watched() {
    return choice(Set.of()).watched();
  }

  /** Those of the watched tensors that are summands, each with what it is added to. */
  public List<Summand> summands() {
    return choice(Set.of()).summands();
  }

  /**
   * The nodes in TensorFlow's graph of the convolutions that take the images, where those can be
   * fed to them as levels.
   */
  public Set<String> convolutionsOfLevels() {
    return image.isEmpty()
        ? Set.of()
        : source.takers(image).stream()
            .map(node -> tensors.get(Int8Choice.result(source, node)))
            .filter(Objects::nonNull) // what TensorFlow fuses has no name of its own there
            .map(TensorRef::node)
            .collect(Collectors.toSet());
  }

  /** How many convolutions run in 8 bits if these stay float. */
  public int convolutions(Set<String> kept) {
    return choice(kept).convolutions();
  }

  private Int8Choice choice(Set<String> kept) {
    return new Int8Choice(source, tensors, node -> stays(node, kept));
  }

  private boolean stays(Node convolution, Set<String> kept) {
    String in = convolution.inputs().get(0);
    return (images.contains(in) && !in.equals(image))
        || kept.contains(tensors.get(Int8Choice.result(source, convolution)).node());
  }

  /**
   * Writes the 8-bit form. It takes levels, channels last, where its first convolutions do.
   *
   * @param statistics of the watched tensors
   * @param kept the nodes in TensorFlow's graph of convolutions that stay float
   * @return the content of a file of ONNX
   */
  public byte[] quantize(Statistics statistics, Set<String> kept) {
    Int8Choice choice = choice(kept);
    boolean fedLevels =
        !image.isEmpty() && source.takers(image).stream().allMatch(choice::isConvolution);
    Writing writing = new Writing(statistics, choice, fedLevels);
    source.nodes().forEach(writing::add);
    return writing.target.toBytes().toByteArray();
  }

  /** One form, while it is written. */
  private final class Writing {
    private final OnnxModel target;
    private final Statistics statistics;
    private final Int8Choice choice;
    private final boolean fedLevels;
    private final Map<String, String> bytes = new HashMap<>();
    private int taken;

    Writing(Statistics statistics, Int8Choice choice, boolean fedLevels) {
      this.target = fedLevels ? source.emptyOfLevels() : source.empty();
      this.statistics = statistics;
      this.choice = choice;
      this.fedLevels = fedLevels;
      if (fedLevels) {
        bytes.put(image, target.turnedInput(image));
      }
    }

    private boolean isLevels(String value) {
      return fedLevels && value.equals(image);
    }

    void add(Node node) {
      if (fedLevels && node.outputs().contains(image)) {
        return; // there already
      }
      List<String> from = new ArrayList<>();
      for (String in : node.inputs()) {
        from.add(choice.contains(in) ? floating(in) : in);
      }
      if (choice.isConvolution(node)) {
        from.addAll(1, weights(node));
        from.subList(3, from.size()).clear();
      }
      target.add(node, from);
    }

    /** A value, in bytes, and back in float for one taker: each has an operation of its own. */
    private String floating(String value) {
      String q = bytes.computeIfAbsent(value, this::quantize);
      return dequantized(value + "/float" + taken++, q, scale(value), Map.of());
    }

    private String quantize(String value) {
      List<String> from = new ArrayList<>(List.of(value));
      from.addAll(scale(value));
      return target.add("QuantizeLinear", value + "/bytes", from, Map.of());
    }

    private Levels levelsOf(String value) {
      return isLevels(value)
          ? new Levels(1, levels.border())
          : choice
              .summand(value)
              .map(statistics::levels)
              .orElseGet(() -> statistics.levels(choice.tensor(value)));
    }

    private List<String> scale(String value) {
      Levels scale = levelsOf(value);
      return List.of(
          target.constant(value + "/step", Constant.floats(List.of(), scale.step())),
          target.constant(
              value + "/zero", Constant.bytes(ElementType.UINT8, List.of(), (byte) scale.zero())));
    }

    /** Kernel and bias of a convolution, each back in float. */
    private List<String> weights(Node node) {
      String in = node.inputs().get(0);
      String name = node.inputs().get(1);
      Constant kernel = source.constant(name).orElseThrow();
      float[] bias =
          node.inputs().size() > 2
              ? source.constant(node.inputs().get(2)).orElseThrow().floats()
              : new float[Math.toIntExact(kernel.sizes().get(0))];
      Optional<double[]> means = statistics.channelMeans(tensors.get(in));
      float step = levelsOf(in).step();
      Int8Weights rounded =
          isLevels(in)
              ? Int8Weights.of(
                  levels.kernel(kernel),
                  levels.bias(kernel, bias),
                  step,
                  mostOfWeight,
                  means.map(levels::means),
                  Rounding.CARRIED)
              : Int8Weights.of(kernel, bias, step, mostOfWeight, means, Rounding.NEAREST);
      Constant bytes = Constant.bytes(ElementType.INT8, kernel.sizes(), rounded.kernel());
      List<Long> outputs = List.of((long) bias.length);
      return List.of(
          constant(name, bytes, Constant.floats(outputs, rounded.steps())),
          constant(
              name + "/bias",
              Constant.ints(outputs, rounded.bias()),
              Constant.floats(outputs, rounded.biasSteps(step))));
    }

    private String constant(String name, Constant values, Constant steps) {
      String bytes = target.constant(name + "/bytes", values);
      List<String> scale = List.of(target.constant(name + "/step", steps));
      return dequantized(name + "/float", bytes, scale, Map.of("axis", 0L));
    }

    private String dequantized(
        String name, String bytes, List<String> scale, Map<String, Object> attributes) {
      List<String> from = new ArrayList<>(List.of(bytes));
      from.addAll(scale);
      return target.add("DequantizeLinear", name, from, attributes);
    }
  }
}
