package io.github.resnet50.adapt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.train.Network.Dropout;
import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.model.Head;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TrainerTest {
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          0, new Regularization(0, 0, 0), new Optimizer(0.01, 60, 10, 16), true, 7);

  /** Overlapping classes. */
  private static Examples rows(int classes, int each, int width, long seed) {
    Random middles = new Random(1);
    float[][] middle = new float[classes][width];
    for (float[] row : middle) {
      fill(row, middles, new float[width], 0.35);
    }
    Random random = new Random(seed);
    float[][] features = new float[classes * each][width];
    int[] labels = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      labels[i] = i % classes;
      fill(features[i], random, middle[labels[i]], 1);
    }
    return new Examples(features, labels, classes);
  }

  private static void fill(float[] row, Random random, float[] middle, double deviation) {
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) (3 + middle[j] + deviation * random.nextGaussian());
    }
  }

  private static TrainedHead train(TrainingSettings settings, Examples rows, Examples validation) {
    return new Trainer(settings, () -> false).train(rows, validation, true);
  }

  private static TrainedHead train(TrainingSettings settings, Examples rows) {
    return new Trainer(settings, () -> false).train(rows, null, false);
  }

  private static TrainingSettings settings(
      int hidden, double dropout, double decay, double smoothing, int epochs, int patience) {
    return new TrainingSettings(
        hidden,
        new Regularization(dropout, decay, smoothing),
        new Optimizer(0.01, epochs, patience, 16),
        false,
        7);
  }

  private static double norm(Head head) {
    return Math.sqrt(
        Arrays.stream(head.layers().get(0).weights())
            .mapToDouble(
                row -> IntStream.range(0, row.length).mapToDouble(i -> row[i] * row[i]).sum())
            .sum());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,0.1", "5,0", "5,0.1"})
  void gradientsAreThoseOfFiniteDifferences(int hidden, double smoothing) {
    int rows = 6;
    Examples examples = rows(3, 2, 7, 3);
    Network network =
        new Network(
            Standardization.of(examples), 7, hidden, 3, 0, new SplittableRandom(hidden + 1));
    CrossEntropy loss = new CrossEntropy(examples.labels(), new float[] {0.5f, 1, 2}, smoothing);
    int[] order = IntStream.range(0, rows).toArray();
    float[] inputs = network.inputs(examples.features(), order);
    network.layers().forEach(layer -> shake(layer.weights));
    network.learn(inputs.clone(), rows, loss);
    for (DenseLayer layer : network.layers()) {
      check(network, layer.weights, layer.weightGradient.clone(), inputs, loss);
      check(network, layer.bias, layer.biasGradient.clone(), inputs, loss);
    }
  }

  private static void shake(float[] weights) {
    Random random = new Random(9);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) (0.3 * random.nextGaussian());
    }
  }

  private static void check(
      Network network, float[] parameters, float[] gradient, float[] inputs, CrossEntropy loss) {
    float step = 1e-2f;
    for (int i = 0; i < parameters.length; i++) {
      float before = parameters[i];
      parameters[i] = before + step;
      double above = value(loss, network.logits(inputs, 6));
      parameters[i] = before - step;
      double below = value(loss, network.logits(inputs, 6));
      parameters[i] = before;
      assertEquals((above - below) / (2 * step), gradient[i], 2e-3, "parameter " + i);
    }
  }

  /** The loss itself, straight from its definition. */
  private static double value(CrossEntropy loss, float[] logits) {
    int classes = loss.weights().length;
    double sum = 0;
    double weights = 0;
    for (int row = 0; row < loss.labels().length; row++) {
      int first = row * classes;
      double all = IntStream.range(0, classes).mapToDouble(c -> Math.exp(logits[first + c])).sum();
      int label = loss.labels()[row];
      for (int c = 0; c < classes; c++) {
        double target = loss.smoothing() / classes + (c == label ? 1 - loss.smoothing() : 0);
        sum -= loss.weights()[label] * target * Math.log(Math.exp(logits[first + c]) / all);
      }
      weights += loss.weights()[label];
    }
    return sum / weights;
  }

  @Test
  void theHeadTakesFeaturesAsTheyCome() {
    Examples rows = rows(3, 20, 8, 2);
    for (int hidden : new int[] {0, 6}) {
      Network network =
          new Network(Standardization.of(rows), 8, hidden, 3, 0, new SplittableRandom(4));
      network.layers().forEach(layer -> shake(layer.weights));
      float[] inputs = network.inputs(rows.features(), new int[] {5});
      assertArrayEquals(
          network.logits(inputs, 1), network.head().logits(rows.features()[5]), 1e-5f);
    }
  }

  @Test
  void separableClassesAreLearnt() {
    Examples rows = rows(4, 30, 64, 2);
    for (int hidden : new int[] {0, 16}) {
      TrainedHead trained = train(settings(hidden, 0, 0, 0, 40, 40), rows, rows(4, 30, 64, 5));
      assertTrue(trained.validation().accuracy() > 0.85, trained.validation().toString());
      Epoch last = trained.curve().get(trained.curve().size() - 1);
      assertTrue(last.training().accuracy() > 0.98, last.toString());
    }
  }

  @Test
  void theSameSettingsGiveTheSameHeadToTheBit() {
    Examples rows = rows(3, 20, 16, 2);
    TrainingSettings settings = settings(8, 0.3, 0.1, 0.1, 10, 10);
    Head one = train(settings, rows).head();
    Head same = train(settings, rows).head();
    for (int layer = 0; layer < 2; layer++) {
      for (int i = 0; i < one.layers().get(layer).weights().length; i++) {
        assertArrayEquals(
            one.layers().get(layer).weights()[i], same.layers().get(layer).weights()[i]);
      }
    }
    TrainingSettings other =
        new TrainingSettings(8, settings.regularization(), settings.optimizer(), false, 8);
    assertTrue(norm(one) != norm(train(other, rows).head()), "another seed gives another head");
  }

  @Test
  void weightDecayKeepsWeightsSmall() {
    Examples rows = rows(3, 15, 32, 2);
    double free = norm(train(settings(0, 0, 0, 0, 60, 60), rows).head());
    double decayed = norm(train(settings(0, 0, 1, 0, 60, 60), rows).head());
    assertTrue(decayed < 0.8 * free, decayed + " of " + free);
  }

  @Test
  void dropoutLeavesTrainingLossHigherAndUnseenLossLower() {
    Examples rows = rows(3, 10, 64, 2);
    Examples unseen = rows(3, 100, 64, 3);
    Epoch free = last(train(settings(0, 0, 0, 0, 60, 60), rows, unseen));
    Epoch dropped = last(train(settings(0, 0.5, 0, 0, 60, 60), rows, unseen));
    assertTrue(dropped.training().loss() > free.training().loss());
    assertTrue(dropped.validation().loss() < free.validation().loss(), dropped + " " + free);
  }

  private static Epoch last(TrainedHead trained) {
    return trained.curve().get(trained.curve().size() - 1);
  }

  @Test
  void dropoutZeroesItsShareAndScalesTheRest() {
    float[] mask = new Dropout(0.25, new SplittableRandom(1)).mask(100_000);
    double zeroed = IntStream.range(0, mask.length).filter(i -> mask[i] == 0).count();
    assertEquals(0.25, zeroed / mask.length, 0.01);
    double mean = IntStream.range(0, mask.length).mapToDouble(i -> mask[i]).average().orElse(0);
    assertEquals(1, mean, 0.01, "what comes through is as much as without");
  }

  @Test
  void labelSmoothingKeepsProbabilitiesFromExtremes() {
    Examples rows = rows(3, 10, 64, 2);
    double sharp = last(train(settings(0, 0, 0, 0, 80, 80), rows, rows)).training().loss();
    double smooth = last(train(settings(0, 0, 0, 0.2, 80, 80), rows, rows)).training().loss();
    assertTrue(smooth > 3 * sharp, smooth + " and " + sharp);
  }

  @Test
  void earlyStoppingKeepsTheBestEpochAndSparesTheRest() {
    Examples rows = rows(3, 8, 64, 2);
    Examples unseen = rows(3, 60, 64, 3);
    TrainedHead stopped = train(settings(0, 0, 0, 0, 200, 5), rows, unseen);
    TrainedHead whole = train(settings(0, 0, 0, 0, 200, 200), rows, unseen);
    assertEquals(stopped.epoch() + 5, stopped.curve().size());
    assertEquals(200, whole.curve().size());
    assertTrue(stopped.validation().loss() < last(whole).validation().loss());
    assertEquals(
        stopped.validation().loss(),
        stopped.curve().stream().mapToDouble(e -> e.validation().loss()).min().orElseThrow());
  }

  @Test
  void rowsOfAClassThatWasNotLearntAreNoPerfectValidation() {
    Examples all = rows(3, 20, 8, 2);
    int[] learnt = IntStream.range(0, 60).filter(i -> all.labels()[i] < 2).toArray();
    int[] unseen = IntStream.range(0, 60).filter(i -> all.labels()[i] == 2).toArray();
    TrainedHead trained = train(SETTINGS, some(all, learnt), some(all, unseen));
    assertTrue(trained.validation().loss() > 1, "" + trained.validation());
  }

  private static Examples some(Examples all, int[] kept) {
    return new Examples(
        Arrays.stream(kept).mapToObj(i -> all.features()[i]).toArray(float[][]::new),
        Arrays.stream(kept).map(i -> all.labels()[i]).toArray(),
        all.classes());
  }

  @Test
  void balancedWeightsLetRareClassesCount() {
    Examples all = rows(2, 400, 8, 2);
    int[] kept = IntStream.range(0, 800).filter(i -> all.labels()[i] == 0 || i < 40).toArray();
    Examples rows = some(all, kept);
    Examples unseen = rows(2, 400, 8, 3);
    assertTrue(
        recall(train(SETTINGS, rows).head(), unseen, 1)
            > recall(train(settings(0, 0, 0, 0, 60, 60), rows).head(), unseen, 1) + 0.1);
  }

  private static double recall(Head head, Examples rows, int label) {
    return IntStream.range(0, rows.labels().length)
        .filter(i -> rows.labels()[i] == label)
        .map(
            i -> {
              float[] logits = head.logits(rows.features()[i]);
              return logits[label] > logits[1 - label] ? 1 : 0;
            })
        .average()
        .orElseThrow();
  }

  @Test
  void aFeatureThatNeverVariesDoesNoHarm() {
    Examples rows = rows(3, 20, 8, 2);
    for (float[] row : rows.features()) {
      row[0] = 4;
    }
    Head head = train(SETTINGS, rows).head();
    for (float logit : head.logits(rows.features()[0])) {
      assertTrue(Float.isFinite(logit));
    }
  }

  @Test
  void aTrainingThatIsToStopDoes() {
    assertThrows(
        CancellationException.class,
        () -> new Trainer(SETTINGS, () -> true).train(rows(2, 5, 4, 1), null, false));
  }
}
