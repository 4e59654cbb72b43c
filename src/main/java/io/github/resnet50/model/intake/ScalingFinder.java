package io.github.resnet50.model.intake;

import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.graph.prepare.InputStage;
import io.github.resnet50.graph.prepare.InputStage.Rescaling;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.labelled.SampleImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;

/**
 * Infers the {@link UsualScaling} that a model was trained with from the model itself.
 *
 * <ul>
 *   <li>Whole numbers as input, or a rescaling in the graph that makes usual values of 0..255 (or
 *       of 0..1): then the levels are fed unscaled or scaled accordingly.
 *   <li>Else the first batch normalisation: the sample images go in under each scaling and each
 *       order of channels, and the statistics of its input are compared with those it kept from
 *       training. A scaling is taken where it fits {@value #CLEARLY} times better than any other;
 *       its usual order of channels, unless the other fits as much better.
 * </ul>
 */
final class ScalingFinder {
  private static final double CLEARLY = 4;
  // The divergence of deviations that are off by half: sample images are not the training images.
  private static final double STILL_FITS = 0.5;
  private static final double SMALLEST_SPREAD = 0.5;
  private static final double LARGEST_SPREAD = 12;

  /**
   * The inferred scaling and order of channels.
   *
   * @param evidence in words
   */
  record InferredScaling(UsualScaling scaling, ChannelOrder order, String evidence) {}

  /** How well a scaling with an order of channels fits: a divergence, 0 for perfectly. */
  record Fit(UsualScaling scaling, ChannelOrder order, double divergence) {}

  private final SignatureInput input;
  private final InputStage stage;

  /**
   * @param stage the model's first operations, open for as long as this is used
   */
  ScalingFinder(SignatureInput input, InputStage stage) {
    this.input = input;
    this.stage = stage;
  }

  /** The scaling implied by the graph's first operations; empty if they leave levels unchanged. */
  Optional<InferredScaling> fromGraph() {
    if (input.dtype() == DataType.DT_UINT8) {
      return found(UsualScaling.RAW, "it takes whole numbers");
    }
    Rescaling rescaling = stage.rescaling();
    if (rescaling.isNone()) {
      return Optional.empty();
    }
    String evidence = "the graph itself " + words(rescaling);
    double scale = Math.abs(rescaling.scale().get(0));
    double shift = rescaling.shift().get(0);
    boolean takesOffMean = scale == 1 && shift <= -90 && shift >= -140;
    if (takesOffMean || isUsual(255 * scale)) {
      return found(UsualScaling.RAW, evidence);
    }
    return isUsual(scale) ? found(UsualScaling.UNIT, evidence) : Optional.empty();
  }

  private Optional<InferredScaling> found(UsualScaling scaling, String evidence) {
    return Optional.of(new InferredScaling(scaling, scaling.usualOrder(input.isGray()), evidence));
  }

  private List<ChannelOrder> orders() {
    return input.isGray()
        ? List.of(ChannelOrder.GRAY)
        : List.of(ChannelOrder.RGB, ChannelOrder.BGR);
  }

  /** Whether a range of values this wide is one that networks are usually trained on. */
  private static boolean isUsual(double spread) {
    return spread >= SMALLEST_SPREAD && spread <= LARGEST_SPREAD;
  }

  private static String words(Rescaling rescaling) {
    return "multiplies its input by %s and adds %s"
        .formatted(numbers(rescaling.scale()), numbers(rescaling.shift()));
  }

  private static String numbers(List<Double> values) {
    return values.stream().distinct().map(ScalingFinder::number).collect(Collectors.joining(","));
  }

  /**
   * How the candidates fit the first batch normalisation, best first.
   *
   * @param geometry the keys of {@code serving.properties} that bring images to size
   * @return empty where there is nothing to compare with
   */
  List<Fit> fits(Map<String, String> geometry) {
    if (!stage.hasStatistics()) {
      return List.of();
    }
    Preprocessing size = new ServingProperties(geometry).preprocessing();
    List<byte[]> images = SampleImages.pixels(size, Integer.MAX_VALUE);
    List<Long> shape = input.shape(images.size(), size.height(), size.width());
    List<Fit> fits = new ArrayList<>();
    for (UsualScaling scaling : UsualScaling.of(orders().get(0))) {
      for (ChannelOrder order : orders()) {
        Map<String, String> properties = new HashMap<>(geometry);
        properties.putAll(scaling.properties(order));
        InputFiller filler =
            new InputFiller(
                new ServingProperties(properties).preprocessing(), input.channelsFirst());
        OptionalDouble divergence = stage.divergence(shape, filler.batch(images));
        if (divergence.isEmpty()) {
          return List.of();
        }
        fits.add(new Fit(scaling, order, divergence.getAsDouble()));
      }
    }
    fits.sort(Comparator.comparingDouble(Fit::divergence));
    return fits;
  }

  /** The scaling that fits clearly best; empty where none does. */
  static Optional<InferredScaling> clearlyBest(List<Fit> fits) {
    if (fits.isEmpty() || !(fits.get(0).divergence() <= STILL_FITS)) {
      return Optional.empty();
    }
    Fit best = fits.get(0);
    Fit next =
        fits.stream().filter(fit -> fit.scaling() != best.scaling()).findFirst().orElseThrow();
    if (next.divergence() < CLEARLY * best.divergence()) {
      return Optional.empty();
    }
    Fit usual =
        fits.stream()
            .filter(f -> f.scaling() == best.scaling() && isUsual(f))
            .findFirst()
            .orElseThrow();
    Fit taken = usual.divergence() < CLEARLY * best.divergence() ? usual : best;
    String evidence =
        "batch-norm statistics: divergence %s against %s for %s"
            .formatted(
                number(taken.divergence()), number(next.divergence()), next.scaling().option());
    return Optional.of(new InferredScaling(taken.scaling(), taken.order(), evidence));
  }

  private static boolean isUsual(Fit fit) {
    return fit.order() == fit.scaling().usualOrder(fit.order() == ChannelOrder.GRAY);
  }

  /** Such as {@code tf 0.03, unit 2.1}: every scaling's better order. */
  static String table(List<Fit> fits) {
    Map<UsualScaling, Fit> best = new LinkedHashMap<>();
    fits.forEach(fit -> best.putIfAbsent(fit.scaling(), fit));
    return best.values().stream()
        .map(fit -> fit.scaling().option() + " " + number(fit.divergence()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return Text.format("%.3g", value);
  }
}
