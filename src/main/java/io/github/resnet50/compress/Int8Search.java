package io.github.resnet50.compress;

import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.quantize.ClippingRule;
import io.github.resnet50.graph.quantize.ModelGraph;
import io.github.resnet50.graph.quantize.Quantization;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Post-training quantisation to 8 bits, everything chosen by measuring on calibration images: the
 * rule for ranges, whether biases are corrected, and which convolutions stay float. The engine must
 * be up, with the kernels for it. Runs once.
 */
final class Int8Search implements AutoCloseable {
  /** With less of the arithmetic in 8 bits there is little to gain. */
  private static final double LEAST_SHARE = 0.5;

  /**
   * The part of the error that must go, for each part of the arithmetic that turns float. Of a
   * ResNet50 trained on ImageNet the first convolution (0.029 of the arithmetic) took 0.71 of it
   * away, the rest of its first block (0.057) 0.33 of what was left.
   */
  private static final double WORTH = 4;

  /** The activations of this many images at once fit into memory for any usual model. */
  private static final int WATCHED_AT_ONCE = 2;

  private static final int CHOOSING_IMAGES = 32;
  private static final int RANKING_IMAGES = 16;

  private final CompressibleModel model;
  private final ImageSet images;
  private final double maxDrop;
  private final Consumer<String> notes;
  private final Quantization quantization;
  private final long flops;

  /**
   * The outcome.
   *
   * @param graph the quantised graph
   * @param onnx forms for ONNX Runtime, the fastest first; empty where the model has none
   * @param withoutOnnx why it has none
   * @param expected what the original says of the images that it was fitted to, a row each
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record QuantizedModel(
      ModelGraph graph,
      CompressionLabel.Int8 choice,
      List<OnnxForm> onnx,
      String withoutOnnx,
      float[][] expected) {}

  /**
   * A form for ONNX Runtime.
   *
   * @param content of its file
   * @param convolutions how many run in 8 bits
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record OnnxForm(byte[] content, int convolutions) {}

  private record Scheme(ClippingRule rule, boolean correctBiases) {}

  /**
   * What a scheme with some convolutions in float makes of images.
   *
   * @param error in all scores; a few images tell it better than they tell the loss
   */
  private record Trial(AccuracyLoss loss, double error) {}

  /**
   * @param images to calibrate and to choose on
   * @param maxDrop points of top-1 agreement on them that may be lost
   * @param notes receives one line for each step
   */
  Int8Search(CompressibleModel model, ImageSet images, double maxDrop, Consumer<String> notes)
      throws ModelException, UnpreparableModelException {
    this.model = model;
    this.images = images;
    this.maxDrop = maxDrop;
    this.notes = notes;
    this.flops = model.flops();
    this.quantization = new Quantization(model.graph(), model.levels());
  }

  /**
   * Quantises.
   *
   * @throws ModelException where the model cannot be quantised, with the reason
   */
  QuantizedModel run() throws ModelException, UnpreparableModelException {
    notes.accept("calibrating");
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += WATCHED_AT_ONCE) {
      int to = Math.min(images.size(), from + WATCHED_AT_ONCE);
      rows.addAll(List.of(quantization.calibrate(model.batch(images.pixels().subList(from, to)))));
    }
    float[][] expected = rows.toArray(float[][]::new);
    requireShare(Set.of(), "");
    Scheme best = choose(expected);
    List<String> kept = kept(best, expected);
    double share =
        requireShare(
            Set.copyOf(kept),
            kept.isEmpty() ? "" : " once those stay float that cost more than --max-drop");
    ModelGraph graph = quantization.quantize(best.rule(), best.correctBiases(), Set.copyOf(kept));
    int quantized = quantization.convolutions().size() - kept.size();
    return new QuantizedModel(
        graph,
        new CompressionLabel.Int8(best.rule(), best.correctBiases(), quantized, kept, share),
        onnx(best, Set.copyOf(kept)),
        quantization.withoutOnnx().orElse(""),
        expected);
  }

  /** With nothing float, with what takes levels not float, and with all that TensorFlow keeps. */
  private List<OnnxForm> onnx(Scheme scheme, Set<String> kept) {
    if (quantization.withoutOnnx().isPresent()) {
      return List.of();
    }
    Set<String> fewer = new HashSet<>(kept);
    fewer.removeAll(quantization.convolutionsOfLevels());
    return Stream.of(Set.<String>of(), fewer, kept)
        .distinct()
        .map(
            these ->
                new OnnxForm(
                    quantization.onnx(scheme.rule(), scheme.correctBiases(), these),
                    quantization.onnxConvolutions(these)))
        .toList();
  }

  private double requireShare(Set<String> kept, String because) throws ModelException {
    double share = share(kept);
    if (share < LEAST_SHARE) {
      throw new ModelException(
          Text.format(
              "%s cannot be compressed to int8: %.0f %% of its arithmetic is in convolutions that"
                  + " can run in 8 bits%s, and less than %.0f %% is not worth it",
              model.spec().name(), 100 * share, because, 100 * LEAST_SHARE));
    }
    return share;
  }

  /** Of the arithmetic, what is in 8 bits. */
  private double share(Collection<String> kept) {
    return (double) quantization.operations(Set.copyOf(kept)) / flops;
  }

  /**
   * The layers that stay float. The first ones cost the most accuracy for the least arithmetic as a
   * rule: as many of them as have to, or as are worth it. Where that is not enough, as few as
   * possible of all.
   */
  private List<String> kept(Scheme scheme, float[][] expected) throws UnpreparableModelException {
    List<String> kept = List.of();
    Trial trial = attempt(scheme, kept, images, expected);
    for (List<String> more : beginnings()) {
      Trial next = attempt(scheme, more, images, expected);
      double worth = WORTH * (share(kept) - share(more));
      if (trial.loss().drop() > maxDrop || trial.error() - next.error() > worth * trial.error()) {
        kept = more;
        trial = next;
      }
    }
    if (trial.loss().drop() <= maxDrop) {
      return kept;
    }
    List<String> ranked = rank(scheme, expected);
    return ranked.subList(0, fewest(scheme, ranked, expected));
  }

  /** The first convolution, and all up to the first residual that is added. */
  private List<List<String>> beginnings() {
    List<String> first = quantization.convolutions().subList(0, 1);
    List<String> block = quantization.firstBlock();
    return block.size() > first.size() ? List.of(first, block) : List.of(first);
  }

  /**
   * The way to quantise that changes the predictions least: the rule with biases corrected, which
   * is better as a rule, then whether they should be with that one.
   */
  private Scheme choose(float[][] ofAll) throws UnpreparableModelException {
    ImageSet some = images.atMost(CHOOSING_IMAGES);
    float[][] expected = images.ofThose(CHOOSING_IMAGES, ofAll);
    notes.accept("choosing ranges");
    Scheme best = null;
    double least = Double.POSITIVE_INFINITY;
    for (ClippingRule rule : ClippingRule.values()) {
      Scheme scheme = new Scheme(rule, true);
      double error = attempt(scheme, Set.of(), some, expected).error();
      if (best == null || error < least) {
        best = scheme;
        least = error;
      }
    }
    Scheme uncorrected = new Scheme(best.rule(), false);
    return attempt(uncorrected, Set.of(), some, expected).error() <= least ? uncorrected : best;
  }

  /** The convolutions by what each alone costs, the costliest first. */
  private List<String> rank(Scheme scheme, float[][] ofAll) throws UnpreparableModelException {
    notes.accept("measuring layers");
    ImageSet some = images.atMost(RANKING_IMAGES);
    float[][] expected = images.ofThose(RANKING_IMAGES, ofAll);
    Map<String, Double> costs = new HashMap<>();
    for (String name : quantization.convolutions()) {
      Set<String> others = new HashSet<>(quantization.convolutions());
      others.remove(name);
      costs.put(name, attempt(scheme, others, some, expected).error());
    }
    List<String> ranked = new ArrayList<>(quantization.convolutions());
    ranked.sort(Comparator.comparingDouble((String name) -> costs.get(name)).reversed());
    return ranked;
  }

  /** How many of the costliest must stay float, by bisection. */
  private int fewest(Scheme scheme, List<String> ranked, float[][] expected)
      throws UnpreparableModelException {
    notes.accept("choosing layers");
    int low = 0;
    int high = ranked.size();
    while (high - low > 1) {
      int middle = (low + high) / 2;
      List<String> kept = ranked.subList(0, middle);
      if (attempt(scheme, kept, images, expected).loss().drop() <= maxDrop) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private Trial attempt(Scheme scheme, Collection<String> kept, ImageSet some, float[][] expected)
      throws UnpreparableModelException {
    ModelGraph graph =
        quantization.quantize(scheme.rule(), scheme.correctBiases(), Set.copyOf(kept));
    float[][] scores = model.predict(graph, some);
    return new Trial(
        AccuracyLoss.of(expected, scores, some.classes()),
        AccuracyLoss.scoreError(expected, scores));
  }

  @Override
  public void close() {
    quantization.close();
  }
}
