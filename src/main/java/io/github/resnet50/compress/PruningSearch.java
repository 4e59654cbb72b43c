package io.github.resnet50.compress;

import io.github.resnet50.compress.ChannelPruning.Result;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.ModelException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Chooses how many channels go, such that not too much is lost on the calibration images. */
final class PruningSearch {
  private static final double STEP = 0.01;
  private static final int MOST_STEPS = 90;

  private final String name;
  private final ChannelPruning channels;
  private final Pricing pricing;
  private final Consumer<String> notes;

  /**
   * @param name the model's
   * @param pricing on the calibration images
   * @param notes hears what is done, a line a step
   */
  PruningSearch(String name, ChannelPruning channels, Pricing pricing, Consumer<String> notes) {
    this.name = name;
    this.channels = channels;
    this.pricing = pricing;
    this.notes = notes;
  }

  /**
   * Prunes by as much as is asked for, or by as much as is possible.
   *
   * @param fraction of the channels; empty: as many as may be
   * @param maxDrop points of top-1 agreement that may be lost
   * @throws ModelException where more is lost, saying how much would be right
   */
  Result run(OptionalDouble fraction, double maxDrop)
      throws ModelException, UnpreparableModelException {
    if (fraction.isEmpty()) {
      return require(largest(MOST_STEPS, maxDrop), maxDrop);
    }
    Result wanted = require(channels.prune(fraction.getAsDouble()), maxDrop);
    double drop = drop(wanted);
    if (drop > maxDrop) {
      int steps = (int) Math.ceil(fraction.getAsDouble() / STEP);
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s loses too much by --prune %s: %.1f of 100 calibration images have another top-1,"
                  + " and --max-drop allows %s; --prune %s stays within that",
              name,
              fraction.getAsDouble(),
              drop,
              maxDrop,
              text(largest(steps, maxDrop).choice().fraction())));
    }
    return wanted;
  }

  private Result require(Result result, double maxDrop) throws ModelException {
    if (result.choice().removed() == 0) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s cannot be pruned: no channel of %d can go by this fraction and --max-drop %s",
              name,
              result.choice().channels(),
              maxDrop));
    }
    return result;
  }

  /** The largest of so many steps that loses no more, by bisection. */
  private Result largest(int steps, double maxDrop)
      throws ModelException, UnpreparableModelException {
    notes.accept("choosing how many channels go");
    int low = 0;
    int high = steps;
    Result best = channels.prune(0);
    while (high - low > 1) {
      int middle = (low + high) / 2;
      Result tried = channels.prune(middle * STEP);
      if (drop(tried) <= maxDrop) {
        low = middle;
        best = tried;
      } else {
        high = middle;
      }
    }
    return best;
  }

  private double drop(Result result) {
    return pricing.of(result.model().graph()).drop();
  }

  /** Without what binary fractions add. */
  private static String text(double fraction) {
    return String.format(Locale.ROOT, "%.3f", fraction);
  }
}
