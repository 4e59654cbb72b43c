package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.TemperatureFitter.LabelledProbabilities;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private static final double AS_SURE = 0.05; // of temperatures near 1

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
    return temperature < TemperatureFitter.COLDEST * 1.001
        || temperature > TemperatureFitter.HOTTEST / 1.001;
  }

  /** What the held-out images say against the temperature, or that is odd of it. */
  public Optional<String> remark() {
    if (isWorse()) {
      return Optional.of(
          ("T makes NLL worse on the %s held-out images (%s -> %s): it is not kept, and more"
                  + " images may give a better one")
              .formatted(
                  COUNT.of(heldOut.images()),
                  Text.format("%.4f", heldOut.nllBefore()),
                  Text.format("%.4f", heldOut.nllAfter())));
    }
    return isAtTheEnd()
        ? Optional.of(
            Text.format(
                "T is at the end of what is tried, %s to %s: these images are %s",
                TemperatureFitter.COLDEST,
                TemperatureFitter.HOTTEST,
                temperature < 1 ? "nearly all right" : "hardly ever right"))
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
    double temperature = TemperatureFitter.search(fitting);
    return new TemperatureFit(
        temperature,
        labelled,
        Effect.of(fitting, temperature, binning),
        Effect.of(heldOut, temperature, binning));
  }
}
