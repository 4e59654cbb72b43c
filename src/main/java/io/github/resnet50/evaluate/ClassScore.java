package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.model.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * How well one class is told from the others.
 *
 * @param index in the model's output
 * @param id such as a WordNet id
 * @param label its name
 * @param support images that show it
 * @param predicted images that are taken for it
 * @param correct images of which both are true
 * @param precision {@code correct / predicted}; 0 where that is 0 / 0
 * @param recall {@code correct / support}; 0 where that is 0 / 0
 * @param f1 their harmonic mean
 */
public record ClassScore(
    int index,
    String id,
    String label,
    int support,
    int predicted,
    int correct,
    double precision,
    double recall,
    double f1) {

  /** Of all classes that occur. */
  static List<ClassScore> of(List<Observation> observations, Classes classes) {
    ConfusionMatrix counts = ConfusionMatrix.of(observations);
    List<ClassScore> scores = new ArrayList<>();
    for (int c = 0; c < counts.classes(); c++) {
      if (counts.support(c) + counts.predicted(c) > 0) {
        Label label = classes.label(c);
        scores.add(
            new ClassScore(
                c,
                label.id(),
                label.name(),
                counts.support(c),
                counts.predicted(c),
                counts.correct(c),
                counts.precision(c),
                counts.recall(c),
                counts.f1(c)));
      }
    }
    return List.copyOf(scores);
  }
}
