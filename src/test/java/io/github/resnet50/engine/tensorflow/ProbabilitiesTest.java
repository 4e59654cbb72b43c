package io.github.resnet50.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.LoadableGraph.ScoreKind;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

  @Test
  void theGraphKnowsBestWhetherSoftmaxIsMissing() {
    assertTrue(Probabilities.of(ScoreKind.LOGITS, false).logits());
    assertFalse(Probabilities.of(ScoreKind.PROBABILITIES, true).logits());
    assertTrue(Probabilities.of(ScoreKind.UNKNOWN, true).logits());
    assertFalse(Probabilities.of(ScoreKind.UNKNOWN, false).logits());
  }

  @Test
  void rowsOfLogitsGetASoftmaxEach() {
    float[][] rows = new Probabilities(true).rows(new float[] {1, 2, 3, 0, 0, 0}, 3);
    assertArrayEquals(new float[] {0.09003057f, 0.24472848f, 0.66524094f}, rows[0], 1e-7f);
    assertArrayEquals(new float[] {1 / 3f, 1 / 3f, 1 / 3f}, rows[1], 1e-7f);
  }

  @Test
  void probabilitiesStay() {
    float[][] rows = new Probabilities(false).rows(new float[] {0.25f, 0.75f, 1, 0}, 2);
    assertArrayEquals(new float[] {0.25f, 0.75f}, rows[0]);
    assertArrayEquals(new float[] {1, 0}, rows[1]);
  }

  @Test
  void oneScoreIsTheSecondClassesAndItsLogitGetsASigmoid() {
    float[][] given = new Probabilities(false).rows(new float[] {0.25f, 1}, 1);
    assertArrayEquals(new float[] {0.75f, 0.25f}, given[0]);
    assertArrayEquals(new float[] {0, 1}, given[1]);
    float[][] rows = new Probabilities(true).rows(new float[] {2, -200, 0}, 1);
    assertArrayEquals(new float[] {0.11920292f, 0.880797f}, rows[0], 1e-6f);
    assertArrayEquals(new float[] {1, 0}, rows[1], 1e-7f);
    assertArrayEquals(new float[] {0.5f, 0.5f}, rows[2]);
  }
}
