package io.github.resnet50.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How much each place of an image supports a class; negative where it speaks against it.
 *
 * @param values {@code height × width}, row by row; never changed once it is made
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HeatMap(int height, int width, float[] values) {
  public HeatMap {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          "%d values for %dx%d".formatted(values.length, height, width));
    }
  }

  /** The map with negative values set to 0. */
  HeatMap positive() {
    float[] positive = values.clone();
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.max(0, positive[i]);
    }
    return new HeatMap(height, width, positive);
  }

  /** The positive part, scaled so that its largest value is 1; all 0 where nothing is positive. */
  HeatMap normalised() {
    HeatMap positive = positive();
    float max = 0;
    for (float value : positive.values) {
      max = Math.max(max, value);
    }
    if (max > 0) {
      for (int i = 0; i < positive.values.length; i++) {
        positive.values[i] /= max;
      }
    }
    return positive;
  }

  /**
   * Enlarged by bilinear interpolation between the centres of the places; beyond them the edge
   * values are repeated.
   */
  HeatMap enlarged(int toHeight, int toWidth) {
    if (toHeight == height && toWidth == width) {
      return this;
    }
    float[] large = new float[toHeight * toWidth];
    for (int y = 0; y < toHeight; y++) {
      float row = clamp((y + 0.5f) * height / toHeight - 0.5f, height - 1);
      int top = (int) row;
      int bottom = Math.min(top + 1, height - 1);
      for (int x = 0; x < toWidth; x++) {
        float column = clamp((x + 0.5f) * width / toWidth - 0.5f, width - 1);
        int left = (int) column;
        int right = Math.min(left + 1, width - 1);
        float above = mix(at(top, left), at(top, right), column - left);
        float below = mix(at(bottom, left), at(bottom, right), column - left);
        large[y * toWidth + x] = mix(above, below, row - top);
      }
    }
    return new HeatMap(toHeight, toWidth, large);
  }

  float at(int y, int x) {
    return values[y * width + x];
  }

  private static float clamp(float position, int last) {
    return Math.max(0, Math.min(last, position));
  }

  private static float mix(float a, float b, float share) {
    return a + (b - a) * share;
  }

  /** How concentrated the positive part is. */
  Concentration concentration() {
    HeatMap positive = positive();
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < positive.values().length; i++) {
      double value = positive.values()[i];
      sum += value;
      x += value * (i % width + 0.5);
      int row = i / width;
      y += value * (row + 0.5);
    }
    if (sum <= 0) {
      return new Concentration(null, null, null);
    }
    float[] sorted = positive.values().clone();
    Arrays.sort(sorted);
    int largest = 0;
    for (double held = 0; held < sum / 2 && largest < sorted.length; largest++) {
      held += sorted[sorted.length - 1 - largest];
    }
    return new Concentration((double) largest / sorted.length, x / sum / width, y / sum / height);
  }

  /**
   * Spearman's rank correlation with another map, from -1 to 1; null where one of them is flat or
   * they differ in size.
   */
  Double rankCorrelation(HeatMap other) {
    return height == other.height && width == other.width
        ? correlation(ranks(values), ranks(other.values))
        : null;
  }

  /** Pearson's correlation with another map of the same size; null where one of them is flat. */
  Double correlation(HeatMap other) {
    return correlation(doubles(values), doubles(other.values));
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static Double correlation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return xx == 0 || yy == 0 ? null : Double.valueOf(xy / Math.sqrt(xx * yy));
  }

  /** Ranks from 0; equal values share their mean rank. */
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

  /**
   * How concentrated the positive part of a map is.
   *
   * @param halfMassArea the smallest share of the area that holds half of the map's sum; null where
   *     nothing is positive
   * @param centreX centre of mass as a share of the width, from the left; null likewise
   * @param centreY centre of mass as a share of the height, from the top; null likewise
   */
  public record Concentration(Double halfMassArea, Double centreX, Double centreY) {}
}
