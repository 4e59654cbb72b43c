package io.github.resnet50.report;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.ItemResult.ImageScores;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How sure a model is of an image, in three ways: odd inputs, of no class of the model's, tend to
 * have a low maximum softmax (Hendrycks and Gimpel 2017), a high entropy and a high energy (Liu et
 * al. 2020).
 *
 * @param maxSoftmax the largest probability
 * @param entropy −Σ p ln p, in nat
 * @param energy −ln Σ exp(logit); null where the logits are not known
 */
public record Certainty(double maxSoftmax, double entropy, Double energy) {

  /** The three ways. */
  public enum Score {
    @SerializedName("max_softmax")
    MAX_SOFTMAX,
    @SerializedName("entropy")
    ENTROPY,
    @SerializedName("energy")
    ENERGY;

    /** As in outputs and options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Certainty of(ImageScores scores) {
    double max = 0;
    double entropy = 0;
    for (float p : scores.probabilities()) {
      max = Math.max(max, p);
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return new Certainty(
        max, Math.max(0, entropy), scores.logits() == null ? null : energy(scores.logits()));
  }

  private static double energy(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return -(max + Math.log(sum));
  }

  /** One of the three; null where it is not known. */
  public Double of(Score score) {
    return switch (score) {
      case MAX_SOFTMAX -> maxSoftmax;
      case ENTROPY -> entropy;
      case ENERGY -> energy;
    };
  }

  /**
   * Where a model begins to be uncertain.
   *
   * @param score of which way to be sure
   * @param value the least maximum softmax, or the highest entropy or energy, of a certain image
   */
  public record Threshold(Score score, double value) {

    /**
     * Whether an image is on the other side.
     *
     * @return null where its score is not known
     */
    public Boolean isUncertain(Certainty certainty) {
      Double found = certainty.of(score);
      if (found == null) {
        return null;
      }
      return score == Score.MAX_SOFTMAX ? found < value : found > value;
    }
  }

  /**
   * The columns that records have at their end, beside those that every record has.
   *
   * @param scores whether all three scores of certainty are written
   * @param threshold by which images are marked as uncertain; null: they are not
   * @param image what is said of the image itself, failed or not, behind that
   * @param embedding whether the image's features stand at the end
   * @param decisions what was decided of the classes, right behind them
   */
  public record Columns(
      boolean scores,
      Threshold threshold,
      Set<ImageColumn> image,
      boolean embedding,
      Set<DecisionColumn> decisions) {
    /** No such columns. */
    public static final Columns NONE = new Columns(false, null);

    public Columns {
      SortedSet<ImageColumn> inOrder = new TreeSet<>(image);
      image = Collections.unmodifiableSortedSet(inOrder);
      decisions = Collections.unmodifiableSortedSet(new TreeSet<>(decisions));
    }

    /** Nothing is said of the image itself. */
    public Columns(boolean scores, Threshold threshold) {
      this(scores, threshold, Set.of(), false, Set.of());
    }

    /** The same, and this is said of the image itself. */
    public Columns with(Set<ImageColumn> newImage) {
      return new Columns(scores, threshold, newImage, embedding, decisions);
    }

    /** The same, and with an embedding if that is wanted. */
    public Columns embedding(boolean isWanted) {
      return new Columns(scores, threshold, image, isWanted, decisions);
    }

    /** The same, and this is said of what was decided. */
    public Columns deciding(Set<DecisionColumn> newDecisions) {
      return new Columns(scores, threshold, image, embedding, newDecisions);
    }

    /** Whether records need all of an image's scores. */
    public boolean any() {
      return scores || threshold != null;
    }
  }
}
