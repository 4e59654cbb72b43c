package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.RgbImage;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a class's probability follows a map when the image is changed accordingly.
 *
 * @param scores of the map
 * @param random the means of {@value #RANDOM_MAPS} random maps on the same image
 */
public record Faithfulness(Metrics scores, Metrics random) {
  /** With how many random maps a map is compared. */
  static final int RANDOM_MAPS = 10;

  /** A random map is as coarse as a usual feature map, so as to be as smooth as the real ones. */
  private static final int RANDOM_SIDE = 7;

  /**
   * The measures, each 0 to 1.
   *
   * @param deletionAuc the mean probability while the image is hidden, the highest places of the
   *     map first (Petsiuk et al. 2018); lower is better
   * @param insertionAuc the same while it is uncovered from its blur; higher is better
   * @param averageDrop by what share the probability falls where the image is darkened as the map
   *     is low (Chattopadhay et al. 2018); lower is better
   * @param increase 1 where it rises instead, else 0; its mean is the increase in confidence
   */
  public record Metrics(
      double deletionAuc, double insertionAuc, double averageDrop, double increase) {}

  /** The measures by name. */
  enum Measure {
    DELETION("deletion", false, Metrics::deletionAuc),
    INSERTION("insertion", true, Metrics::insertionAuc),
    AVERAGE_DROP("average drop", false, Metrics::averageDrop),
    INCREASE("increase", true, Metrics::increase);

    private final String label;
    private final boolean isBetterHigh;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToDoubleFunction<Metrics> of;

    Measure(String label, boolean isBetterHigh, ToDoubleFunction<Metrics> of) {
      this.label = label;
      this.isBetterHigh = isBetterHigh;
      this.of = of;
    }

    boolean isBetterHigh() {
      return isBetterHigh;
    }

    double of(Metrics metrics) {
      return of.applyAsDouble(metrics);
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** Random maps, the same for the same seed. */
  static List<HeatMap> randomMaps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> random(random)).limit(RANDOM_MAPS).toList();
  }

  private static HeatMap random(SplittableRandom random) {
    float[] values = new float[RANDOM_SIDE * RANDOM_SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return new HeatMap(RANDOM_SIDE, RANDOM_SIDE, values);
  }

  /**
   * Measures maps by changing the image as the maps rank its places. One instance per image. Hidden
   * pixels have the image's mean colour, as in the deletion of Petsiuk et al.; insertion begins
   * with the blurred image.
   */
  static final class MapProbe {
    /** Number of steps in which the parts of the image are removed or added. */
    private static final int STEPS = 20;

    private final RgbImage image;
    private final Scorer scorer;
    private final byte[] hidden;
    private final byte[] blurred;

    MapProbe(RgbImage image, Scorer scorer) {
      this.image = image;
      this.scorer = scorer;
      this.hidden = Baseline.MEAN.of(image).rgb();
      this.blurred = Baseline.BLUR.of(image).rgb();
    }

    /** Measures one map for one class. */
    Metrics of(HeatMap map, int classIndex) throws InferenceException {
      HeatMap large = map.enlarged(image.height(), image.width());
      int[] order = order(large.values());
      byte[] deleted = image.rgb().clone();
      byte[] inserted = blurred.clone();
      float[] shown = large.normalised().values();
      // The whole image and the blurred one; the steps of both runs in between; the end; and the
      // drop.
      int copies = 2 * STEPS + 2;
      double[] p = new double[copies];
      scorer.score(
          copies,
          copy -> {
            if (copy == 0) {
              return image.rgb();
            }
            if (copy <= STEPS) {
              return changed(deleted, hidden, order, copy - 1);
            }
            if (copy <= 2 * STEPS) {
              int step = copy - STEPS - 1;
              return step == 0 ? blurred : changed(inserted, image.rgb(), order, step - 1);
            }
            return Baseline.mixed(image.rgb(), new byte[image.rgb().length], shown);
          },
          (copy, probabilities) -> p[copy] = probabilities[classIndex]);
      double deletion = (p[0] + p[STEPS]) / 2;
      double insertion = (p[STEPS + 1] + p[0]) / 2;
      for (int step = 1; step < STEPS; step++) {
        deletion += p[step];
        insertion += p[STEPS + 1 + step];
      }
      double whole = p[0];
      double masked = p[copies - 1];
      return new Metrics(
          deletion / STEPS,
          insertion / STEPS,
          whole > 0 ? Math.max(0, whole - masked) / whole : 0,
          masked > whole ? 1 : 0);
    }

    /** The means of several maps for one class. */
    Metrics ofAll(List<HeatMap> maps, int classIndex) throws InferenceException {
      MetricsMeans means = new MetricsMeans();
      for (HeatMap map : maps) {
        means.add(of(map, classIndex));
      }
      return means.value();
    }

    /** Indices of the pixels, the highest value first; equal ones in their order. */
    private static int[] order(float[] values) {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted(
              Comparator.<Integer>comparingDouble(i -> -values[i])
                  .thenComparing(Comparator.naturalOrder()))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    /** Copies one step's pixels from another picture and returns a copy. */
    private static byte[] changed(byte[] picture, byte[] from, int[] order, int step) {
      int first = (int) ((long) step * order.length / STEPS);
      int end = (int) ((long) (step + 1) * order.length / STEPS);
      for (int i = first; i < end; i++) {
        System.arraycopy(from, 3 * order[i], picture, 3 * order[i], 3);
      }
      return picture.clone();
    }
  }
}
