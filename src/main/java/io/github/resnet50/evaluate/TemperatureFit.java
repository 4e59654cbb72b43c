package io.github.resnet50.evaluate;

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
 * @param labelled images that there were; of very many an even sample is used
 * @param fitting on the images it was found with
 * @param heldOut on the others
 */
public record TemperatureFit(double temperature, long labelled, Effect fitting, Effect heldOut) {
  private static final double COLDEST = 0.05;
  private static final double HOTTEST = 20;
  private static final int STEPS = 40; // the interval shrinks by 0.618 each: to 1e-8 of itself
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** What it does to so many images. */
  public record Effect(
      int images,
      double nllBefore,
      double nllAfter,
      double brierBefore,
      double brierAfter,
      double eceBefore,
      double eceAfter) {

    static Effect of(List<Scored> images, double temperature, Binning binning) {
      List<Observation> before = images.stream().map(Scored::observation).toList();
      List<Observation> after = new ArrayList<>(images.size());
      for (Scored image : images) {
        after.add(image.observation(temperature));
      }
      Observations warm = new Observations(before);
      Observations cooled = new Observations(after);
      return new Effect(
          images.size(),
          warm.mean(Observation::negativeLogLikelihood),
          cooled.mean(Observation::negativeLogLikelihood),
          warm.mean(Observation::brier),
          cooled.mean(Observation::brier),
          binning.expectedError(before),
          binning.expectedError(after));
    }
  }

  /** Whether some were left out, to bound the memory. */
  public boolean sampled() {
    return labelled > fitting.images() + heldOut.images();
  }

  /**
   * @param labelled images that these were chosen from
   * @param fitting at least one image
   * @param heldOut at least one image
   */
  static TemperatureFit of(
      long labelled, List<Scored> fitting, List<Scored> heldOut, Binning binning) {
    double temperature = search(fitting);
    return new TemperatureFit(
        temperature,
        labelled,
        Effect.of(fitting, temperature, binning),
        Effect.of(heldOut, temperature, binning));
  }

  /** Golden-section search over the logarithm; the likelihood has one valley (convex in 1/T). */
  private static double search(List<Scored> images) {
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
    // As it was, where nothing is better: never worse on these images.
    return nll(images, found) < nll(images, 1) ? found : 1;
  }

  private static double nll(List<Scored> images, double temperature) {
    double sum = 0;
    for (Scored image : images) {
      sum += image.negativeLogLikelihood(temperature);
    }
    return sum / images.size();
  }
}
