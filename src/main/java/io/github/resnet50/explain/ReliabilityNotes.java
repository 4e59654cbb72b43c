package io.github.resnet50.explain;

import io.github.resnet50.basics.Text;
import io.github.resnet50.explain.ExplanationSummary.MethodMeans;
import java.util.ArrayList;
import java.util.List;

/** What the user is told where maps depend much on the seed: a line a method. */
public final class ReliabilityNotes {
  /** The correlation of two seeds' maps from which on nothing is said. */
  static final double ENOUGH = 0.9;

  private ReliabilityNotes() {}

  /**
   * @param samples masked copies an image
   */
  public static List<String> of(ExplanationSummary summary, int samples) {
    List<String> notes = new ArrayList<>();
    for (MethodMeans means : summary.rows()) {
      if (means.isUncertain()) {
        notes.add(
            Text.format(
                "%s: --samples %d are too few to tell how far its maps depend on --seed; take more,"
                    + " or fewer --segments",
                means.method(), samples));
      } else if (means.reliability() != null && means.reliability() < ENOUGH) {
        notes.add(
            Text.format(
                "%s: maps of another --seed would agree with r = %.2f on average; %s",
                means.method(), means.reliability(), remedy(means, samples)));
      }
    }
    return notes;
  }

  private static String remedy(MethodMeans means, int samples) {
    String segments = means.method() == Method.SHAP ? ", or fewer --segments" : "";
    double needed = samples * noise(means.reliability()) / noise(ENOUGH);
    return needed > 100 * (double) samples // as where hardly anything but noise was seen
        ? "take more --samples" + segments
        : Text.format("%.1f takes about --samples %d%s", ENOUGH, rounded(needed), segments);
  }

  /** The variance of the noise as a multiple of that of the values; it falls as samples grow. */
  private static double noise(double reliability) {
    return (1 - reliability) / reliability;
  }

  /** Up to two digits. */
  private static long rounded(double number) {
    double unit = Math.pow(10, Math.floor(Math.log10(number)) - 1);
    return Math.round(Math.ceil(number / unit) * unit);
  }
}
