package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.Attention.Layer;
import io.github.resnet50.engine.Attention.WindowGrid;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.image.RgbImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against products of whole matrices. */
class AttentionRolloutTest {
  private final Random random = new Random(5);

  private static HeatMap map(Attention attention) throws Exception {
    RgbImage image = new RgbImage(1, 1, new byte[3]);
    List<SaliencyMap> maps =
        new AttentionRollout()
            .explain(new Subject(image, new int[] {3, 4}, null, List.of(), attention, null));
    assertEquals(2, maps.size());
    assertSame(maps.get(0), maps.get(1), "one map for all classes");
    return maps.get(0).map();
  }

  /** Rows that add up to 1. */
  private Layer layer(int height, int width, int tokens, int shift) {
    WindowGrid places = new WindowGrid(height, width, tokens, shift);
    float[] weights = new float[places.windows() * tokens * tokens];
    for (int row = 0; row < weights.length; row += tokens) {
      float sum = 0;
      for (int i = 0; i < tokens; i++) {
        weights[row + i] = random.nextFloat();
        sum += weights[row + i];
      }
      for (int i = 0; i < tokens; i++) {
        weights[row + i] /= sum;
      }
    }
    return new Layer(places, weights);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  /** (A + I) / 2. */
  private static double[][] mixed(double[][] attention) {
    for (int i = 0; i < attention.length; i++) {
      for (int j = 0; j < attention.length; j++) {
        attention[i][j] = (attention[i][j] + (i == j ? 1 : 0)) / 2;
      }
    }
    return attention;
  }

  private static double[][] global(Layer layer) {
    int tokens = layer.places().tokens();
    double[][] attention = new double[tokens][tokens];
    for (int i = 0; i < tokens * tokens; i++) {
      attention[i / tokens][i % tokens] = layer.weights()[i];
    }
    return attention;
  }

  private static float[] row(double[] values, int from, int to) {
    float[] row = new float[to - from];
    for (int i = from; i < to; i++) {
      row[i - from] = (float) values[i];
    }
    return row;
  }

  @Test
  void theClassTokensRowOfTheProduct() throws Exception {
    Layer first = layer(2, 3, 7, 0);
    Layer second = layer(2, 3, 7, 0);
    double[][] rollout = product(mixed(global(second)), mixed(global(first)));
    HeatMap map = map(new Attention(List.of(first, second), 1, List.of(0)));
    assertEquals(2, map.height());
    assertEquals(3, map.width());
    assertArrayEquals(row(rollout[0], 1, 7), map.values(), 1e-6f);
  }

  @Test
  void theMeanRowOfAllTokensThatAreClassified() throws Exception {
    Layer only = layer(2, 2, 6, 0);
    double[][] rollout = mixed(global(only));
    double[] mean = new double[6];
    for (int from = 0; from < 6; from++) {
      mean[from] = (rollout[0][from] + rollout[1][from]) / 2;
    }
    HeatMap map = map(new Attention(List.of(only), 2, List.of(0, 1)));
    assertArrayEquals(row(mean, 2, 6), map.values(), 1e-6f);
  }

  @Test
  void theMeanRowOfPlacesWhereTheModelPools() throws Exception {
    Layer only = layer(2, 2, 6, 0);
    double[][] rollout = mixed(global(only));
    double[] mean = new double[6];
    for (int place = 2; place < 6; place++) {
      for (int from = 0; from < 6; from++) {
        mean[from] += rollout[place][from] / 4;
      }
    }
    HeatMap map = map(new Attention(List.of(only), 2, List.of()));
    assertArrayEquals(row(mean, 2, 6), map.values(), 1e-6f);
  }

  /** Windows by their corners, and rolling by moving each place. */
  @Test
  void shiftedWindowsAndMergedPlaces() throws Exception {
    Layer shifted = layer(4, 8, 4, 1);
    Layer merged = layer(2, 4, 4, 0);
    double[][] wide = new double[32][32];
    for (int window = 0; window < 8; window++) {
      int top = window / 4 * 2;
      int left = window % 4 * 2;
      for (int to = 0; to < 4; to++) {
        for (int from = 0; from < 4; from++) {
          int place = (top + to / 2 + 1) % 4 * 8 + (left + to % 2 + 1) % 8;
          int other = (top + from / 2 + 1) % 4 * 8 + (left + from % 2 + 1) % 8;
          wide[place][other] = shifted.weights()[(window * 4 + to) * 4 + from];
        }
      }
    }
    double[][] narrow = new double[8][8];
    for (int window = 0; window < 2; window++) {
      for (int to = 0; to < 4; to++) {
        for (int from = 0; from < 4; from++) {
          narrow[to / 2 * 4 + window * 2 + to % 2][from / 2 * 4 + window * 2 + from % 2] =
              merged.weights()[(window * 4 + to) * 4 + from];
        }
      }
    }
    double[][] merging = new double[8][32];
    for (int place = 0; place < 32; place++) {
      merging[place / 16 * 4 + place % 8 / 2][place] = 0.25;
    }
    double[][] rollout = product(product(mixed(narrow), merging), mixed(wide));
    double[] mean = new double[32];
    for (double[] row : rollout) {
      for (int i = 0; i < 32; i++) {
        mean[i] += row[i] / 8;
      }
    }
    HeatMap map = map(new Attention(List.of(shifted, merged), 0, List.of()));
    assertEquals(8, map.width());
    assertArrayEquals(row(mean, 0, 32), map.values(), 1e-6f);
  }
}
