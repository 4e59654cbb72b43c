package io.github.resnet50.graph.quantize;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.ImageLevels;
import io.github.resnet50.graph.onnx.OnnxQuantizer;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The 8-bit forms of one model, for TensorFlow and for ONNX Runtime: calibrated once, then written
 * for any choice of how ranges are clipped, whether biases are corrected and which convolutions
 * stay float. Belongs to one thread; the engine must be up.
 */
public final class Quantization implements AutoCloseable {
  /** The byte of 0 where values have both signs. */
  private static final int MIDDLE = 128;

  private final ModelGraph model;
  private final Map<String, ConvolutionSite> sites;

  /** What became of convolutions with residuals in the graph that is watched. */
  private final Map<String, ResidualSplitter.Split> splits;

  private final GraphSession session;
  private final OnnxQuantizer onnx; // null: the model has no form in ONNX
  private final String withoutOnnx;
  private final List<TensorRef> watched;
  private final Calibration calibration;
  private final Map<ClippingRule, Map<TensorRef, QuantizedRange>> ranges =
      new EnumMap<>(ClippingRule.class);
  private final Map<String, float[]> corrected = new HashMap<>(); // biases
  private int images;

  /**
   * Opens the float model for calibration.
   *
   * @param prepared the float model; not changed
   * @param levels what its input is of images
   */
  public Quantization(ModelGraph prepared, ImageLevels levels) throws UnpreparableModelException {
    FlatGraph graph = prepared.copy();
    new ResidualSplitter().apply(graph);
    this.model = prepared.with(graph);
    this.sites = model.convolutions();
    // TensorFlow adds residuals inside of 8-bit convolutions, ONNX Runtime does not: what is added
    // is to be seen.
    FlatGraph split = model.copy();
    this.splits = ResidualSplitter.splitAll(split);
    OnnxQuantizer quantizer = null;
    String reason = "";
    try {
      quantizer = prepared.with(split).onnx(levels);
    } catch (UnpreparableModelException e) {
      reason = e.getMessage();
    }
    this.onnx = quantizer;
    this.withoutOnnx = reason;
    this.calibration = new Calibration(onnx == null ? List.of() : onnx.summands());
    this.watched = watchedTensors();
    this.session = prepared.with(split).open();
  }

  private List<TensorRef> watchedTensors() {
    Stream<TensorRef> taken =
        sites.values().stream()
            .flatMap(site -> Stream.of(site.input(), site.output(), residual(site)))
            .map(this::inWatched);
    return Stream.concat(taken, onnx == null ? Stream.empty() : onnx.watched().stream())
        .distinct()
        .toList();
  }

  /** A tensor in the graph that is watched. */
  private TensorRef inWatched(TensorRef tensor) {
    ResidualSplitter.Split split = splits.get(tensor.node());
    return split == null ? tensor : split.result();
  }

  /** Why the model has no form for ONNX Runtime; empty where it has one. */
  public Optional<String> withoutOnnx() {
    return onnx == null ? Optional.of(withoutOnnx) : Optional.empty();
  }

  /**
   * Adds a batch of images to the statistics of the activations.
   *
   * @param batch as {@link ModelGraph#batch} makes it
   * @return what the float model says of them, a row of probabilities each
   */
  public float[][] calibrate(HostTensor batch) throws UnpreparableModelException {
    int size = Math.toIntExact(batch.shape().get(0));
    images += size;
    ranges.clear();
    corrected.clear();
    try {
      TensorRef scores = session.outputs().get(OutputFinder.PROBABILITIES);
      HostTensor probabilities = calibration.add(session, batch, watched, scores);
      return Numbers.rows(probabilities.floats(), size);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  private QuantizedRange range(ClippingRule rule, TensorRef tensor) {
    return ranges
        .computeIfAbsent(rule, r -> new HashMap<>())
        .computeIfAbsent(tensor, t -> rule.range(calibration.histogram(t)));
  }

  private float[] corrected(ConvolutionSite site) {
    return site.correctedBias(calibration.channelMeans(inWatched(site.input())));
  }

  private static TensorRef residual(ConvolutionSite site) {
    return site.residual() == null ? site.output() : site.residual();
  }

  /** The names of the convolutions that can run in 8 bits, in the graph's order. */
  public List<String> convolutions() {
    return List.copyOf(sites.keySet());
  }

  /**
   * The names of the convolutions up to and with the first that adds a residual, in the graph's
   * order; empty where none does.
   */
  public List<String> firstBlock() {
    return firstBlock(model.graph(), sites);
  }

  static List<String> firstBlock(FlatGraph graph, Map<String, ConvolutionSite> sites) {
    return sites.values().stream()
        .filter(site -> site.residual() != null)
        .map(site -> upTo(site, graph, sites.keySet()))
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  private static List<String> upTo(
      ConvolutionSite site, FlatGraph graph, Set<String> convolutions) {
    Set<String> before = graph.ancestors(site.node());
    return convolutions.stream()
        .filter(name -> before.contains(name) || name.equals(site.name()))
        .toList();
  }

  /**
   * Floating-point operations for one image of all convolutions but those that stay float.
   *
   * @param kept names of those
   */
  public long operations(Set<String> kept) {
    long operations = 0;
    for (ConvolutionSite site : without(kept).values()) {
      long positions = calibration.positions(inWatched(site.output()));
      operations += 2L * site.kernel().elements() * positions / images;
    }
    return operations;
  }

  /**
   * Writes an 8-bit form for TensorFlow.
   *
   * @param rule how ranges are chosen
   * @param correctBiases whether biases compensate for the rounding errors of the weights
   * @param kept names of convolutions that stay float
   */
  public ModelGraph quantize(ClippingRule rule, boolean correctBiases, Set<String> kept)
      throws UnpreparableModelException {
    Map<String, ConvolutionSite> used = without(kept);
    Map<String, float[]> biases = new HashMap<>();
    if (correctBiases) {
      used.forEach(
          (name, site) -> biases.put(name, corrected.computeIfAbsent(name, n -> corrected(site))));
    }
    try {
      FlatGraph source = model.graph();
      Quantizer quantizer =
          new Quantizer(
              source, Shapes.infer(source), tensor -> range(rule, inWatched(tensor)), used, biases);
      return model.with(quantizer.quantize());
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  /**
   * Writes an 8-bit form for ONNX Runtime.
   *
   * @param rule how ranges are chosen
   * @param correctBiases whether biases compensate for the rounding errors of the weights
   * @param kept names of convolutions that stay float
   * @return the content of a file of ONNX
   * @throws IllegalStateException where the model has none
   */
  public byte[] onnx(ClippingRule rule, boolean correctBiases, Set<String> kept) {
    if (onnx == null) {
      throw new IllegalStateException(withoutOnnx);
    }
    return onnx.quantize(
        new OnnxQuantizer.Statistics() {
          @Override
          public OnnxQuantizer.Levels levels(TensorRef tensor) {
            QuantizedRange range = range(rule, tensor);
            return new OnnxQuantizer.Levels((float) range.step(), range.signed() ? MIDDLE : 0);
          }

          @Override
          public OnnxQuantizer.Levels levels(OnnxQuantizer.Summand summand) {
            return calibration
                .histogram(summand)
                .flatMap(histogram -> histogram.levels(rule))
                .orElseGet(() -> levels(summand.tensor()));
          }

          @Override
          public Optional<double[]> channelMeans(TensorRef tensor) {
            return correctBiases ? Optional.of(calibration.channelMeans(tensor)) : Optional.empty();
          }
        },
        inOnnx(kept));
  }

  /**
   * The names of the convolutions that take images' levels in the form for ONNX Runtime, which have
   * not to be rounded for it.
   */
  public Set<String> convolutionsOfLevels() {
    return onnx == null ? Set.of() : onnx.convolutionsOfLevels();
  }

  /** How many convolutions run in 8 bits in the form for ONNX Runtime. */
  public int onnxConvolutions(Set<String> kept) {
    return onnx == null ? 0 : onnx.convolutions(inOnnx(kept));
  }

  private Set<String> inOnnx(Set<String> kept) {
    return kept.stream()
        .map(name -> splits.containsKey(name) ? splits.get(name).convolution() : name)
        .collect(Collectors.toSet());
  }

  private Map<String, ConvolutionSite> without(Set<String> kept) {
    Map<String, ConvolutionSite> used = new LinkedHashMap<>(sites);
    used.keySet().removeAll(kept);
    return used;
  }

  @Override
  public void close() {
    session.close();
  }
}
