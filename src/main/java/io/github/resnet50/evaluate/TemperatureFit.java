package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.TemperatureFitter.LabelledProbabilities;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Temperature scaling (Guo et al. 2017): one number that logits are divided by before the softmax,
 * found where the negative log-likelihood of images is least, and tried on others. Which class is
 * the most probable does not change.
 *
 * @param temperature above 1: the model was too sure
 * @param low the lower end of its 95 % interval; null where there is none, the temperature being at
 *     an end of what is tried
 * @param high the upper end
 * @param labelled number of labelled images; of very many an even sample is used
 * @param folds in how many parts it was tried, each with the temperature of all others, the one
 *     that is kept being fitted to all images; 0 where it was fitted to some and tried on the rest
 * @param fitting on the images it was found with
 * @param heldOut on images that the temperature was not fitted to
 */
public record TemperatureFit(
    double temperature,
    Double low,
    Double high,
    long labelled,
    int folds,
    Effect fitting,
    Effect heldOut) {
  private static final int FOLDS = 5;

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
      return of(images, at(images, temperature), binning);
    }

    /**
     * @param after the same images at a temperature
     */
    private static Effect of(
        List<LabelledProbabilities> images, List<Observation> after, Binning binning) {
      List<Observation> before = images.stream().map(LabelledProbabilities::observation).toList();
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

    private static List<Observation> at(List<LabelledProbabilities> images, double temperature) {
      return images.stream().map(image -> image.observation(temperature)).toList();
    }
  }

  /** Whether it does not make the likelihood of held-out images greater: it is then of no use. */
  public boolean isWorse() {
    return heldOut.nllAfter() > heldOut.nllBefore();
  }

  /** Whether the search ended at an end of what it tries, so that the best may lie beyond. */
  public boolean isAtTheEnd() {
    return TemperatureSearch.isAtTheEnd(temperature);
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
    if (isAtTheEnd()) {
      return Optional.of(
          Text.format(
              "T is at the end of what is tried, %s to %s: these images are %s",
              TemperatureSearch.COLDEST,
              TemperatureSearch.HOTTEST,
              temperature < 1 ? "nearly all right" : "hardly ever right"));
    }
    return isAboutOne()
        ? Optional.of(
            "The interval of T holds 1, no change: so few images do not tell whether the model is"
                + " too sure or not sure enough")
        : Optional.empty();
  }

  private boolean isAboutOne() {
    return low != null && low <= 1 && 1 <= high;
  }

  /** The temperature and its interval, as pages write it. */
  private String text() {
    return "T = "
        + SCORE.of(temperature)
        + (low == null ? "" : " (95 %: " + SCORE.between(low, high) + ")");
  }

  /** How it was tried on images that it was not fitted to. */
  String trial() {
    return folds > 0
        ? "Held out: by " + folds + "-fold cross-validation; T itself is fitted to all images"
        : "Held out: the images that T was not fitted to";
  }

  /** What the temperature says of the model, and whether it is of use, in sentences. */
  String verdict() {
    if (isWorse()) {
      return text() + ", not used: " + remark().orElseThrow() + ".";
    }
    String model =
        isAboutOne()
            ? "The model is about as sure as it is right"
            : temperature > 1
                ? "The model is overconfident"
                : temperature < 1
                    ? "The model is underconfident"
                    : "The model is about as sure as it is right";
    return "%s: %s; NLL of the %s held-out images %s → %s, so --save-temperature keeps it.%s"
        .formatted(
            model,
            text(),
            COUNT.of(heldOut.images()),
            SCORE.of(heldOut.nllBefore()),
            SCORE.of(heldOut.nllAfter()),
            remark().map(odd -> " " + odd + ".").orElse(""));
  }

  /** How many images were used. */
  int images() {
    return folds > 0 ? fitting.images() : fitting.images() + heldOut.images();
  }

  /** Whether some images were left out to bound the memory. */
  public boolean sampled() {
    return labelled > images();
  }

  /**
   * Fitted to some images and tried on others.
   *
   * @param labelled images that these were chosen from
   * @param fitting at least one image
   * @param heldOut at least one image
   */
  static TemperatureFit of(
      long labelled,
      List<LabelledProbabilities> fitting,
      List<LabelledProbabilities> heldOut,
      Binning binning) {
    Estimate found = new TemperatureSearch(fitting).estimate();
    return new TemperatureFit(
        found.value(),
        found.low(),
        found.high(),
        labelled,
        0,
        Effect.of(fitting, found.value(), binning),
        Effect.of(heldOut, found.value(), binning));
  }

  /**
   * Fitted to all, and tried on each part with the temperature of the other parts.
   *
   * @param images at least two, in an order that says nothing of them
   */
  static TemperatureFit crossValidated(
      long labelled, List<LabelledProbabilities> images, Binning binning) {
    int folds = Math.min(FOLDS, images.size());
    List<Observation> after = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int from = (int) ((long) images.size() * fold / folds);
      int to = (int) ((long) images.size() * (fold + 1) / folds);
      List<LabelledProbabilities> others = new ArrayList<>(images.subList(0, from));
      others.addAll(images.subList(to, images.size()));
      double temperature = new TemperatureSearch(others).best();
      after.addAll(Effect.at(images.subList(from, to), temperature));
    }
    Estimate found = new TemperatureSearch(images).estimate();
    return new TemperatureFit(
        found.value(),
        found.low(),
        found.high(),
        labelled,
        folds,
        Effect.of(images, found.value(), binning),
        Effect.of(images, after, binning));
  }
}
