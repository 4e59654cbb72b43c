package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.explain.Method.MaskSettings;
import io.github.resnet50.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kernel SHAP (Lundberg and Lee 2017) over segments of the image: each segment's Shapley value for
 * the class's probability, spread over its pixels. The values of a map sum to the probability of
 * the image less that of the baseline (local accuracy).
 *
 * @param settings about how many segments; how many coalitions of them are scored
 */
record KernelShap(MaskSettings settings) implements SaliencyMethod {
  /** Ridge term that keeps the equations solvable with few samples, as a share of their number. */
  private static final double RIDGE = 1e-6;

  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "segments",
        settings.segments(),
        "samples",
        settings.samples(),
        "baseline",
        settings.baseline().toString(),
        "seed",
        settings.seed(),
        "segmentation",
        "slic");
  }

  @Override
  public List<HeatMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    int[] segmentOf = Slic.segments(image, settings.segments());
    int count = Arrays.stream(segmentOf).max().orElse(0) + 1;
    byte[] hidden = settings.baseline().of(image).rgb();
    List<boolean[]> coalitions =
        coalitions(count, settings.samples(), new SplittableRandom(settings.seed()));
    double[][] scores =
        subject.scores(
            coalitions.size(), i -> shown(image.rgb(), hidden, segmentOf, coalitions.get(i)));
    double[][] values = shapleyValues(coalitions, scores);
    return Arrays.stream(values).map(v -> spread(v, segmentOf, image)).toList();
  }

  private static byte[] shown(byte[] rgb, byte[] hidden, int[] segmentOf, boolean[] coalition) {
    byte[] copy = hidden.clone();
    for (int i = 0; i < copy.length; i++) {
      if (coalition[segmentOf[i / 3]]) {
        copy[i] = rgb[i];
      }
    }
    return copy;
  }

  private static HeatMap spread(double[] values, int[] segmentOf, RgbImage image) {
    int[] pixels = new int[values.length];
    Arrays.stream(segmentOf).forEach(segment -> pixels[segment]++);
    float[] map = new float[segmentOf.length];
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) (values[segmentOf[i]] / pixels[segmentOf[i]]);
    }
    return new HeatMap(image.height(), image.width(), map);
  }

  /**
   * Draws sets of players as the Shapley kernel weighs them; the empty and the full set are the
   * first two, and each of the others is followed by its complement, which steadies the estimate
   * (Covert and Lee 2021).
   *
   * @param players at least 1
   * @param samples about how many
   */
  static List<boolean[]> coalitions(int players, int samples, SplittableRandom random) {
    List<boolean[]> coalitions = new ArrayList<>();
    boolean[] all = new boolean[players];
    Arrays.fill(all, true);
    coalitions.add(new boolean[players]);
    coalitions.add(all);
    if (players == 1) {
      return coalitions;
    }
    double[] upTo = new double[players]; // cumulative weights of the sizes 1 .. players - 1
    for (int size = 1; size < players; size++) {
      upTo[size] = upTo[size - 1] + 1.0 / ((double) size * (players - size));
    }
    int[] order = new int[players];
    for (int i = 0; i < players; i++) {
      order[i] = i;
    }
    while (coalitions.size() < samples) {
      double drawn = random.nextDouble() * upTo[players - 1];
      int size = 1;
      while (size < players - 1 && upTo[size] < drawn) {
        size++;
      }
      boolean[] coalition = new boolean[players];
      boolean[] rest = all.clone();
      for (int i = 0; i < size; i++) {
        int other = i + random.nextInt(players - i);
        int player = order[other];
        order[other] = order[i];
        order[i] = player;
        coalition[player] = true;
        rest[player] = false;
      }
      coalitions.add(coalition);
      coalitions.add(rest);
    }
    return coalitions;
  }

  /**
   * Shapley values as the least-squares solution over drawn coalitions, under the condition that
   * they sum to what all players together gain (theorem 2 of the paper).
   *
   * @param coalitions the empty set, the full set, then drawn ones
   * @param scores a row a coalition, a column a game
   * @return a row a game, a column a player
   */
  static double[][] shapleyValues(List<boolean[]> coalitions, double[][] scores) {
    int players = coalitions.get(0).length;
    int games = scores[0].length;
    int last = players - 1;
    double[][] matrix = new double[last][last];
    double[][] right = new double[games][last];
    double[] row = new double[last];
    for (int i = 2; i < coalitions.size(); i++) {
      boolean[] coalition = coalitions.get(i);
      double hasLast = coalition[last] ? 1 : 0;
      for (int j = 0; j < last; j++) {
        row[j] = (coalition[j] ? 1 : 0) - hasLast;
      }
      for (int j = 0; j < last; j++) {
        if (row[j] == 0) {
          continue;
        }
        for (int k = 0; k <= j; k++) {
          matrix[j][k] += row[j] * row[k];
        }
        for (int game = 0; game < games; game++) {
          double gain = scores[1][game] - scores[0][game];
          right[game][j] += row[j] * (scores[i][game] - scores[0][game] - hasLast * gain);
        }
      }
    }
    for (int j = 0; j < last; j++) {
      matrix[j][j] += RIDGE * coalitions.size();
    }
    decompose(matrix);
    double[][] values = new double[games][players];
    for (int game = 0; game < games; game++) {
      double rest = scores[1][game] - scores[0][game];
      double[] solved = substitute(matrix, right[game]);
      for (int j = 0; j < last; j++) {
        values[game][j] = solved[j];
        rest -= solved[j];
      }
      values[game][last] = rest;
    }
    return values;
  }

  /** Cholesky: the lower triangle becomes L with L·Lᵀ the matrix. */
  private static void decompose(double[][] a) {
    for (int j = 0; j < a.length; j++) {
      for (int k = 0; k < j; k++) {
        a[j][j] -= a[j][k] * a[j][k];
      }
      a[j][j] = Math.sqrt(a[j][j]);
      for (int i = j + 1; i < a.length; i++) {
        for (int k = 0; k < j; k++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
        a[i][j] /= a[j][j];
      }
    }
  }

  private static double[] substitute(double[][] l, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < l.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i][k] * x[k];
      }
      x[i] /= l[i][i];
    }
    for (int i = l.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < l.length; k++) {
        x[i] -= l[k][i] * x[k];
      }
      x[i] /= l[i][i];
    }
    return x;
  }
}
