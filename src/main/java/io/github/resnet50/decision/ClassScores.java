package io.github.resnet50.decision;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.Comparator;
import java.util.List;

/**
 * The probabilities of an image's classes by rising index, so that sums of them are the same
 * wherever they come from.
 *
 * @param indices of the classes; null: all there are
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record ClassScores(int[] indices, float[] probabilities) {

  /** Of all classes. */
  static ClassScores of(float[] probabilities) {
    return new ClassScores(null, probabilities);
  }

  /** Of those that a record has. */
  static ClassScores of(List<Prediction> predictions) {
    List<Prediction> rising =
        predictions.stream().sorted(Comparator.comparingInt(Prediction::classIndex)).toList();
    float[] probabilities = new float[rising.size()];
    for (int place = 0; place < probabilities.length; place++) {
      probabilities[place] = rising.get(place).probability();
    }
    return new ClassScores(
        rising.stream().mapToInt(Prediction::classIndex).toArray(), probabilities);
  }

  int size() {
    return probabilities.length;
  }

  /** Of the class at a place. */
  int index(int place) {
    return indices == null ? place : indices[place];
  }

  float probability(int place) {
    return probabilities[place];
  }

  /** The place of the most probable class; of equal ones the first. */
  int best() {
    return Numbers.argmax(probabilities);
  }
}
