package io.github.resnet50.adapt.check;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;

/**
 * How much better a head does on what it has learnt from than on what it has not seen.
 *
 * @param gap training accuracy less that on unseen images
 * @param lossGap loss on unseen images less that in training, in nat
 * @param text a sentence with the figures, and advice
 */
public record Overfitting(Diagnosis verdict, double gap, double lossGap, String text) {
  /** A gap in accuracy (0..1) below which the difference does no noticeable harm. */
  static final double SLIGHT = 0.05;

  static final double CLEAR = 0.1;

  /** Training accuracy below which a head has not learnt what it was shown. */
  static final double WEAK = 0.7;

  private static final double TOO_WIDE = 0.2;

  /** The rule in words; the verdict is the first sentence that holds. */
  public static final String RULE =
      "Overfitting: training accuracy at least 10 points above the accuracy on unseen images and"
          + " above its 95 % interval; slight from 5 points. Underfitting: training accuracy below"
          + " 70 %. Uncertain: the interval is more than 20 points wide. Else none.";

  /** What the rule can conclude. */
  public enum Diagnosis {
    /** The head has memorised its images. */
    @SerializedName("overfitting")
    OVERFITTING,
    /** Slight overfitting. */
    @SerializedName("slight_overfitting")
    SLIGHT,
    /** The head has not even learnt its images. */
    @SerializedName("underfitting")
    UNDERFITTING,
    /** There are too few images to tell. */
    @SerializedName("uncertain")
    UNCERTAIN,
    /** Neither. */
    @SerializedName("none")
    NONE
  }

  /**
   * @param training accuracy on what was learnt from
   * @param unseen accuracy on what was not
   * @param trainingLoss in nat
   * @param unseenLoss in nat
   */
  public static Overfitting of(
      double training, Estimate unseen, double trainingLoss, double unseenLoss) {
    double gap = training - unseen.value();
    boolean beyond = training > unseen.high();
    Diagnosis verdict =
        gap >= CLEAR && beyond
            ? Diagnosis.OVERFITTING
            : gap >= SLIGHT && beyond
                ? Diagnosis.SLIGHT
                : training < WEAK
                    ? Diagnosis.UNDERFITTING
                    : unseen.high() - unseen.low() > TOO_WIDE
                        ? Diagnosis.UNCERTAIN
                        : Diagnosis.NONE;
    String figures =
        Text.format(
            "%.1f %% right in training, %.1f %% (95 %%: %.1f to %.1f) on unseen images",
            100 * training, 100 * unseen.value(), 100 * unseen.low(), 100 * unseen.high());
    return new Overfitting(
        verdict, gap, unseenLoss - trainingLoss, words(verdict) + ": " + figures + advice(verdict));
  }

  private static String words(Diagnosis verdict) {
    return switch (verdict) {
      case OVERFITTING -> "Overfitting";
      case SLIGHT -> "Slight overfitting";
      case UNDERFITTING -> "Underfitting";
      case UNCERTAIN -> "Too few images to tell overfitting from chance";
      case NONE -> "No overfitting to speak of";
    };
  }

  private static String advice(Diagnosis verdict) {
    return switch (verdict) {
      case OVERFITTING ->
          ". The head has learnt its images by heart. More images help most, then --augment, more"
              + " --dropout or --weight-decay.";
      case UNDERFITTING ->
          ". The features do not tell these classes apart, or labels are wrong: look at the"
              + " confusion and the suspected labels; try --hidden-units or a higher"
              + " --learning-rate.";
      case SLIGHT, UNCERTAIN, NONE -> ".";
    };
  }
}
