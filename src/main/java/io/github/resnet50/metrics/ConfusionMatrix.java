package io.github.resnet50.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of the true and predicted classes, and of each pair of them that occurs. */
public final class ConfusionMatrix {
  private final List<Observation> observations;
  private final int[] support;
  private final int[] predicted;
  private final int[] correct;

  /**
   * The number of images of one class that were classified as one class, possibly the same.
   *
   * @param trueClass index
   * @param predictedClass index
   */
  public record ClassPair(int trueClass, int predictedClass, int images) {}

  private ConfusionMatrix(List<Observation> observations, int classes) {
    this.observations = observations;
    support = new int[classes];
    predicted = new int[classes];
    correct = new int[classes];
    for (Observation o : observations) {
      support[o.trueClass()]++;
      predicted[o.predictedClass()]++;
      if (o.correct()) {
        correct[o.trueClass()]++;
      }
    }
  }

  /** For the classes up to the highest index that occurs. */
  public static ConfusionMatrix of(List<Observation> observations) {
    int classes = 0;
    for (Observation o : observations) {
      classes = Math.max(classes, 1 + Math.max(o.trueClass(), o.predictedClass()));
    }
    return new ConfusionMatrix(observations, classes);
  }

  /**
   * @param classes more than any index that occurs
   */
  public static ConfusionMatrix of(List<Observation> observations, int classes) {
    return new ConfusionMatrix(observations, classes);
  }

  public int classes() {
    return support.length;
  }

  /** Images whose true class it is. */
  public int support(int c) {
    return support[c];
  }

  /** Images classified as it. */
  public int predicted(int c) {
    return predicted[c];
  }

  /** Images of the class that are classified as it. */
  public int correct(int c) {
    return correct[c];
  }

  /** Share of the images classified as the class whose true class it is; 0 if there are none. */
  public double precision(int c) {
    return predicted[c] == 0 ? 0 : (double) correct[c] / predicted[c];
  }

  /** Share of the class's images that are classified as it; 0 if there are none. */
  public double recall(int c) {
    return support[c] == 0 ? 0 : (double) correct[c] / support[c];
  }

  /** Harmonic mean of precision and recall; 0 if both are 0. */
  public double f1(int c) {
    int sum = support[c] + predicted[c];
    return sum == 0 ? 0 : 2.0 * correct[c] / sum;
  }

  /** One number per class. */
  public interface OfClass {
    double of(ConfusionMatrix matrix, int c);
  }

  /**
   * The mean over the classes that occur as true classes, unweighted; for recall this is the
   * balanced accuracy.
   */
  public double macro(OfClass number) {
    double sum = 0;
    int shown = 0;
    for (int c = 0; c < support.length; c++) {
      if (support[c] > 0) {
        sum += number.of(this, c);
        shown++;
      }
    }
    return shown == 0 ? Double.NaN : sum / shown;
  }

  /** The cells that are not 0, by true class, then by predicted class. */
  public List<ClassPair> cells() {
    Map<Long, Integer> counts = new TreeMap<>();
    for (Observation o : observations) {
      counts.merge((long) o.trueClass() << Integer.SIZE | o.predictedClass(), 1, Integer::sum);
    }
    List<ClassPair> cells = new ArrayList<>(counts.size());
    counts.forEach(
        (key, images) ->
            cells.add(new ClassPair((int) (key >> Integer.SIZE), key.intValue(), images)));
    return List.copyOf(cells);
  }

  /** The most frequent mistakes, the most frequent first. */
  public static List<ClassPair> mostFrequentMistakes(List<ClassPair> cells, int most) {
    return cells.stream()
        .filter(cell -> cell.trueClass() != cell.predictedClass())
        .sorted(
            Comparator.comparingInt(ClassPair::images)
                .reversed()) // stable: equal counts stay sorted by class
        .limit(most)
        .toList();
  }
}
