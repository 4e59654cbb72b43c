package io.github.resnet50.adapt.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Minimises a smooth function by L-BFGS (Nocedal 1980; Liu and Nocedal 1989), with a line search
 * that bisects until both of Wolfe's weak conditions hold, so that every step tells of a positive
 * curvature.
 *
 * @param stop asked before each step
 */
record Lbfgs(BooleanSupplier stop) {
  private static final int MEMORY = 10;
  private static final int MOST_STEPS = 2000;
  private static final int MOST_TRIALS = 40;

  /** The decrease that a step needs, as a share of what the slope promises. */
  private static final double DECREASE = 1e-4;

  /** The share of the slope that may be left at its end. */
  private static final double SLOPE = 0.9;

  /** Differences of values below this share of them are rounding errors. */
  private static final double ROUNDING = 1e-14;

  /**
   * The end of a search.
   *
   * @param steepness the norm of the gradient there
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Lowest(double[] point, double steepness) {}

  /** What is minimised. */
  interface Objective {
    /**
     * The value at a point.
     *
     * @param gradient is filled in
     */
    double at(double[] point, double[] gradient);
  }

  /** A step and how the gradient changed along it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(double[] move, double[] change, double product) {}

  /** A point, with what the objective says of it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Place(double[] point, double value, double[] gradient) {
    static Place of(Objective objective, double[] point) {
      double[] gradient = new double[point.length];
      double value = objective.at(point, gradient);
      return new Place(point, value, gradient);
    }

    double steepness() {
      return Math.sqrt(MatrixProduct.dot(gradient, gradient));
    }
  }

  /**
   * The point where the gradient's Euclidean norm is at most so much, or where no step that goes
   * further down is found, or too many were taken.
   *
   * @param start is not changed
   * @throws CancellationException where it was stopped
   */
  Lowest minimum(Objective objective, double[] start, double tolerance) {
    Place here = Place.of(objective, start.clone());
    Deque<Step> memory = new ArrayDeque<>();
    for (int step = 0; step < MOST_STEPS && here.steepness() > tolerance; step++) {
      if (stop.getAsBoolean()) {
        throw new CancellationException("training was stopped");
      }
      double first = memory.isEmpty() ? Math.min(1, 1 / here.steepness()) : 1;
      Place next = search(objective, here, direction(here.gradient, memory), first);
      if (next != null) {
        remember(memory, here, next);
        here = next;
      } else if (memory.isEmpty()) {
        break;
      } else {
        memory.clear(); // what it remembers misleads: start again from the gradient
      }
    }
    return new Lowest(here.point, here.steepness());
  }

  private static void remember(Deque<Step> memory, Place from, Place to) {
    double[] move = to.point.clone();
    add(move, from.point, -1);
    double[] change = to.gradient.clone();
    add(change, from.gradient, -1);
    double product = MatrixProduct.dot(move, change);
    if (product > 0) {
      memory.addFirst(new Step(move, change, product));
      if (memory.size() > MEMORY) {
        memory.removeLast();
      }
    }
  }

  /** Minus the gradient, times the inverse curvature that the last steps tell of. */
  private static double[] direction(double[] gradient, Deque<Step> memory) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      direction[i] = -gradient[i];
    }
    if (memory.isEmpty()) {
      return direction;
    }
    double[] shares = new double[memory.size()];
    int at = 0;
    for (Step step : memory) {
      shares[at] = MatrixProduct.dot(step.move, direction) / step.product;
      add(direction, step.change, -shares[at++]);
    }
    Step last = memory.getFirst();
    double scale = last.product / MatrixProduct.dot(last.change, last.change);
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= scale;
    }
    for (Step step : (Iterable<Step>) memory::descendingIterator) {
      double share = MatrixProduct.dot(step.change, direction) / step.product;
      add(direction, step.move, shares[--at] - share);
    }
    return direction;
  }

  /**
   * Goes along a direction.
   *
   * @param first length to try, of the direction's own
   * @return null where no length is found
   */
  private static Place search(Objective objective, Place from, double[] direction, double first) {
    double slope = MatrixProduct.dot(direction, from.gradient);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = first;
    for (int trial = 0; trial < MOST_TRIALS && slope < 0; trial++) {
      double[] point = from.point.clone();
      add(point, direction, length);
      Place found = Place.of(objective, point);
      double most = from.value + DECREASE * length * slope + ROUNDING * Math.abs(from.value);
      if (!(found.value <= most)) {
        high = length;
      } else if (MatrixProduct.dot(found.gradient, direction) < SLOPE * slope) {
        low = length;
      } else {
        return found;
      }
      length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
    }
    return null;
  }

  private static void add(double[] to, double[] what, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * what[i];
    }
  }
}
