package io.github.resnet50.explain;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation of two maps. */
final class RankCorrelation {
  private RankCorrelation() {}

  /** From -1 to 1; null where one of them is flat or they differ in size. */
  static Double of(HeatMap a, HeatMap b) {
    if (a.height() != b.height() || a.width() != b.width()) {
      return null;
    }
    double[] x = ranks(a.values());
    double[] y = ranks(b.values());
    double mean = (x.length - 1) / 2.0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
      xy += (x[i] - mean) * (y[i] - mean);
    }
    return xx == 0 || yy == 0 ? null : Double.valueOf(xy / Math.sqrt(xx * yy));
  }

  /** From 0; equals share the mean of theirs. */
  private static double[] ranks(float[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int first = 0; first < order.length; ) {
      int end = first + 1;
      while (end < order.length && values[order[end]] == values[order[first]]) {
        end++;
      }
      for (int i = first; i < end; i++) {
        ranks[order[i]] = (first + end - 1) / 2.0;
      }
      first = end;
    }
    return ranks;
  }
}
