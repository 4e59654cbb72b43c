package io.github.resnet50.evaluate;

import java.util.List;

/** Of each class, how many images show it, are taken for it, and both. */
final class ClassCounts {
  private final int[] support;
  private final int[] predicted;
  private final int[] correct;

  ClassCounts(List<Observation> observations) {
    int classes = 0;
    for (Observation o : observations) {
      classes = Math.max(classes, 1 + Math.max(o.trueClass(), o.predictedClass()));
    }
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

  /** One more than the highest class that occurs. */
  int classes() {
    return support.length;
  }

  int support(int c) {
    return support[c];
  }

  int predicted(int c) {
    return predicted[c];
  }

  int correct(int c) {
    return correct[c];
  }

  /** Share of the images taken for the class that show it; 0 where there are none. */
  double precision(int c) {
    return predicted[c] == 0 ? 0 : (double) correct[c] / predicted[c];
  }

  /** Share of the images that show the class that are taken for it; 0 where there are none. */
  double recall(int c) {
    return support[c] == 0 ? 0 : (double) correct[c] / support[c];
  }

  /** Harmonic mean of precision and recall; 0 where both are. */
  double f1(int c) {
    int sum = support[c] + predicted[c];
    return sum == 0 ? 0 : 2.0 * correct[c] / sum;
  }

  /** One number of a class. */
  interface OfClass {
    double of(ClassCounts counts, int c);
  }

  /** The mean over the classes that at least one image shows, each counting the same. */
  double macro(OfClass number) {
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
}
