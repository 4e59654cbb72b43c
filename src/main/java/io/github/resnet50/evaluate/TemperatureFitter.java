package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.Certainty;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fits a temperature to labelled images. Keeps the images with all of their probabilities; of more
 * than fit into a bounded memory an even sample. Which images are kept depends on their names and
 * the seed alone. For one thread.
 */
public final class TemperatureFitter implements Evaluation.Reader {
  /** 64 MiB: 16,777 images of a thousand classes. */
  private static final long MOST_NUMBERS = 1L << 24;

  private final long seed;
  private final Double fittingShare;
  private final long most;
  private List<LabelledProbabilities> kept = new ArrayList<>();
  private long highestKey = Long.MAX_VALUE;
  private long seen;

  /**
   * @param fittingShare of the images used for fitting, more than 0 and less than 1, the others
   *     being used to try it; null for all, which are then tried by cross-validation
   */
  public TemperatureFitter(long seed, Double fittingShare) {
    this(seed, fittingShare, MOST_NUMBERS);
  }

  TemperatureFitter(long seed, Double fittingShare, long most) {
    this.seed = seed;
    this.fittingShare = fittingShare;
    this.most = most;
  }

  @Override
  public void add(Predicted image, Observation observation) {
    seen++;
    long key = key(image.name());
    if (key > highestKey) {
      return;
    }
    float[] probabilities = image.scores().probabilities();
    kept.add(new LabelledProbabilities(key, observation.trueClass(), probabilities));
    if ((long) kept.size() * probabilities.length > most) {
      highestKey /= 2;
      kept = new ArrayList<>(kept.stream().filter(other -> other.key() <= highestKey).toList());
    }
  }

  /** Uniform over the positive numbers. */
  private long key(String name) {
    return Numbers.hash(name, seed) >>> 1;
  }

  /** The kept images, as thresholds are found on them once their logits are divided. */
  public ThresholdFitter atTemperature(double temperature) {
    ThresholdFitter thresholds = new ThresholdFitter(seed);
    for (LabelledProbabilities image : kept) {
      float[] scaled = Numbers.temperatureScaled(image.probabilities(), temperature);
      thresholds.add(
          Certainty.of(new ImageScores(scaled, null)),
          image.observation().correct(),
          (image.key() & 1) == 0);
    }
    return thresholds;
  }

  /** How many images were offered. */
  public long seen() {
    return seen;
  }

  /** How many images are kept. */
  public int size() {
    return kept.size();
  }

  /**
   * Fits the temperature, and measures it on images that it was not fitted to.
   *
   * @throws IllegalArgumentException where there are too few
   */
  public TemperatureFit fit(Binning binning) {
    List<LabelledProbabilities> shuffled =
        kept.stream().sorted(Comparator.comparingLong(LabelledProbabilities::key)).toList();
    int fitting =
        fittingShare == null ? shuffled.size() : (int) Math.round(fittingShare * shuffled.size());
    if (shuffled.size() < 2
        || fitting < 1
        || (fittingShare != null && fitting == shuffled.size())) {
      throw new IllegalArgumentException(
          "too few labelled images to fit a temperature: "
              + fitting
              + " of "
              + shuffled.size()
              + " to fit, and others to try it on");
    }
    return fittingShare == null
        ? TemperatureFit.crossValidated(seen, shuffled, binning)
        : TemperatureFit.of(
            seen,
            shuffled.subList(0, fitting),
            shuffled.subList(fitting, shuffled.size()),
            binning);
  }

  /**
   * An image with the probabilities of all classes.
   *
   * @param key a hash of its name, which decides whether it is kept and to which part it belongs
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by key alone
  record LabelledProbabilities(long key, int trueClass, float[] probabilities) {

    Observation observation() {
      return Observation.of(trueClass, probabilities);
    }

    /** The observation after dividing the logits by a temperature. */
    Observation observation(double temperature) {
      return Observation.of(trueClass, Numbers.temperatureScaled(probabilities, temperature));
    }

    /** The loss of the true class, in nat, after dividing the logits by a temperature. */
    double negativeLogLikelihood(double temperature) {
      double most = 0;
      for (float p : probabilities) {
        most = Math.max(most, p);
      }
      double sum = 0; // as powers of the ratio to the largest, so that no term of the sum is lost
      for (float p : probabilities) {
        sum += Math.exp((log(p) - Math.log(most)) / temperature);
      }
      return Math.log(sum) - (log(probabilities[trueClass]) - Math.log(most)) / temperature;
    }

    /**
     * The derivative of {@link #negativeLogLikelihood} by 1/T.
     *
     * @param sharpness 1/T
     */
    Slope slope(double sharpness) {
      double most = log(probabilities[Numbers.argmax(probabilities)]);
      double sum = 0;
      double weighted = 0;
      double squares = 0;
      for (float p : probabilities) {
        double logit = log(p) - most;
        double power = Math.exp(sharpness * logit);
        sum += power;
        weighted += power * logit;
        squares += power * logit * logit;
      }
      double mean = weighted / sum;
      return new Slope(mean - (log(probabilities[trueClass]) - most), squares / sum - mean * mean);
    }

    private static double log(float probability) {
      return Math.log(Math.max(Observation.LEAST_PROBABILITY, probability));
    }
  }

  /**
   * The slope of an image's loss.
   *
   * @param variance that it has where labels are as probable as the model says at that 1/T
   */
  record Slope(double value, double variance) {}
}
