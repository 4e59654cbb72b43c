package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import io.github.resnet50.report.Certainty;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fits a temperature to labelled images. Keeps the images with all of their probabilities; of more
 * than fit into a bounded memory an even sample. Which images are kept depends on their names and
 * the seed alone. For one thread.
 */
public final class TemperatureFitter implements Evaluation.Reader {
  /** 64 MiB: 16,777 images of a thousand classes. */
  private static final long MOST_NUMBERS = 1L << 24;

  private static final double COLDEST = 0.05;
  private static final double HOTTEST = 20;
  private static final double AS_SURE = 0.05; // of temperatures near 1
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
  private static double search(List<LabelledProbabilities> images) {
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
   * Temperature scaling (Guo et al. 2017): one number that logits are divided by before the
   * softmax, found where the negative log-likelihood of some images is least, and tried on others.
   * Which class is the most probable does not change.
   *
   * @param temperature above 1: the model was too sure
   * @param labelled number of labelled images; of very many an even sample is used
   * @param fitting on the images it was found with
   * @param heldOut on the others
   */
  public record TemperatureFit(double temperature, long labelled, Effect fitting, Effect heldOut) {
    /** The effect on a number of images. */
    public record Effect(
        int images,
        double nllBefore,
        double nllAfter,
        double brierBefore,
        double brierAfter,
        double eceBefore,
        double eceAfter) {

      static Effect of(List<LabelledProbabilities> images, double temperature, Binning binning) {
        List<Observation> before = images.stream().map(LabelledProbabilities::observation).toList();
        List<Observation> after = new ArrayList<>(images.size());
        for (LabelledProbabilities image : images) {
          after.add(image.observation(temperature));
        }
        Observations plain = new Observations(before);
        Observations scaled = new Observations(after);
        return new Effect(
            images.size(),
            plain.mean(Observation::negativeLogLikelihood),
            scaled.mean(Observation::negativeLogLikelihood),
            plain.mean(Observation::brier),
            scaled.mean(Observation::brier),
            binning.expectedError(before),
            binning.expectedError(after));
      }
    }

    /** Whether it makes the likelihood of the held-out images less: it is then of no use. */
    public boolean isWorse() {
      return heldOut.nllAfter() > heldOut.nllBefore();
    }

    /** Whether the search ended at an end of what it tries, so that the best may lie beyond. */
    public boolean isAtTheEnd() {
      return temperature < COLDEST * 1.001 || temperature > HOTTEST / 1.001;
    }

    /** What the held-out images say against the temperature, or that is odd of it. */
    public Optional<String> remark() {
      if (isWorse()) {
        return Optional.of(
            ("T makes NLL worse on the %s held-out images (%s -> %s): it is not kept, and more"
                    + " images may give a better one")
                .formatted(
                    COUNT.of(heldOut.images()),
                    SCORE.of(heldOut.nllBefore()),
                    SCORE.of(heldOut.nllAfter())));
      }
      return isAtTheEnd()
          ? Optional.of(
              Text.format(
                  "T is at the end of what is tried, %s to %s: these images are %s",
                  COLDEST, HOTTEST, temperature < 1 ? "nearly all right" : "hardly ever right"))
          : Optional.empty();
    }

    /** What the temperature says of the model, and whether it is of use, in sentences. */
    String verdict() {
      String t = "T = " + SCORE.of(temperature);
      if (isWorse()) {
        return t + ", not used: " + remark().orElseThrow() + ".";
      }
      String model =
          temperature > 1 + AS_SURE
              ? "The model is overconfident"
              : temperature < 1 - AS_SURE
                  ? "The model is underconfident"
                  : "The model is about as sure as it is right";
      return "%s: %s; NLL of the %s held-out images %s → %s, so --save-temperature keeps it.%s"
          .formatted(
              model,
              t,
              COUNT.of(heldOut.images()),
              SCORE.of(heldOut.nllBefore()),
              SCORE.of(heldOut.nllAfter()),
              remark().map(odd -> " " + odd + ".").orElse(""));
    }

    /** Whether some images were left out to bound the memory. */
    public boolean sampled() {
      return labelled > fitting.images() + heldOut.images();
    }

    /**
     * @param labelled images that these were chosen from
     * @param fitting at least one image
     * @param heldOut at least one image
     */
    static TemperatureFit of(
        long labelled,
        List<LabelledProbabilities> fitting,
        List<LabelledProbabilities> heldOut,
        Binning binning) {
      double temperature = search(fitting);
      return new TemperatureFit(
          temperature,
          labelled,
          Effect.of(fitting, temperature, binning),
          Effect.of(heldOut, temperature, binning));
    }
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
