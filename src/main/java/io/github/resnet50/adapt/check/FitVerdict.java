package io.github.resnet50.adapt.check;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import java.util.List;

/**
 * What a head is worth, held against simpler ways on the same unseen images. How much better it is
 * on what it has learnt says little: with more features than images every head is right there.
 *
 * @param gap training accuracy less that on unseen images
 * @param lossGap loss on unseen images, by class weights where training has them, less that in
 *     training, in nat
 * @param lookAlikes null where few images look alike, or what they do cannot be told
 * @param text a sentence with the figures, and advice
 */
public record FitVerdict(
    Diagnosis verdict, double gap, double lossGap, Together lookAlikes, String text) {
  private static final double TOO_WIDE = 0.2;

  /**
   * Of accuracy. Less may come of splits that are less even where images are kept together, and
   * would change nothing about what the head is good for.
   */
  private static final double LEAST_DROP = 0.02;

  /** The rule in words; the verdict is the first sentence that holds. */
  public static final String RULE =
      "No better than guessing: neither the accuracy's 95 % interval lies above the share of the"
          + " most frequent class, nor that of the balanced accuracy above one over the classes."
          + " Leaking: with images of a class that look much more alike than its others on one side"
          + " of every split, fewer are right by 2 points or more, with the interval of the paired"
          + " difference below 0."
          + " Beaten: a simpler way is right more often, with the 95 % interval of the paired"
          + " difference above 0. Overconfident: the loss on unseen images is above that of giving"
          + " each class its share. Uncertain: the accuracy's interval is more than 20 points wide."
          + " Else sound.";

  /** What the rule can conclude. */
  public enum Diagnosis {
    /** Nothing shows that it has learnt anything that holds for other images. */
    @SerializedName("guessing")
    GUESSING,
    /** It is right because unseen images look like learnt ones. */
    @SerializedName("leaking")
    LEAKING,
    /** A simpler way does better: the head fits its images, not the classes. */
    @SerializedName("beaten")
    BEATEN,
    /** Its probabilities are worse than those of one who knows the classes' shares alone. */
    @SerializedName("overconfident")
    OVERCONFIDENT,
    /** There are too few images to tell. */
    @SerializedName("uncertain")
    UNCERTAIN,
    /** None of these. */
    @SerializedName("sound")
    SOUND
  }

  /**
   * A simpler way to classify the same unseen images.
   *
   * @param balanced accuracy, the mean over classes
   * @param gain by how much the head is right more often
   */
  public record Baseline(String name, double accuracy, double balanced, Estimate gain) {}

  /**
   * How good the head is on unseen images.
   *
   * @param balanced the mean of the classes' recalls, with its 95 % interval
   * @param loss mean cross-entropy in nat
   * @param sharesLoss that of giving each class its share
   * @param given whether the user chose the images
   */
  public record Unseen(
      Estimate accuracy, Estimate balanced, double loss, double sharesLoss, boolean given) {}

  /**
   * How good it is where images that look alike are kept together: all learnt from, or none.
   *
   * @param images unseen ones that look like one which was learnt from, where they are not
   * @param accuracy where they are
   * @param gain of accuracy by keeping them together: below 0 where that is worse
   */
  public record Together(int images, double accuracy, Estimate gain) {
    private boolean isWorse() {
      return gain.high() < 0;
    }

    private boolean isLeak() {
      return isWorse() && gain.value() <= -LEAST_DROP;
    }
  }

  /**
   * @param training on what was learnt from
   * @param baselines the first is to name the most frequent class
   * @param together null where few images look alike, or that cannot be told
   */
  public static FitVerdict of(
      LossAndAccuracy training,
      Unseen unseen,
      int classes,
      List<Baseline> baselines,
      Together together) {
    Estimate accuracy = unseen.accuracy();
    Baseline guessing = baselines.get(0);
    Baseline better =
        baselines.stream().skip(1).filter(b -> b.gain().high() < 0).findFirst().orElse(null);
    boolean learnt =
        accuracy.low() > guessing.accuracy() || unseen.balanced().low() > 1.0 / classes;
    Diagnosis verdict =
        !learnt
            ? Diagnosis.GUESSING
            : together != null && together.isLeak()
                ? Diagnosis.LEAKING
                : better != null
                    ? Diagnosis.BEATEN
                    : unseen.loss() > unseen.sharesLoss()
                        ? Diagnosis.OVERCONFIDENT
                        : accuracy.high() - accuracy.low() > TOO_WIDE
                            ? Diagnosis.UNCERTAIN
                            : Diagnosis.SOUND;
    String figures =
        Text.format(
            "%.1f %% right on unseen images (95 %%: %.1f to %.1f), %.1f %% in training, guessing"
                + " %.1f %%",
            100 * accuracy.value(),
            100 * accuracy.low(),
            100 * accuracy.high(),
            100 * training.accuracy(),
            100 * guessing.accuracy());
    String words =
        switch (verdict) {
          case GUESSING ->
              "Nothing shows that the head does better than guessing: "
                  + figures
                  + ". Either the features do not tell these classes apart, or labels are wrong, or"
                  + " the images are too few.";
          case LEAKING ->
              Text.format(
                  "Too good to be true: %,d unseen images look like one that was learnt from. With"
                      + " such images kept on one side only %.1f %% are right, not %.1f %%"
                      + " (difference, 95 %%: %.1f to %.1f points): expect that of new images."
                      + " Take images of other places and times%s.",
                  together.images(),
                  100 * together.accuracy(),
                  100 * accuracy.value(),
                  100 * together.gain().low(),
                  100 * together.gain().high(),
                  unseen.given() ? " for --val" : ", or hold out whole series with --val");
          case BEATEN ->
              Text.format(
                  "A simpler way does better, %s, by %.1f points (95 %%: %.1f to %.1f): %s.",
                  better.name(),
                  -100 * better.gain().value(),
                  -100 * better.gain().high(),
                  -100 * better.gain().low(),
                  figures);
          case OVERCONFIDENT ->
              Text.format(
                  "Overconfident: its probabilities cost %.3f nat on unseen images, more than the"
                      + " classes' shares alone, %.3f: %s.",
                  unseen.loss(), unseen.sharesLoss(), figures);
          case UNCERTAIN ->
              better(unseen, guessing) + ", but how good is uncertain: " + figures + ".";
          case SOUND ->
              better(unseen, guessing)
                  + (accuracy.high() < 0.5 ? ", though most are wrong" : "")
                  + ", and no simpler way does better: "
                  + figures
                  + ".";
        };
    if (verdict != Diagnosis.LEAKING && together != null && together.isWorse()) {
      words +=
          Text.format(
              " With images that look alike on one side %.1f points fewer are right.",
              -100 * together.gain().value());
    }
    return new FitVerdict(
        verdict,
        training.accuracy() - accuracy.value(),
        unseen.loss() - training.loss(),
        together,
        words);
  }

  /** With classes of unequal size a head that finds the rare one may be wrong more often. */
  private static String better(Unseen unseen, Baseline guessing) {
    return unseen.accuracy().value() >= guessing.accuracy()
        ? "Better than guessing"
        : Text.format(
            "Right less often than who always names the most frequent class, but better than"
                + " guessing by the mean of the classes, %.1f %%",
            100 * unseen.balanced().value());
  }
}
