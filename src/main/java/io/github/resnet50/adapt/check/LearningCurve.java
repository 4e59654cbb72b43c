package io.github.resnet50.adapt.check;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import java.util.List;

/**
 * Accuracy on unseen images over the share of the images that was learnt from, and what it says of
 * more of them.
 *
 * @param gain of accuracy by the last doubling, with its 95 % interval
 */
public record LearningCurve(
    List<CurvePoint> points, Estimate gain, MoreImages verdict, String text) {
  /** Images of a class below which a curve says nothing. */
  public static final int FEW = 10;

  /** Of accuracy, 0..1; a doubling that is known to bring less is not worth the work. */
  static final double LITTLE = 0.01;

  static final double SMALL = 0.03;

  /** The rule in words. */
  public static final String RULE =
      "From half of the images to all of them: more help where the 95 % interval of the gain lies"
          + " above 0 and the gain is at least 1 point; hardly where the interval ends below 3"
          + " points; else, and with fewer than "
          + FEW
          + " images of a class, it cannot be told.";

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
   * @param smallest how many images the smallest class has to learn from
   * @param half how often each unseen image was right with half of the images, 0..1
   * @param all how often with all
   * @param groups of the unseen images: what shows the same is drawn together
   */
  public static LearningCurve of(
      List<CurvePoint> points, int smallest, double[] half, double[] all, int[] groups, long seed) {
    Estimate gain = PairedGain.of(half, all, groups, seed);
    boolean few = smallest < FEW;
    MoreImages verdict =
        few
            ? MoreImages.UNKNOWN
            : gain.low() > 0 && gain.value() >= LITTLE
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
          case UNKNOWN ->
              few
                  ? Text.format(
                      "Whether more images would help cannot be told from %,d of a class; %,d or"
                          + " more of each would tell: %s.",
                      smallest, FEW, figures)
                  : "Whether more images would help cannot be told: " + figures + ".";
        };
    return new LearningCurve(points, gain, verdict, text);
  }
}
