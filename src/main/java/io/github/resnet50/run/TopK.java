package io.github.resnet50.run;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The k most probable classes, best first; of two equal ones the lower index comes first. */
final class TopK {
  private final int k;
  private final List<Label> labels;

  TopK(int k, List<Label> labels) {
    this.k = Math.min(k, labels.size());
    this.labels = labels;
  }

  /** How many predictions an image gets: what was asked for, or all classes where fewer. */
  int size() {
    return k;
  }

  /**
   * @param probabilities one a class
   */
  List<Prediction> of(float[] probabilities) {
    int[] best = new int[k];
    int found = 0;
    for (int candidate = 0; candidate < probabilities.length; candidate++) {
      int place = Math.min(found, k);
      while (place > 0 && probabilities[candidate] > probabilities[best[place - 1]]) {
        place--;
      }
      if (place < k) {
        System.arraycopy(best, place, best, place + 1, Math.min(found, k - 1) - place);
        best[place] = candidate;
        found = Math.min(found + 1, k);
      }
    }
    List<Prediction> predictions = new ArrayList<>(k);
    for (int index : best) {
      Label label = labels.get(index);
      predictions.add(new Prediction(index, label.id(), label.name(), probabilities[index]));
    }
    return Collections.unmodifiableList(predictions);
  }
}
