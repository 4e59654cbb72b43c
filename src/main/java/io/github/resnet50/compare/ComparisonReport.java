package io.github.resnet50.compare;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.report.Prediction;
import java.util.List;

/**
 * How far two sets of predictions agree; the components, in snake case, are the keys of the JSON
 * file. Shares are 0..1; where there is nothing to take a share of they are null.
 *
 * @param a what the first is of: a file or a model
 * @param b what the second is of
 * @param top1Agreement share of the compared images that have the same most probable class
 * @param topK how many classes an image {@code topKOverlap} is of, 5 or as many as both have
 * @param topKOverlap mean share of the k most probable classes that is the same
 * @param meanDifference mean of |Δp| over all classes of all images that both records list
 * @param maxDifference the largest of these
 * @param truth against what the images show; null where that is not known
 * @param differences images whose most probable class is not the same, in their order
 */
public record ComparisonReport(
    String a,
    String b,
    Images images,
    Double top1Agreement,
    int topK,
    Double topKOverlap,
    Double meanDifference,
    Double maxDifference,
    Truth truth,
    List<Difference> differences) {
  public ComparisonReport {
    differences = List.copyOf(differences);
  }

  /**
   * What became of the images.
   *
   * @param compared those with a prediction in both
   * @param failedA those in both that failed in the first
   * @param failedB those in both that failed in the second
   * @param onlyA those that the second does not have
   * @param onlyB those that the first does not have
   */
  public record Images(long compared, long failedA, long failedB, long onlyA, long onlyB) {}

  /**
   * Who is right, over the compared images that have a label.
   *
   * @param labels where these are from
   * @param pValue of McNemar's exact test, two-sided: how likely so uneven a split of those that
   *     one has right is where both are right equally often
   */
  public record Truth(
      String labels,
      long images,
      double accuracyA,
      double accuracyB,
      long bothRight,
      long onlyARight,
      long onlyBRight,
      long bothWrong,
      double pValue) {}

  /**
   * An image that is taken for different things.
   *
   * @param label what it shows; null where that is not known
   * @param right which of them is; null where that is not known
   */
  public record Difference(String path, String label, Right right, Prediction a, Prediction b) {}

  /** Which of two predictions names what the image shows. */
  public enum Right {
    @SerializedName("a")
    A,
    @SerializedName("b")
    B,
    @SerializedName("both")
    BOTH,
    @SerializedName("neither")
    NEITHER
  }
}
