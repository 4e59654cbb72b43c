package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.explain.Method.MaskSettings;
import io.github.resnet50.image.RgbImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * RISE (Petsiuk et al. 2018): the mean of random soft masks, each weighted by the class's
 * probability under it. Here the masks' mean probability is subtracted, which takes away what the
 * random choice of masks alone leaves in the map and changes nothing else. All images are seen
 * through the same masks, so a map does not depend on what else is explained.
 *
 * @param settings how many masks, and what they hide an image with
 */
record Rise(MaskSettings settings) implements SaliencyMethod {
  private static final int GRID = 7;
  private static final double SHOWN = 0.5;

  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "samples", settings.samples(),
        "baseline", settings.baseline().toString(),
        "seed", settings.seed());
  }

  @Override
  public List<SaliencyMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    byte[] hidden = settings.baseline().of(image).rgb();
    int[] classes = subject.classes();
    WeightedMasks even = new WeightedMasks(image.height(), image.width(), classes.length);
    WeightedMasks odd = new WeightedMasks(image.height(), image.width(), classes.length);
    Deque<float[]> open = new ArrayDeque<>();
    SplittableRandom random = new SplittableRandom(settings.seed());
    subject
        .scorer()
        .score(
            settings.samples(),
            copy -> {
              float[] mask = mask(random, image.width(), image.height());
              open.add(mask);
              return Baseline.mixed(image.rgb(), hidden, mask);
            },
            (copy, probabilities) ->
                (copy % 2 == 0 ? even : odd).add(open.remove(), probabilities, classes));
    Double[] reliability = new Double[classes.length];
    for (int c = 0; c < classes.length; c++) {
      reliability[c] = reliability(even.map(c, SHOWN), odd.map(c, SHOWN));
    }
    even.addAll(odd);
    return IntStream.range(0, classes.length)
        .mapToObj(c -> new SaliencyMap(even.map(c, SHOWN), reliability[c], List.of()))
        .toList();
  }

  /**
   * The reliability of a map of all masks from those of either half of them, by the formula of
   * Spearman and Brown (1910); null where no mask changes anything.
   */
  private static Double reliability(HeatMap even, HeatMap odd) {
    Double halves = isFlat(even) && isFlat(odd) ? null : even.correlation(odd);
    return halves == null ? null : Double.valueOf(Math.max(0, 2 * halves / (1 + halves)));
  }

  private static boolean isFlat(HeatMap map) {
    for (float value : map.values()) {
      if (Math.abs(value) > SaliencyMap.ROUNDING) {
        return false;
      }
    }
    return true;
  }

  /** A coarse random grid, enlarged and shifted by up to one cell. */
  static float[] mask(SplittableRandom random, int width, int height) {
    float[] grid = new float[(GRID + 1) * (GRID + 1)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = random.nextDouble() < SHOWN ? 1 : 0;
    }
    int cellWidth = (width + GRID - 1) / GRID;
    int cellHeight = (height + GRID - 1) / GRID;
    HeatMap large =
        new HeatMap(GRID + 1, GRID + 1, grid)
            .enlarged((GRID + 1) * cellHeight, (GRID + 1) * cellWidth);
    int left = random.nextInt(cellWidth);
    int top = random.nextInt(cellHeight);
    float[] mask = new float[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(large.values(), (top + y) * large.width() + left, mask, y * width, width);
    }
    return mask;
  }
}
