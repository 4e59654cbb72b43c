package io.github.resnet50.engine;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.LoadableGraph;
import java.util.Arrays;

/**
 * Turns the scores of a batch into one row of probabilities per image.
 *
 * @param logits whether the scores are still logits
 */
public record Probabilities(boolean logits) {
  /** Rounding may raise a probability above 1 by this much; logits exceed it by more. */
  private static final float SLACK = 1e-3f;

  /** Whether a score may be a probability; NaN may, for it is neither less nor more. */
  public static boolean isPossible(float score) {
    return !(score < -SLACK || score > 1 + SLACK);
  }

  /**
   * How to read a graph's scores: as the graph says, and if it does not, as the model's owner says.
   */
  public static Probabilities of(LoadableGraph.ScoreKind scores, boolean applySoftmax) {
    return new Probabilities(
        switch (scores) {
          case PROBABILITIES -> false;
          case LOGITS -> true;
          case UNKNOWN -> applySoftmax;
        });
  }

  /**
   * @param scores of all images, one after the other
   * @param width how many an image; a single one is that of the second of two classes
   */
  public float[][] rows(float[] scores, int width) {
    float[][] rows = new float[scores.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          width == 1 ? pair(scores[i]) : Arrays.copyOfRange(scores, i * width, (i + 1) * width);
      if (logits && width > 1) {
        Numbers.softmax(rows[i]);
      }
    }
    return rows;
  }

  /**
   * The logits of a batch, a row an image.
   *
   * @param width how many an image; a single one is that of the second of two classes, the first's
   *     being 0
   */
  public static float[][] logitRows(float[] logits, int width) {
    float[][] rows = new float[logits.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          width == 1
              ? new float[] {0, logits[i]}
              : Arrays.copyOfRange(logits, i * width, (i + 1) * width);
    }
    return rows;
  }

  private float[] pair(float score) {
    float second = logits ? (float) (1 / (1 + Math.exp(-score))) : score;
    return new float[] {1 - second, second};
  }
}
