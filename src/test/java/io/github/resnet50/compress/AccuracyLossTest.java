package io.github.resnet50.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What compressing costs, worked out by hand. */
class AccuracyLossTest {
  private static final float[][] BEFORE = {{0.7f, 0.2f, 0.1f}, {0.4f, 0.5f, 0.1f}};
  private static final float[][] AFTER = {{0.6f, 0.3f, 0.1f}, {0.6f, 0.3f, 0.1f}};

  @Test
  void comparesImageByImage() {
    AccuracyLoss loss = AccuracyLoss.of(BEFORE, AFTER, List.of(0, 1));
    assertEquals(2, loss.images());
    assertEquals(1, loss.sameTop1());
    assertEquals(50, loss.drop());
    assertEquals((0.1 + 0.2) / 2, loss.meanDifference(), 1e-6);
    assertEquals(0.2, loss.maxDifference(), 1e-6);
    double first = 0.7 * Math.log(0.7 / 0.6) + 0.2 * Math.log(0.2 / 0.3);
    double second = 0.4 * Math.log(0.4 / 0.6) + 0.5 * Math.log(0.5 / 0.3);
    assertEquals((first + second) / 2, loss.meanDivergence(), 1e-6);
    assertEquals(2, loss.labelled());
    assertEquals(2, loss.correctBefore());
    assertEquals(1, loss.correctAfter());
  }

  @Test
  void imagesWithoutLabelsDoNotCountForAccuracy() {
    AccuracyLoss loss = AccuracyLoss.of(BEFORE, AFTER, List.of(-1, 0));
    assertEquals(1, loss.labelled());
    assertEquals(0, loss.correctBefore());
    assertEquals(1, loss.correctAfter());
  }

  @Test
  void oneScoreIsThatOfTheSecondOfTwoClasses() {
    float[][] before = {{0.9f}, {0.6f}};
    float[][] after = {{0.8f}, {0.4f}};
    AccuracyLoss loss = AccuracyLoss.of(before, after, List.of(1, 1));
    assertEquals(1, loss.sameTop1());
    assertEquals(2, loss.correctBefore());
    assertEquals(1, loss.correctAfter());
    double first = 0.9 * Math.log(0.9 / 0.8) + 0.1 * Math.log(0.1 / 0.2);
    double second = 0.6 * Math.log(0.6 / 0.4) + 0.4 * Math.log(0.4 / 0.6);
    assertEquals((first + second) / 2, loss.meanDivergence(), 1e-6);
  }

  @Test
  void theErrorOfScoresIsThatOfLogitsWhicheverTheirMean() {
    float[][] before = {softmax(1, 2, 3), softmax(0, 0, 4)};
    float[][] after = {softmax(2, 2, 3), softmax(5, 5, 9)};
    // One logit of three is 1 off: 1/3 - 1/9; the other image's are all 5 off.
    assertEquals((1 / 3.0 - 1 / 9.0) / 2, AccuracyLoss.scoreError(before, after), 1e-6);
    float[][] one = {{0.5f}};
    float[][] other = {{(float) (1 / (1 + Math.exp(-0.3)))}};
    assertEquals(0.09, AccuracyLoss.scoreError(one, other), 1e-6);
    assertEquals(0, AccuracyLoss.scoreError(new float[][] {{0, 1}}, new float[][] {{0, 1}}));
  }

  private static float[] softmax(double... logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) (Math.exp(logits[c]) / sum);
    }
    return probabilities;
  }
}
