package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.Estimate.Interval;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How far confidence is from accuracy, over the bins of a {@link Binning}, and how much of that is
 * chance: images that are right or wrong by chance put a gap in every bin, so that the expected
 * calibration error (ECE) of few images is too high, that of a perfectly calibrated model too
 * (Bröcker 2012; Kumar et al. 2019; Roelofs et al. 2022, "Mitigating Bias in Calibration Error
 * Estimation").
 *
 * <p>All here takes a bin's accuracy for normally distributed. Its variance is that of a share to
 * which one image more, as right as the bin is sure, was added: a bin of which all images are right
 * is not certain.
 */
final class CalibrationError {
  /** Bins with fewer say nothing of the largest gap. */
  static final int FEWEST_IN_BIN = 10;

  /** With fewer the interval is too narrow in simulations. */
  static final int FEWEST = 100;

  private final List<Bin> bins;
  private final double images;

  /**
   * @param bins empty ones are left aside; at least one image is needed
   */
  CalibrationError(List<Bin> bins) {
    this.bins = bins.stream().filter(bin -> bin.images() > 0).toList();
    this.images = this.bins.stream().mapToInt(Bin::images).sum();
  }

  /** The mean gap, each bin weighted by its number of images. */
  double expected() {
    return mean(Bin::gap);
  }

  /** The mean gap less what chance is expected to add to gaps of this size; 0 at least. */
  double debiased() {
    return Math.max(0, expected() - bias());
  }

  private double bias() {
    return mean(bin -> noisyGap(bin) - bin.gap());
  }

  /** What the mean gap of a model is expected to be that is as often right as it is sure. */
  double ofCalibrated() {
    return mean(bin -> Math.sqrt(2 / Math.PI * calibratedVariance(bin)));
  }

  /** The largest gap of bins with at least ten images; NaN where there is none. */
  double maximum() {
    return bins.stream()
        .filter(bin -> bin.images() >= FEWEST_IN_BIN)
        .mapToDouble(Bin::gap)
        .max()
        .orElse(Double.NaN);
  }

  /**
   * The debiased error with a 95 % interval of what it would be over endlessly many images. It
   * begins at 0 where a calibrated model shows as high an error by chance, else at the mean gap
   * less twice the bias, and ends above the mean gap: it is wide rather than narrow.
   */
  Estimate estimate() {
    double value = debiased();
    if (images < FEWEST) {
      return Estimate.without(value);
    }
    double deviation = Math.sqrt(sumOfSquares(this::gapVariance));
    double noise = Math.sqrt(sumOfSquares(bin -> (1 - 2 / Math.PI) * calibratedVariance(bin)));
    boolean mayBeNone = expected() <= ofCalibrated() + Estimate.Z * noise;
    double low = expected() - 2 * Math.max(0, bias()) - Estimate.Z * deviation;
    return new Estimate(
        value,
        mayBeNone ? 0 : Math.min(value, Math.max(0, low)),
        Math.min(1, expected() + Estimate.Z * deviation),
        Interval.NORMAL);
  }

  private double mean(ToDoubleFunction<Bin> number) {
    return bins.stream().mapToDouble(bin -> bin.images() * number.applyAsDouble(bin)).sum()
        / images;
  }

  private double sumOfSquares(ToDoubleFunction<Bin> variance) {
    return bins.stream()
        .mapToDouble(
            bin -> {
              double share = bin.images() / images;
              return share * share * variance.applyAsDouble(bin);
            })
        .sum();
  }

  private static double calibratedVariance(Bin bin) {
    // Half precision lets a sum of probabilities be a little more than 1.
    return Math.max(0, bin.confidence() * (1 - bin.confidence())) / bin.images();
  }

  private static double variance(Bin bin) {
    double accuracy = (bin.accuracy() * bin.images() + bin.confidence()) / (bin.images() + 1);
    return Math.max(0, accuracy * (1 - accuracy)) / bin.images();
  }

  private double gapVariance(Bin bin) {
    double noisy = noisyGap(bin);
    return Math.max(0, bin.gap() * bin.gap() + variance(bin) - noisy * noisy);
  }

  /** The mean size of a normal variable whose mean is the gap (the folded normal's). */
  private static double noisyGap(Bin bin) {
    double deviation = Math.sqrt(variance(bin));
    if (deviation == 0) {
      return bin.gap();
    }
    double at = bin.gap() / deviation;
    double density = Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
    // The upper tail, to 1e-7 (Abramowitz and Stegun 1964, 26.2.17).
    double t = 1 / (1 + 0.2316419 * at);
    double tail =
        density
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return 2 * deviation * density + bin.gap() * (1 - 2 * tail);
  }
}
