package io.github.resnet50.adapt.check;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Accuracy on unseen images over the share of the images that was learnt from, and what it says of
 * more of them.
 *
 * @param gain of accuracy by the last doubling, with its 95 % interval
 */
public record LearningCurve(
    List<CurvePoint> points, Estimate gain, MoreImages verdict, String text) {
  private static final int RESAMPLES = 1000;

  /** Of accuracy, 0..1; a doubling that is known to bring less is not worth the work. */
  static final double LITTLE = 0.01;

  static final double SMALL = 0.03;

  /** The rule in words. */
  public static final String RULE =
      "From half of the images to all of them: more help where the 95 % interval of the gain lies"
          + " above 0 and the gain is at least 1 point; hardly where the interval ends below 3"
          + " points; else it cannot be told.";

  public LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * One point.
   *
   * @param share of the images, 0..1
   * @param images that were learnt from, their mean where there were several heads
   */
  public record CurvePoint(double share, double images, Estimate accuracy) {}

  /** Whether more images would help. */
  public enum MoreImages {
    @SerializedName("yes")
    YES,
    @SerializedName("hardly")
    HARDLY,
    @SerializedName("unknown")
    UNKNOWN
  }

  /**
   * @param half how often each unseen image was right with half of the images, 0..1
   * @param all how often with all
   * @param groups of the unseen images: what shows the same is drawn together
   */
  public static LearningCurve of(
      List<CurvePoint> points, double[] half, double[] all, int[] groups, long seed) {
    Estimate gain = gain(half, all, groups, seed);
    MoreImages verdict =
        gain.low() > 0 && gain.value() >= LITTLE
            ? MoreImages.YES
            : gain.high() < SMALL ? MoreImages.HARDLY : MoreImages.UNKNOWN;
    String figures =
        Text.format(
            "the last doubling brought %+.1f points (95 %%: %+.1f to %+.1f)",
            100 * gain.value(), 100 * gain.low(), 100 * gain.high());
    String text =
        switch (verdict) {
          case YES -> "More images would help: " + figures + "; another one brings somewhat less.";
          case HARDLY -> "More images of this kind would hardly help: " + figures + ".";
          case UNKNOWN -> "Whether more images would help cannot be told: " + figures + ".";
        };
    return new LearningCurve(points, gain, verdict, text);
  }

  /** The mean difference; groups are drawn again with replacement. */
  private static Estimate gain(double[] half, double[] all, int[] groups, long seed) {
    int[] numbers = Arrays.stream(groups).distinct().sorted().toArray();
    double[] sums = new double[numbers.length];
    int[] counts = new int[numbers.length];
    double sum = 0;
    for (int i = 0; i < groups.length; i++) {
      int at = Arrays.binarySearch(numbers, groups[i]);
      sums[at] += all[i] - half[i];
      counts[at]++;
      sum += all[i] - half[i];
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
