package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kernel SHAP (Lundberg and Lee 2017) over segments of the image: each segment's Shapley value for
 * the class's probability, spread over its pixels. The values of a map sum to the probability of
 * the image less that of the baseline (local accuracy).
 */
public final class KernelShap implements SaliencyMethod {
  private final int segments;
  private final int samples;
  private final Baseline baseline;
  private final long seed;

  /**
   * @param segments about how many
   * @param samples how many coalitions of segments are scored
   */
  public KernelShap(int segments, int samples, Baseline baseline, long seed) {
    this.segments = segments;
    this.samples = samples;
    this.baseline = baseline;
    this.seed = seed;
  }

  @Override
  public Needs needs() {
    return Needs.SCORES;
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "segments",
        segments,
        "samples",
        samples,
        "baseline",
        baseline.toString(),
        "seed",
        seed,
        "segmentation",
        "slic");
  }

  @Override
  public List<HeatMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    int[] segmentOf = Slic.segments(image, segments);
    int count = Arrays.stream(segmentOf).max().orElse(0) + 1;
    byte[] hidden = baseline.of(image).rgb();
    List<boolean[]> coalitions = Coalitions.of(count, samples, new SplittableRandom(seed));
    int[] classes = subject.classes();
    double[][] scores = new double[coalitions.size()][classes.length];
    subject
        .scorer()
        .score(
            coalitions.size(),
            i -> shown(image.rgb(), hidden, segmentOf, coalitions.get(i)),
            (i, probabilities) -> {
              for (int c = 0; c < classes.length; c++) {
                scores[i][c] = probabilities[classes[c]];
              }
            });
    double[][] values = ShapleyRegression.solve(coalitions, scores);
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
}
