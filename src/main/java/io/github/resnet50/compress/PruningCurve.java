package io.github.resnet50.compress;

import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What pruning costs over how much of it: the same model by several fractions. */
final class PruningCurve {
  private static final double[] FRACTIONS = {0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4};

  private final ChannelPruning channels;
  private final Consumer<String> notes;

  /**
   * @param form {@code pruned} or {@code pruned-int8}
   * @param fraction of the channels, at most
   * @param removed channels
   * @param flops for an image
   * @param bytes of the graph with its weights
   * @param price against the original
   */
  record Point(String form, double fraction, int removed, long flops, long bytes, Price price) {

    /** For people. */
    String text() {
      return String.format(
          Locale.ROOT,
          "%s: %.3f GFLOP, %.1f MB, same top-1 %.1f %%, KL %.4f nats%s",
          form,
          flops / 1e9,
          bytes / 1e6,
          100 - price.drop(),
          price.meanDivergence(),
          price.labelled() == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", accuracy %.1f %%",
                  100.0 * price.correctAfter() / price.labelled()));
    }
  }

  /**
   * @param notes hears how it gets on, a line a point
   */
  PruningCurve(ChannelPruning channels, Consumer<String> notes) {
    this.channels = channels;
    this.notes = notes;
  }

  /**
   * Prices all points.
   *
   * @param pricing on images that the model is not fitted to
   * @param calibration images for 8 bits; null: without
   */
  List<Point> points(Pricing pricing, ImageSet calibration)
      throws ModelException, UnpreparableModelException {
    List<Point> points = new ArrayList<>();
    for (double fraction : FRACTIONS) {
      notes.accept("pricing a fraction of " + fraction);
      ChannelPruning.Result pruned = channels.prune(fraction);
      points.add(point(Recipe.PRUNED, pruned, pruned.model(), pricing));
      if (calibration != null) {
        // All convolutions in 8 bits: layers kept in float would hide what pruning does.
        Int8Compression int8 =
            new Int8Compression(pruned.model(), pruned.choice().flopsAfter(), step -> {});
        FloatModel quantized = pruned.model().with(int8.run(calibration, 100).graph());
        points.add(point(Recipe.PRUNED + "-" + Recipe.INT8, pruned, quantized, pricing));
      }
    }
    return points;
  }

  private static Point point(
      String form, ChannelPruning.Result pruned, FloatModel made, Pricing pricing) {
    return new Point(
        form,
        pruned.choice().fraction(),
        pruned.choice().removed(),
        pruned.choice().flopsAfter(),
        made.graph().toGraphDef().getSerializedSize(),
        pricing.of(made.graph()));
  }
}
