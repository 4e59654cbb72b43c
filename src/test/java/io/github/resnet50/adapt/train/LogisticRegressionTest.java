package io.github.resnet50.adapt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.train.TrainingPool.CostTrial;
import io.github.resnet50.adapt.train.TrainingPool.RowSplit;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.model.Head;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LogisticRegressionTest {
  /** Sines, those of a class's own features a little higher; another program can make the same. */
  private static Examples sines(int rows, int width, int classes, double shift) {
    float[][] features = new float[rows][width];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 2 == 0 ? 0 : classes == 2 || i % 3 != 0 ? 1 : 2;
      for (int j = 0; j < width; j++) {
        double own = j % classes == labels[i] ? shift : 0;
        features[i][j] = (float) (Math.sin(1.0 + 0.7 * i * (j + 1) + 0.3 * j * j) + own);
      }
    }
    return new Examples(features, labels, classes);
  }

  /** Points around a middle for each class. */
  private static Examples points(long seed, int width, int... counts) {
    Random middles = new Random(1);
    float[][] middle = new float[counts.length][width];
    for (float[] row : middle) {
      for (int j = 0; j < width; j++) {
        row[j] = (float) middles.nextGaussian();
      }
    }
    Random random = new Random(seed);
    int rows = Arrays.stream(counts).sum();
    float[][] features = new float[rows][width];
    int[] labels = new int[rows];
    for (int c = 0, row = 0; c < counts.length; c++) {
      for (int i = 0; i < counts[c]; i++, row++) {
        labels[row] = c;
        for (int j = 0; j < width; j++) {
          features[row][j] = (float) (3 + middle[c][j] + 2 * random.nextGaussian());
        }
      }
    }
    return new Examples(features, labels, counts.length);
  }

  private static Head fit(Examples rows, double cost, boolean balanced) {
    try (TrainingPool pool = new TrainingPool(1)) {
      return pool.train(TrainingSettings.logistic(balanced, 1).withCost(cost), rows);
    }
  }

  private static Head fit(SampleSpan span, Examples rows, double cost) {
    int[] all = IntStream.range(0, rows.size()).toArray();
    LogisticRegression whole = new LogisticRegression(span, rows, all, true, () -> false);
    return whole.head(whole.fit(cost, null, LogisticRegression.FINE));
  }

  private static double[] probabilities(Head head, float[] row) {
    float[] logits = head.logits(row);
    double[] scores = IntStream.range(0, logits.length).mapToDouble(c -> logits[c]).toArray();
    double all = LogisticLoss.logSumExp(scores);
    return Arrays.stream(scores).map(s -> Math.exp(s - all)).toArray();
  }

  private static double loss(Head head, Examples rows) {
    return IntStream.range(0, rows.size())
        .mapToDouble(i -> -Math.log(probabilities(head, rows.features()[i])[rows.labels()[i]]))
        .average()
        .orElseThrow();
  }

  /**
   * scikit-learn 1.2: {@code StandardScaler}, then {@code LogisticRegression(C, class_weight=
   * 'balanced', multi_class='multinomial', solver='newton-cg', tol=1e-12)}, as weights of the
   * features as they come; intercepts less their mean.
   */
  static Stream<Arguments> scikitLearn() {
    return Stream.of(
        Arguments.of(
            sines(30, 4, 3, 0.5),
            1.0,
            0.512302467,
            new double[][] {
              {0.5813618, -0.2014037, -0.3799581}, {-0.2471782, 0.4373956, -0.1902173}
            },
            new double[] {0.3306984, 0.7390837, -1.0697821}),
        Arguments.of(
            sines(30, 4, 3, 0.5),
            100.0,
            0.393028426,
            new double[][] {{1.1094079, 0.5066995, -1.6161074}, {-0.4352226, 0.308069, 0.1271536}},
            new double[] {3.1828033, 3.5466546, -6.7294579}),
        Arguments.of( // fewer rows than features
            sines(12, 40, 3, 2),
            10.0,
            0.002612562,
            new double[][] {
              {0.143988, -0.1023504, -0.0416376}, {-0.0851664, 0.1473152, -0.0621489}
            },
            new double[] {0.2853599, 0.7286895, -1.0140494}),
        Arguments.of(
            sines(40, 5, 2, 0.4),
            0.01,
            0.626230211,
            new double[][] {{0.06179, -0.06179}, {-0.0555498, 0.0555498}},
            new double[] {-0.0197552, 0.0197552}));
  }

  @ParameterizedTest
  @MethodSource
  void scikitLearn(Examples rows, double cost, double loss, double[][] weights, double[] bias) {
    Head head = fit(rows, cost, true);
    assertEquals(loss, loss(head, rows), 1e-6);
    Head.Dense layer = head.layers().get(0);
    double mean =
        IntStream.range(0, bias.length).mapToDouble(c -> layer.bias()[c]).average().orElse(0);
    for (int c = 0; c < bias.length; c++) {
      for (int j = 0; j < weights.length; j++) {
        assertEquals(weights[j][c], layer.weights()[j][c], 1e-4, "feature " + j + ", class " + c);
      }
      assertEquals(bias[c], layer.bias()[c] - mean, 1e-4, "class " + c);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Examples rows = sines(9, 5, 3, 0.5);
    double[] weights = {0.1, 0.05, 0.2, 0.1, 0.05, 0.2, 0.1, 0.15, 0.05};
    LogisticLoss loss =
        new LogisticLoss(SampleSpan.whole(rows).coordinates, rows.labels(), weights, 3, 0.3);
    Random random = new Random(2);
    double[] at = random.doubles(loss.parameters(), -1, 1).toArray();
    double[] gradient = new double[at.length];
    loss.at(at, gradient);
    for (int i = 0; i < at.length; i++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += 1e-5;
      below[i] -= 1e-5;
      double difference =
          loss.at(above, new double[at.length]) - loss.at(below, new double[at.length]);
      assertEquals(difference / 2e-5, gradient[i], 1e-8, "parameter " + i);
    }
  }

  @Test
  void theSpanHasTheSameSolutionAsTheFeatures() {
    for (Examples rows : List.of(points(2, 60, 7, 8, 9), copies(points(2, 60, 4, 5, 3), 2))) {
      Head whole = fit(SampleSpan.whole(rows), rows, 10);
      Head reduced = fit(SampleSpan.reduced(rows), rows, 10);
      for (int j = 0; j < 60; j++) {
        assertArrayEquals(
            whole.layers().get(0).weights()[j], reduced.layers().get(0).weights()[j], 1e-5f);
      }
      assertArrayEquals(whole.layers().get(0).bias(), reduced.layers().get(0).bias(), 1e-4f);
    }
  }

  private static Examples copies(Examples rows, int times) {
    int[] again = IntStream.range(0, rows.size() * times).map(i -> i / times).toArray();
    return rows.at(again);
  }

  @Test
  void copiesCountAsMuchAsTheirNumberAndViewsOfAnImageAsOne() {
    Examples rows = points(2, 8, 30, 20);
    Head one = fit(rows, 2, true);
    Examples thrice = copies(rows, 3);
    Head copied = fit(thrice, 2 / 3.0, true);
    Head viewed = fit(new Examples(thrice.features(), thrice.labels(), 2, 3), 2, true);
    for (int j = 0; j < 8; j++) {
      float[] expected = one.layers().get(0).weights()[j];
      assertArrayEquals(expected, copied.layers().get(0).weights()[j], 1e-5f);
      assertArrayEquals(expected, viewed.layers().get(0).weights()[j], 1e-5f);
    }
  }

  @Test
  void manyFeaturesOfFewImagesTakeSeconds() {
    Examples rows = points(3, 2048, 20, 10);
    long start = System.nanoTime();
    assertTrue(SampleSpan.of(rows).width <= 30);
    Head head = fit(rows, 0.01, true);
    assertTrue(System.nanoTime() - start < 10e9);
    Examples unseen = points(4, 2048, 50, 50);
    assertTrue(accuracy(head, unseen) > 0.95);
  }

  private static double accuracy(Head head, Examples rows) {
    return IntStream.range(0, rows.size())
        .map(i -> Numbers.argmax(head.logits(rows.features()[i])) == rows.labels()[i] ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void separableClassesAreSeparatedHoweverWeakThePenalty() {
    Examples rows = points(2, 64, 20, 20, 20);
    for (double cost : new double[] {1, 1e3, 1e6}) {
      Head head = fit(rows, cost, true);
      assertEquals(1, accuracy(head, rows));
      assertTrue(Double.isFinite(loss(head, rows)));
      assertTrue(loss(head, rows) < 10 / cost, "loss " + loss(head, rows));
    }
  }

  /** Where intercepts cost nothing, the classes' mean probabilities are their shares. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interceptsAreFoundHoweverUnequalTheClasses(boolean balanced) {
    Examples rows = points(2, 12, 124, 12, 2);
    Head head = fit(rows, 1e-3, balanced);
    float[] weights = balanced ? rows.balance() : Examples.ones(3);
    double[] sums = new double[3];
    double all = 0;
    for (int i = 0; i < rows.size(); i++) {
      double[] p = probabilities(head, rows.features()[i]);
      all += weights[rows.labels()[i]];
      for (int c = 0; c < 3; c++) {
        sums[c] += weights[rows.labels()[i]] * p[c];
      }
    }
    double[] shares =
        balanced
            ? new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}
            : new double[] {124 / 138.0, 12 / 138.0, 2 / 138.0};
    for (int c = 0; c < 3; c++) {
      assertEquals(shares[c], sums[c] / all, 1e-5, "class " + c);
    }
  }

  @Test
  void aFeatureThatNeverVariesHasNoWeight() {
    Examples rows = points(2, 8, 20, 20);
    for (float[] row : rows.features()) {
      row[3] = 4;
    }
    assertArrayEquals(new float[2], fit(rows, 1, true).layers().get(0).weights()[3], 1e-9f);
    for (float[] row : rows.features()) {
      Arrays.fill(row, 4);
    }
    assertEquals(0.5, probabilities(fit(rows, 1, true), rows.features()[0])[1], 1e-6);
  }

  @Test
  void aClassWithoutImagesIsImprobableNotImpossible() {
    Examples two = points(2, 8, 30, 19);
    Examples rows = new Examples(two.features(), two.labels(), 3);
    double mean =
        IntStream.range(0, rows.size())
            .mapToDouble(i -> probabilities(fit(rows, 1e-4, true), rows.features()[i])[2])
            .average()
            .orElseThrow();
    assertEquals(1 / 51.0, mean, 2e-3);
  }

  @Test
  void theCostWithTheLowestLossOnUnseenRowsIsFoundAndWorseOnesAreNotAllTried() {
    Examples rows = points(2, 40, 40, 40);
    for (int i = 0; i < 80; i += 5) {
      rows.labels()[i] = 1 - rows.labels()[i];
    }
    int[] even = IntStream.range(0, 80).filter(i -> i % 2 == 0).toArray();
    int[] odd = IntStream.range(0, 80).filter(i -> i % 2 == 1).toArray();
    List<RowSplit> splits = List.of(new RowSplit(even, odd), new RowSplit(odd, even));
    double[] costs =
        IntStream.rangeClosed(-10, 8).mapToDouble(h -> Math.pow(10, h / 2.0)).toArray();
    List<CostTrial> trials;
    try (TrainingPool pool = new TrainingPool(2)) {
      trials = pool.costs(rows, splits, true, costs);
    }
    int best =
        IntStream.range(0, trials.size())
            .reduce(
                (a, b) ->
                    trials.get(b).validation().loss() < trials.get(a).validation().loss() ? b : a)
            .orElseThrow();
    assertTrue(best > 0 && best == trials.size() - 4, best + " of " + trials);
    // What the path finds, a fit from nothing finds too.
    SampleSpan span = SampleSpan.of(rows);
    double sum = 0;
    for (RowSplit split : splits) {
      LogisticRegression half =
          new LogisticRegression(span, rows, split.train(), true, () -> false);
      LogisticRegression.Fit alone = half.fit(costs[best], null, LogisticRegression.FINE);
      sum += half.score(alone, split.validation()).loss() / 2;
    }
    assertEquals(sum, trials.get(best).validation().loss(), 1e-4);
  }

  @Test
  void theMinimumOfAFunctionThatIsNoParaboloidIsFound() {
    Lbfgs.Objective rosenbrock =
        (x, gradient) -> {
          double a = 1 - x[0];
          double b = x[1] - x[0] * x[0];
          gradient[0] = -2 * a - 400 * x[0] * b;
          gradient[1] = 200 * b;
          return a * a + 100 * b * b;
        };
    assertArrayEquals(
        new double[] {1, 1},
        new Lbfgs(() -> false).minimum(rosenbrock, new double[] {-1.2, 1}, 1e-9).point(),
        1e-8);
  }

  @Test
  void aSearchThatFindsNoFurtherStepSaysHowSteepItStillIs() {
    Lbfgs.Objective endless =
        (x, gradient) -> {
          gradient[0] = -1;
          return -x[0];
        };
    Lbfgs.Lowest end = new Lbfgs(() -> false).minimum(endless, new double[1], 1e-9);
    assertEquals(1, end.steepness());
    try (TrainingPool pool = new TrainingPool(1)) {
      pool.count(new LogisticRegression.Fit(end.point(), 1e-9));
      assertTrue(pool.unfinished().isEmpty());
      pool.count(new LogisticRegression.Fit(end.point(), Double.NaN));
      assertTrue(pool.unfinished().orElseThrow().startsWith("1 of 2 fits"));
    }
  }

  @Test
  void aFitThatIsToStopDoes() {
    Examples rows = points(2, 4, 5, 5);
    try (TrainingPool pool = new TrainingPool(1)) {
      pool.stop();
      TrainingSettings settings = TrainingSettings.logistic(true, 1);
      assertThrows(CancellationException.class, () -> pool.train(settings, rows));
    }
  }
}
