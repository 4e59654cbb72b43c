package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.ConfidentLearning;
import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.LabelNoise;
import io.github.resnet50.adapt.check.LabelNoise.WrongAmong;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Images whose labels may be wrong.
 *
 * @param ranking the most suspect first
 * @param first how many of the first are probably wrong; null where the ranking is empty
 */
record LabelDoubts(List<Doubt> ranking, WrongAmong first) {
  /** How many of the ranking a person would look at first. */
  static final int FIRST = 20;

  /**
   * A label that is doubted.
   *
   * @param wrong the probability that it is wrong
   */
  record Doubt(Suspect suspect, double wrong) {}

  /**
   * @param unseen what heads that have not seen the images say of them
   */
  static LabelDoubts of(Predictions unseen, long seed) {
    Dataset dataset = unseen.dataset();
    int[] labels = Arrays.stream(unseen.images()).map(dataset::label).toArray();
    float[][] probabilities = unseen.probabilities();
    LabelNoise noise = LabelNoise.of(probabilities, labels);
    List<Suspect> rows =
        ConfidentLearning.suspects(probabilities, labels, dataset.classes().size()).stream()
            .sorted(Comparator.comparing(Suspect::confident).reversed())
            .toList();
    int[] first = rows.stream().limit(FIRST).mapToInt(Suspect::image).toArray();
    List<Doubt> ranking =
        rows.stream()
            .map(
                suspect ->
                    new Doubt(
                        suspect.at(unseen.images()[suspect.image()]),
                        noise.wrong(probabilities[suspect.image()], suspect.label())))
            .toList();
    return new LabelDoubts(
        ranking, first.length == 0 ? null : noise.wrongAmong(probabilities, labels, first, seed));
  }
}
