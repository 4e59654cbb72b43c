package io.github.resnet50.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether intervals hold what they should, by simulation; the README beside the code has more. */
class MacroAveragesTest {
  private static final List<Function<MacroAverages, Estimate>> FIGURES =
      List.of(MacroAverages::recall, MacroAverages::precision, MacroAverages::f1);

  /** What becomes of the images that are not recognised. */
  enum Mistakes {
    /** Taken for any other class, equally often. */
    SPREAD,
    /** Taken for the next one. */
    NEIGHBOUR,
    /** Nearly all taken for the same class. */
    SINK,
    /** Every second class is always right, and takes the mistakes of the one after it. */
    ATTRACTED
  }

  /**
   * @param support images of each class, counted out or as many as there are on average
   * @param chance [true class][predicted class]
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by none
  private record Population(int[] support, double[][] chance) {
    static Population of(String supports, String recalls, Mistakes mistakes) {
      int[] support = support(supports);
      double[] recall = recall(recalls, support.length);
      double[][] chance = new double[support.length][support.length];
      for (int c = 0; c < support.length; c++) {
        double wrong = 1 - recall[c];
        switch (mistakes) {
          case SPREAD -> Arrays.fill(chance[c], wrong / (support.length - 1));
          case NEIGHBOUR -> chance[c][(c + 1) % support.length] = wrong;
          case SINK -> chance[c][c == 0 ? 1 : 0] = wrong;
          case ATTRACTED -> chance[c][c - c % 2] = wrong;
        }
        chance[c][c] = c % 2 == 0 && mistakes == Mistakes.ATTRACTED ? 1 : recall[c];
      }
      return new Population(support, chance);
    }

    private static int[] support(String text) {
      String[] parts = text.split("x", -1);
      return parts.length == 2
          ? IntStream.range(0, Integer.parseInt(parts[0]))
              .map(c -> Integer.parseInt(parts[1]))
              .toArray()
          : Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static double[] recall(String text, int classes) {
      String[] parts = text.split(" ", -1);
      double[] recall = new double[classes];
      for (int c = 0; c < classes; c++) {
        recall[c] = Double.parseDouble(parts[c % parts.length]);
      }
      return recall;
    }

    /** Shares of the predictions of a class, summed up. */
    double[][] upTo() {
      double[][] upTo = Arrays.stream(chance).map(double[]::clone).toArray(double[][]::new);
      Arrays.stream(upTo).forEach(row -> Arrays.parallelPrefix(row, Double::sum));
      return upTo;
    }

    /** One an image, as many of each class as there are. */
    int[] truths() {
      return IntStream.range(0, support.length)
          .flatMap(c -> IntStream.generate(() -> c).limit(support[c]))
          .toArray();
    }

    /** The figures of each class, were there endlessly many images. */
    double[][] truth() {
      double[][] truth = new double[FIGURES.size()][support.length];
      for (int c = 0; c < support.length; c++) {
        double predicted = 0;
        for (int t = 0; t < support.length; t++) {
          predicted += support[t] * chance[t][c];
        }
        double correct = support[c] * chance[c][c];
        truth[0][c] = chance[c][c];
        truth[1][c] = predicted == 0 ? 0 : correct / predicted;
        truth[2][c] = 2 * correct / (support[c] + predicted);
      }
      return truth;
    }

    /** The share of the trials in which each figure's interval held the truth. */
    double[] coverage(boolean counted, int trials) {
      SplittableRandom random = new SplittableRandom(4);
      double[][] upTo = upTo();
      double[][] truth = truth();
      int[] truths = truths();
      double[] held = new double[FIGURES.size()];
      for (int trial = 0; trial < trials; trial++) {
        List<Observation> images = new ArrayList<>();
        for (int i = 0; i < truths.length; i++) {
          int shown = counted ? truths[i] : truths[random.nextInt(truths.length)];
          int found = Arrays.binarySearch(upTo[shown], random.nextDouble());
          int predicted = Math.min(found < 0 ? -1 - found : found + 1, support.length - 1);
          int rank = predicted == shown ? 0 : 1;
          images.add(new Observation(shown, predicted, rank, 0.9f, 0.5f, 0));
        }
        ConfusionMatrix confusion = ConfusionMatrix.of(images, support.length);
        MacroAverages averages = new MacroAverages(confusion);
        for (int f = 0; f < held.length; f++) {
          double[] ofClass = truth[f];
          double is = confusion.macro((matrix, c) -> ofClass[c]);
          Estimate estimate = FIGURES.get(f).apply(averages);
          held[f] += estimate.low() <= is && is <= estimate.high() ? 1 : 0;
        }
      }
      return Arrays.stream(held).map(count -> count / trials).toArray();
    }
  }

  /** Of 1000 trials of 95 % fewer than 93 % hold the truth once in 500. */
  @ParameterizedTest
  @CsvSource({
    "200x1, 0.8, SPREAD, 500",
    "200x1, 0.8, SINK, 500",
    "200x1, 0.3, ATTRACTED, 500",
    "200x5, 0.8, SPREAD, 500",
    "200x5, 0.95 0.8 0.6, NEIGHBOUR, 500",
    "20x10, 0.8, SPREAD, 1000",
    "20x10, 0.99 0.9 0.7 0.5, NEIGHBOUR, 1000",
    "20x10, 0.3, ATTRACTED, 1000",
    "124 12, 0.98 0.7, SPREAD, 1000",
    "100 6 20, 0.97 0.6 0.85, SPREAD, 1000",
    "1 4 7 10 13 16 19 22 25 28, 0.5 0.6 0.7 0.8 0.9, SPREAD, 1000",
    "950 25 25, 0.99 0.6 0.6, SPREAD, 1000",
    "5x4, 0.9, SPREAD, 1000",
  })
  void intervalsHoldWhatTheyShould(String support, String recalls, Mistakes mistakes, int trials) {
    Population population = Population.of(support, recalls, mistakes);
    for (boolean counted : new boolean[] {true, false}) {
      double[] held = population.coverage(counted, trials);
      String line = support + " " + recalls + " " + mistakes + " " + Arrays.toString(held);
      if (Boolean.getBoolean("coverage")) {
        System.out.println(line + counted);
      }
      assertTrue(Arrays.stream(held).min().orElseThrow() >= 0.93, line);
    }
  }
}
