package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Post-training quantisation to 8 bits, everything chosen by measuring on calibration images: the
 * rule for ranges, whether biases are corrected, and which convolutions stay float. The engine must
 * be up, with the kernels for it.
 */
final class Int8Compression {
  /** With less of the arithmetic in 8 bits there is little to win. */
  private static final double LEAST_SHARE = 0.5;

  /** Activations of so few images at once fit into memory for any usual model. */
  private static final int WATCHED_AT_ONCE = 2;

  private static final int CHOOSING_IMAGES = 64;
  private static final int RANKING_IMAGES = 16;

  private final FloatModel model;
  private final long flops;
  private final Consumer<String> notes;
  private final Map<String, ConvolutionSite> sites;
  private final Calibration calibration = new Calibration();

  /**
   * What came out.
   *
   * @param graph the quantised graph
   */
  record Result(FlatGraph graph, Int8Choice choice) {}

  private record Candidate(ClippingRule rule, boolean correct) {}

  /**
   * @param prepared a model in its prepared form; not changed
   * @param flops what it computes for an image
   * @param notes hears what is done, a line a step
   */
  Int8Compression(FloatModel prepared, long flops, Consumer<String> notes)
      throws UnpreparableModelException {
    FlatGraph graph = new FlatGraph(prepared.graph().toGraphDef(), prepared.graph().outputs());
    new ResidualSplitter().split(graph);
    this.model = prepared.with(graph);
    this.flops = flops;
    this.notes = notes;
    this.sites = model.sites();
  }

  /**
   * Quantises.
   *
   * @param maxDrop points of top-1 agreement on the calibration images that may be lost
   * @throws ModelException where the model does not lend itself to it, saying why
   */
  Result run(ImageSet images, double maxDrop) throws ModelException, UnpreparableModelException {
    try (GraphRunner runner = GraphRunner.of(model.graph().toGraphDef(), Sessions.ONE_THREAD)) {
      notes.accept("calibrating");
      calibrate(runner, images);
      requireShare(sites, images.size(), "");
      ImageSet choosing = images.atMost(CHOOSING_IMAGES);
      Candidate best = choose(runner, choosing, predict(runner, model.graph(), choosing));
      Predictions expected = predict(runner, model.graph(), images);
      Set<String> kept = new HashSet<>();
      List<String> ranked = List.of();
      Price price = price(runner, best, sites, images, expected);
      if (price.drop() > maxDrop) {
        ranked = rank(runner, best, images.atMost(RANKING_IMAGES));
        int count = fewest(runner, best, ranked, images, expected, maxDrop);
        ranked = ranked.subList(0, count);
        kept.addAll(ranked);
      }
      Map<String, ConvolutionSite> used = without(kept);
      String because =
          kept.isEmpty() ? "" : " once those stay float that cost more than --max-drop";
      double share = requireShare(used, images.size(), because);
      FlatGraph graph = quantize(runner, best, used);
      return new Result(
          graph, new Int8Choice(best.rule(), best.correct(), used.size(), ranked, share));
    }
  }

  private double requireShare(Map<String, ConvolutionSite> used, int images, String because)
      throws ModelException {
    long quantized = 0;
    for (ConvolutionSite site : used.values()) {
      quantized +=
          2L * site.kernel().elements() * calibration.of(site.output()).positions() / images;
    }
    double share = (double) quantized / flops;
    if (share < LEAST_SHARE) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s cannot be compressed to int8: %.0f %% of its arithmetic is in convolutions that"
                  + " can run in 8 bits%s, and less than %.0f %% is not worth it",
              model.spec().name(),
              100 * share,
              because,
              100 * LEAST_SHARE));
    }
    return share;
  }

  private void calibrate(GraphRunner runner, ImageSet images) {
    List<TensorRef> tensors =
        sites.values().stream()
            .flatMap(site -> Stream.of(site.input(), site.output(), residual(site)))
            .distinct()
            .toList();
    for (int from = 0; from < images.size(); from += WATCHED_AT_ONCE) {
      int to = Math.min(images.size(), from + WATCHED_AT_ONCE);
      calibration.add(
          runner, model.input(), model.batch(images.pixels().subList(from, to)), tensors);
    }
  }

  private static TensorRef residual(ConvolutionSite site) {
    return site.residual() == null ? site.output() : site.residual();
  }

  private Candidate choose(GraphRunner runner, ImageSet images, Predictions expected)
      throws UnpreparableModelException {
    notes.accept("choosing ranges");
    Candidate best = null;
    double least = Double.POSITIVE_INFINITY;
    for (ClippingRule rule : ClippingRule.values()) {
      for (boolean correct : new boolean[] {false, true}) {
        Candidate candidate = new Candidate(rule, correct);
        double divergence = price(runner, candidate, sites, images, expected).meanDivergence();
        if (best == null || divergence < least) {
          best = candidate;
          least = divergence;
        }
      }
    }
    return best;
  }

  /** The convolutions by what each alone costs, the costliest first. */
  private List<String> rank(GraphRunner runner, Candidate candidate, ImageSet images)
      throws UnpreparableModelException {
    notes.accept("measuring layers");
    Predictions expected = predict(runner, model.graph(), images);
    Map<String, Double> costs = new LinkedHashMap<>();
    for (ConvolutionSite site : sites.values()) {
      Map<String, ConvolutionSite> alone = Map.of(site.name(), site);
      costs.put(site.name(), price(runner, candidate, alone, images, expected).meanDivergence());
    }
    List<String> ranked = new ArrayList<>(costs.keySet());
    ranked.sort(Comparator.comparingDouble((String name) -> costs.get(name)).reversed());
    return Collections.unmodifiableList(ranked);
  }

  /** How many of the costliest must stay float, by bisection. */
  private int fewest(
      GraphRunner runner,
      Candidate candidate,
      List<String> ranked,
      ImageSet images,
      Predictions expected,
      double maxDrop)
      throws UnpreparableModelException {
    notes.accept("choosing layers");
    int low = 0;
    int high = ranked.size();
    while (high - low > 1) {
      int middle = (low + high) / 2;
      Map<String, ConvolutionSite> used = without(Set.copyOf(ranked.subList(0, middle)));
      if (price(runner, candidate, used, images, expected).drop() <= maxDrop) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private Map<String, ConvolutionSite> without(Set<String> kept) {
    Map<String, ConvolutionSite> used = new LinkedHashMap<>(sites);
    used.keySet().removeAll(kept);
    return used;
  }

  private Price price(
      GraphRunner shapes,
      Candidate candidate,
      Map<String, ConvolutionSite> used,
      ImageSet images,
      Predictions expected)
      throws UnpreparableModelException {
    FlatGraph graph = quantize(shapes, candidate, used);
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), Sessions.ONE_THREAD)) {
      return Price.of(expected, predict(runner, graph, images), images.classes());
    }
  }

  private FlatGraph quantize(
      GraphRunner shapes, Candidate candidate, Map<String, ConvolutionSite> used)
      throws UnpreparableModelException {
    BiasCorrection correction = new BiasCorrection(tensor -> calibration.of(tensor).channelMeans());
    Map<String, float[]> biases = new HashMap<>();
    if (candidate.correct()) {
      used.values().forEach(site -> biases.put(site.name(), correction.correct(site)));
    }
    return new Quantizer(
            model.graph(),
            shapes.shapes(),
            tensor -> candidate.rule().range(calibration.of(tensor).histogram()))
        .quantize(used, biases);
  }

  private Predictions predict(GraphRunner runner, FlatGraph graph, ImageSet images) {
    return Predictions.of(model, runner, graph.outputs().get(OutputFinder.PROBABILITIES), images);
  }
}
