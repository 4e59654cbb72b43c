package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import java.util.ArrayList;
import java.util.List;

/**
 * Temperature scaling (Guo et al. 2017): one number that logits are divided by before the softmax,
 * found where the negative log-likelihood of some images is least, and tried on others. Which class
 * is the most probable does not change.
 *
 * @param temperature above 1: the model was too sure
 * @param labelled number of labelled images; of very many an even sample is used
 * @param fitting on the images it was found with
 * @param heldOut on the others
 */
public record TemperatureFit(double temperature, long labelled, Effect fitting, Effect heldOut) {
  private static final double COLDEST = 0.05;
  private static final double HOTTEST = 20;
  private static final int STEPS = 40; // the interval shrinks by 0.618 each: to 1e-8 of itself
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** The effect on a number of images. */
  public record Effect(
      int images,
      double nllBefore,
      double nllAfter,
      double brierBefore,
      double brierAfter,
      double eceBefore,
      double eceAfter) {

    static Effect of(List<Image> images, double temperature, Binning binning) {
      List<Observation> before = images.stream().map(Image::observation).toList();
      List<Observation> after = new ArrayList<>(images.size());
      for (Image image : images) {
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

  /**
   * An image with the probabilities of all classes.
   *
   * @param key a hash of its name, which decides whether it is kept and to which part it belongs
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by key alone
  record Image(long key, int trueClass, float[] probabilities) {

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
      long labelled, List<Image> fitting, List<Image> heldOut, Binning binning) {
    double temperature = search(fitting);
    return new TemperatureFit(
        temperature,
        labelled,
        Effect.of(fitting, temperature, binning),
        Effect.of(heldOut, temperature, binning));
  }

  /** Golden-section search over the logarithm; the likelihood has one valley (convex in 1/T). */
  private static double search(List<Image> images) {
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

  private static double nll(List<Image> images, double temperature) {
    double sum = 0;
    for (Image image : images) {
      sum += image.negativeLogLikelihood(temperature);
    }
    return sum / images.size();
  }
}
