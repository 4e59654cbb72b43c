package io.github.resnet50.adapt.check;

import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;

/** By how much one way is more often right than another, on the same images. */
public final class PairedGain {
  private static final int RESAMPLES = 1000;

  private PairedGain() {}

  /**
   * The mean difference with its 95 % interval; groups are drawn again with replacement.
   *
   * @param before how often each image was right, 0..1
   * @param after the same, the other way
   * @param groups of the images: what shows the same is drawn together
   */
  public static Estimate of(double[] before, double[] after, int[] groups, long seed) {
    int[] numbers = Arrays.stream(groups).distinct().sorted().toArray();
    double[] sums = new double[numbers.length];
    int[] counts = new int[numbers.length];
    double sum = 0;
    for (int i = 0; i < groups.length; i++) {
      int at = Arrays.binarySearch(numbers, groups[i]);
      sums[at] += after[i] - before[i];
      counts[at]++;
      sum += after[i] - before[i];
    }
    double[] drawn = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < RESAMPLES; r++) {
      double total = 0;
      int images = 0;
      for (int g = 0; g < numbers.length; g++) {
        int chosen = random.nextInt(numbers.length);
        total += sums[chosen];
        images += counts[chosen];
      }
      drawn[r] = total / images;
    }
    Estimate gain = Estimate.bootstrap(sum / groups.length, drawn);
    if (gain.hasInterval()) {
      return gain;
    }
    // As many were right before as after, or all changed alike: how rare may others still be?
    double most = Estimate.wilson(0, numbers.length).high();
    return new Estimate(
        gain.value(),
        Math.max(-1, gain.value() - most),
        Math.min(1, gain.value() + most),
        Interval.WILSON);
  }
}
