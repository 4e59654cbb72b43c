package io.github.resnet50.compress;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.TensorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The probabilities that a graph gives to a set of images, one row an image. */
final class Predictions {
  private static final int BATCH = 8;

  private final float[][] rows;

  Predictions(float[][] rows) {
    this.rows = rows;
  }

  /** Runs a graph on images. */
  static Predictions of(FloatModel model, GraphRunner runner, TensorRef output, ImageSet images) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<byte[]> batch = images.pixels().subList(from, Math.min(images.size(), from + BATCH));
      float[] flat =
          runner.run(Map.of(model.input(), model.batch(batch)), List.of(output)).get(0).floats();
      int classes = flat.length / batch.size();
      for (int i = 0; i < batch.size(); i++) {
        rows.add(Arrays.copyOfRange(flat, i * classes, (i + 1) * classes));
      }
    }
    return new Predictions(rows.toArray(float[][]::new));
  }

  int size() {
    return rows.length;
  }

  float probability(int image, int scores) {
    return rows[image][scores];
  }

  int scores(int image) {
    return rows[image].length;
  }

  /** The most probable class; with one score, that of the second of two classes. */
  int top1(int image) {
    float[] row = rows[image];
    if (row.length == 1) {
      return row[0] > 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      best = row[c] > row[best] ? c : best;
    }
    return best;
  }
}
