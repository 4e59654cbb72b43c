package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.explain.Method.MaskSettings;
import io.github.resnet50.explain.SaliencyMap.Segment;
import io.github.resnet50.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "segments",
        settings.superpixels(),
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
  public List<SaliencyMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    int[] segmentOf = Slic.segments(image, settings.superpixels());
    int count = Arrays.stream(segmentOf).max().orElse(0) + 1;
    byte[] hidden = settings.baseline().of(image).rgb();
    int pairs = Math.max(1, settings.samples() / 2 - 1); // the whole and the hidden image are two
    List<CoalitionStratum> strata =
        CoalitionStratum.draw(count, pairs, new SplittableRandom(settings.seed()));
    List<BitSet> coalitions = new ArrayList<>(); // each is followed by its complement
    coalitions.add(new BitSet(count)); // the whole image
    coalitions.get(0).set(0, count);
    strata.forEach(stratum -> coalitions.addAll(stratum.drawn()));
    double[][] scores =
        subject.scores(
            2 * coalitions.size(),
            copy -> shown(image.rgb(), hidden, segmentOf, coalitions.get(copy / 2), copy % 2 == 0));
    ShapleyRegression regression = new ShapleyRegression(count, strata);
    List<SaliencyMap> maps = new ArrayList<>();
    for (int c = 0; c < subject.classes().length; c++) {
      double[] halfDifferences = new double[coalitions.size() - 1];
      for (int pair = 0; pair < halfDifferences.length; pair++) {
        halfDifferences[pair] = (scores[2 + 2 * pair][c] - scores[3 + 2 * pair][c]) / 2;
      }
      double gain = scores[0][c] - scores[1][c];
      maps.add(map(regression.solve(halfDifferences, gain), segmentOf, image));
    }
    return maps;
  }

  /**
   * @param within whether the coalition is shown, else all but the coalition
   */
  private static byte[] shown(
      byte[] rgb, byte[] hidden, int[] segmentOf, BitSet coalition, boolean within) {
    byte[] copy = hidden.clone();
    for (int i = 0; i < copy.length; i++) {
      if (coalition.get(segmentOf[i / 3]) == within) {
        copy[i] = rgb[i];
      }
    }
    return copy;
  }

  private static SaliencyMap map(ShapleyValues shapley, int[] segmentOf, RgbImage image) {
    int count = shapley.values().length;
    int[] pixels = new int[count];
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < segmentOf.length; i++) {
      int segment = segmentOf[i];
      int row = i / image.width();
      pixels[segment]++;
      x[segment] += (i % image.width() + 0.5) / image.width();
      y[segment] += (row + 0.5) / image.height();
    }
    float[] map = new float[segmentOf.length];
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) (shapley.values()[segmentOf[i]] / pixels[segmentOf[i]]);
    }
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      segments.add(
          new Segment(
              (double) pixels[i] / map.length,
              x[i] / pixels[i],
              y[i] / pixels[i],
              shapley.values()[i],
              shapley.errors() == null ? null : shapley.errors()[i]));
    }
    return new SaliencyMap(
        new HeatMap(image.height(), image.width(), map), shapley.reliability(), segments);
  }
}
