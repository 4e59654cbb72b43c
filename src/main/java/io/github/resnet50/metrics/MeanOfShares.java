package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;
import java.util.Arrays;

/**
 * The unweighted mean of shares of images, one a class, with a 95 % score interval: Wilson's, where
 * every class has as many images and is as hard as the others. The mean is tried as true, the
 * classes' shares all moved towards it by the same factor of their odds, and is in the interval
 * where the mean that was found lies within 1.96 standard errors at these shares.
 *
 * <p>Of a class with few images its own share says little of how much it would vary: 1 of 1 is not
 * certain. Each share is therefore first drawn towards the mean of all, the less the more images it
 * is of and the more the classes differ beyond chance (beta-binomial, by the method of moments;
 * Kleinman 1973). The coverage that simulations show stands in the README beside this class.
 */
public final class MeanOfShares {
  private static final double WIDEST = 60; // in logits; any share is then 0 or 1 to the last digit
  private static final int HALVINGS = 45;

  /** Classes differ by as much as even chances would at most: no share is taken as it is. */
  private static final double MOST_SPREAD = 0.5;

  private final double[] images;
  private final double[] smoothed;
  private final double[] odds; // of the smoothed shares' opposite
  private final double value;
  private final double reach; // of the interval, in standard errors

  /**
   * @param shares 0..1, of at least one class
   * @param images of how many independent images each, more than 0; need not be whole
   */
  MeanOfShares(double[] shares, double[] images) {
    this.images = images;
    this.value = Arrays.stream(shares).average().orElseThrow();
    double noise = Arrays.stream(images).map(n -> 1 / n).average().orElseThrow();
    double all = shares.length / noise; // of so many images one share would be as uncertain
    double centre = (value * all + 0.5) / (all + 1); // neither 0 nor 1
    double spread = spread(shares, noise, centre);
    smoothed = new double[shares.length];
    for (int c = 0; c < shares.length; c++) {
      double own = images[c] * spread / (images[c] * spread + 1 - spread);
      smoothed[c] = own * shares[c] + (1 - own) * centre;
    }
    odds = Arrays.stream(smoothed).map(share -> 1 / share - 1).toArray();
    reach = Estimate.Z * (1 + (Estimate.Z * Estimate.Z + 1) / 4 * Math.max(0, fewness() - 1 / all));
  }

  /** As the constructor says. */
  public static Estimate of(double[] shares, double[] images) {
    return new MeanOfShares(shares, images).estimate();
  }

  /** The correlation of two images of a class, 0 where the classes differ by chance alone. */
  private double spread(double[] shares, double noise, double centre) {
    if (shares.length == 1 || noise >= 1) {
      return 0; // nothing tells
    }
    double squares = Arrays.stream(shares).map(s -> (s - value) * (s - value)).sum();
    double variance = squares / (shares.length - 1);
    double beyond = variance / (centre * (1 - centre)) - noise;
    return Math.min(MOST_SPREAD, Math.max(0, beyond / (1 - noise)));
  }

  /**
   * One over the degrees of freedom of the variance: few, where most of it is a class's of which
   * there are few images, so that it is itself uncertain (Satterthwaite 1946). Student's quantile
   * is about {@code z · (1 + (z² + 1) / 4 · fewness)}.
   */
  private double fewness() {
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < smoothed.length; c++) {
      sum += variance(c);
      squares += variance(c) * variance(c) / images[c];
    }
    return squares / (sum * sum);
  }

  Estimate estimate() {
    double found = value <= 0 ? -WIDEST : value >= 1 ? WIDEST : move(-WIDEST, WIDEST, this::above);
    double low = value <= 0 ? 0 : mean(move(-WIDEST, found, this::within));
    double high = value >= 1 ? 1 : mean(move(found, WIDEST, move -> !within(move)));
    return new Estimate(value, Math.min(low, value), Math.max(high, value), Interval.SCORE);
  }

  /** A class's share, drawn towards the others'. */
  double smoothed(int c) {
    return smoothed[c];
  }

  /** Of a class's share. */
  double variance(int c) {
    return smoothed[c] * (1 - smoothed[c]) / images[c];
  }

  /** Whether something holds of all shares moved by so many logits. */
  private interface Holds {
    boolean at(double move);
  }

  /** Where something begins to hold; at the lower end it does not. */
  private static double move(double from, double to, Holds holds) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (holds.at(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (low + high) / 2;
  }

  private boolean above(double move) {
    return mean(move) >= value;
  }

  private boolean within(double move) {
    double factor = Math.exp(-move);
    double mean = 0;
    double variance = 0;
    for (int c = 0; c < odds.length; c++) {
      double share = 1 / (1 + odds[c] * factor);
      mean += share;
      variance += share * (1 - share) / images[c];
    }
    double off = value * odds.length - mean;
    return off * off <= reach * reach * variance;
  }

  private double mean(double move) {
    double factor = Math.exp(-move);
    double sum = 0;
    for (double odd : odds) {
      sum += 1 / (1 + odd * factor);
    }
    return sum / odds.length;
  }
}
