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

  static final double COLDEST = 0.05;
  static final double HOTTEST = 20;
  private static final int STEPS = 40; // the interval shrinks by 0.618 each: to 1e-8 of itself
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final long seed;
  private final double fittingShare;
  private final long most;
  private List<LabelledProbabilities> kept = new ArrayList<>();
  private long highestKey = Long.MAX_VALUE;
  private long seen;

  /**
   * @param fittingShare of the images used for fitting, more than 0 and less than 1
   */
  public TemperatureFitter(long seed, double fittingShare) {
    this(seed, fittingShare, MOST_NUMBERS);
  }

  TemperatureFitter(long seed, double fittingShare, long most) {
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
    ThresholdFitter thresholds = new ThresholdFitter();
    for (LabelledProbabilities image : kept) {
      float[] scaled = Numbers.temperatureScaled(image.probabilities(), temperature);
      thresholds.add(Certainty.of(new ImageScores(scaled, null)), image.observation().correct());
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
   * Fits the temperature on one part and measures it on the other.
   *
   * @throws IllegalArgumentException where a part is empty
   */
  public TemperatureFit fit(Binning binning) {
    List<LabelledProbabilities> shuffled =
        kept.stream().sorted(Comparator.comparingLong(LabelledProbabilities::key)).toList();
    int fitting = (int) Math.round(fittingShare * shuffled.size());
    if (fitting < 1 || fitting >= shuffled.size()) {
      throw new IllegalArgumentException(
          "too few labelled images to fit a temperature: "
              + fitting
              + " of "
              + shuffled.size()
              + " to fit, and the others to try it on");
    }
    return TemperatureFit.of(
        seen, shuffled.subList(0, fitting), shuffled.subList(fitting, shuffled.size()), binning);
  }

  /** Golden-section search over the logarithm; the likelihood has one valley (convex in 1/T). */
  static double search(List<LabelledProbabilities> images) {
    double low = Math.log(COLDEST);
    double high = Math.log(HOTTEST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double nllLeft = nll(images, Math.exp(left));
    double nllRight = nll(images, Math.exp(right));
    for (int i = 0; i < STEPS; i++) {
      if (nllLeft <= nllRight) {
        high = right;
        right = left;
        nllRight = nllLeft;
        left = high - GOLDEN * (high - low);
        nllLeft = nll(images, Math.exp(left));
      } else {
        low = left;
        left = right;
        nllLeft = nllRight;
        right = low + GOLDEN * (high - low);
        nllRight = nll(images, Math.exp(right));
      }
    }
    double found = Math.exp((low + high) / 2);
    // No change if nothing is better: never worse on these images.
    return nll(images, found) < nll(images, 1) ? found : 1;
  }

  private static double nll(List<LabelledProbabilities> images, double temperature) {
    double sum = 0;
    for (LabelledProbabilities image : images) {
      sum += image.negativeLogLikelihood(temperature);
    }
    return sum / images.size();
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

    private static double log(float probability) {
      return Math.log(Math.max(Observation.LEAST_PROBABILITY, probability));
    }
  }
}
