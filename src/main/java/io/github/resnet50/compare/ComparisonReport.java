package io.github.resnet50.compare;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SHARE;
import static io.github.resnet50.basics.Text.format;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.Table;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
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
 * @param topDifference |Δp| of the most probable class; null where no image has the same in both
 * @param truth against what the images show; null where that is not known
 * @param ambiguous labels that are the names of several classes; their images are no part of the
 *     truth
 * @param differences images whose most probable class is not the same, in their order
 * @param byLevel agreement at each level of a taxonomy; null where classes are in none
 */
public record ComparisonReport(
    String a,
    String b,
    ComparedImages images,
    Double top1Agreement,
    int topK,
    Double topKOverlap,
    Double meanDifference,
    Double maxDifference,
    TopDifference topDifference,
    Truth truth,
    List<Ambiguity> ambiguous,
    List<Difference> differences,
    TreeAgreement.Levels byLevel) {
  private static final int MOST_DIFFERENCES = 20;

  private static final Table<Difference> DIFFERENCES =
      Table.of(
          Column.<Difference>of("path", d -> CsvSink.path(d.path())),
          Column.of("label", Difference::label),
          Column.<Difference>of("a_index", d -> d.a().classIndex()),
          Column.<Difference>of("a_id", d -> d.a().id()),
          Column.<Difference>of("a_label", d -> d.a().label()),
          Column.<Difference>of("a_prob", d -> d.a().probability()),
          Column.<Difference>of("b_index", d -> d.b().classIndex()),
          Column.<Difference>of("b_id", d -> d.b().id()),
          Column.<Difference>of("b_label", d -> d.b().label()),
          Column.<Difference>of("b_prob", d -> d.b().probability()),
          Column.<Difference>of("common_id", d -> d.common() == null ? null : d.common().id()),
          Column.<Difference>of(
              "common_label", d -> d.common() == null ? null : d.common().label()));

  static final Table<TreeAgreement.Level> LEVELS =
      Table.of(
          Column.shown(TreeAgreement.Level::level).text("level", "%5d").page("Level").naming(),
          Column.shown(TreeAgreement.Level::agreement)
              .text("agree", "  %6.4f")
              .page("Agree at it or below", SHARE),
          Column.shown(TreeAgreement.Level::images)
              .text("differ", "  %6d")
              .page("Differ below it", COUNT),
          Column.shown(TreeAgreement.Level::examples)
              .text("and have in common", "  %s")
              .page("And have in common")
              .left());

  public ComparisonReport {
    ambiguous = List.copyOf(ambiguous);
    differences = List.copyOf(differences);
  }

  /**
   * How many images were compared, and why others were not.
   *
   * @param compared those with a prediction in both
   * @param failedA those in both that failed in the first
   * @param failedB those in both that failed in the second
   * @param onlyA those that the second does not have
   * @param onlyB those that the first does not have
   */
  public record ComparedImages(long compared, long failedA, long failedB, long onlyA, long onlyB) {}

  /**
   * |Δp| of the most probable class of the images where it is the same in both; unlike {@code
   * meanDifference} it does not depend on how many classes the records list.
   *
   * @param images how many these are
   * @param max the largest
   */
  public record TopDifference(long images, double mean, double max) {}

  /**
   * Who is right, over the compared images that have a label.
   *
   * @param labels where these are from
   * @param accuracyDifference of B less that of A, with its 95 % interval as the same images have
   *     it
   * @param pValue of McNemar's exact test, two-sided: how likely so uneven a split of those that
   *     one has right is where both are right equally often
   */
  public record Truth(
      String labels,
      long images,
      double accuracyA,
      double accuracyB,
      Estimate accuracyDifference,
      long bothRight,
      long onlyARight,
      long onlyBRight,
      long bothWrong,
      double pValue) {}

  /**
   * A label that is the name of several classes.
   *
   * @param classes which, in words
   * @param images how many have it
   * @param example the path of one of these
   */
  public record Ambiguity(String label, String classes, long images, String example) {
    Ambiguity plusOne() {
      return new Ambiguity(label, classes, images + 1, example);
    }
  }

  /**
   * An image that is classified differently.
   *
   * @param label what it shows; null where that is not known
   * @param right which of them is; null where that is not known
   * @param common what both have in common; null where that is not known, or nothing
   */
  public record Difference(
      String path, String label, Right right, Prediction a, Prediction b, Common common) {}

  /** A node of a taxonomy. */
  public record Common(String id, String label) {}

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

  /**
   * CSV, a line an image whose most probable class is not the same; the writer is flushed and stays
   * open.
   */
  public void writeCsv(Writer out) throws IOException {
    DIFFERENCES.writeCsv(differences, out);
  }

  /** The header of {@link #writeCsv}, without the line's end. */
  static String csvHeaderLine() {
    return DIFFERENCES.csvHeaderLine();
  }

  /** A line of {@link #writeCsv}, without its end. */
  static String csvLine(Difference difference) {
    return DIFFERENCES.csvLine(difference);
  }

  /** As lines for a terminal, escaped. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("A: " + a);
    lines.add("B: " + b);
    lines.add(
        format(
            "%d images compared; failed in A %d, in B %d; only in A %d, only in B %d",
            images.compared(), images.failedA(), images.failedB(), images.onlyA(), images.onlyB()));
    lines.add("");
    lines.add(format("same top-1          %8.4f", top1Agreement));
    lines.add(format("top-%d in common     %8.4f", topK, topKOverlap));
    if (topDifference != null) {
      lines.add(
          format(
              "|difference of p|   %8.2g mean, %.2g largest, of the top class where it is the same",
              topDifference.mean(), topDifference.max()));
    }
    if (meanDifference != null) {
      lines.add(
          format(
              "|difference of p|   %8.2g mean, %.2g largest, of classes that both list",
              meanDifference, maxDifference));
    }
    if (truth != null) {
      addTruth(lines);
    }
    if (byLevel != null && !byLevel.levels().isEmpty()) {
      lines.add("");
      lines.add(levelsHeading());
      lines.addAll(LEVELS.lines(byLevel.levels()));
    }
    for (Ambiguity label : ambiguous) {
      lines.add(
          format(
              "label %s names several classes, and what shows it is not judged (images: %d, such as"
                  + " %s): %s",
              label.label(), label.images(), label.example(), label.classes()));
    }
    addDifferences(lines);
    return lines.stream().map(Text::escape).toList();
  }

  /** What the table of levels is of. */
  String levelsHeading() {
    return "Agreement by level of %s, on %s%s"
        .formatted(
            byLevel.tree(),
            Text.counted(byLevel.images(), "image"),
            byLevel.apart() == 0 ? "" : "; nothing in common: " + byLevel.apart());
  }

  private void addTruth(List<String> lines) {
    lines.add("");
    lines.add(
        format(
            "top-1 accuracy of A %8.4f, of B %.4f, on %d images (labels: %s)",
            truth.accuracyA(), truth.accuracyB(), truth.images(), truth.labels()));
    lines.add(
        format(
            "B less A %+.2f points (95 %%: %+.2f to %+.2f, on the same images)",
            100 * truth.accuracyDifference().value(),
            100 * truth.accuracyDifference().low(),
            100 * truth.accuracyDifference().high()));
    lines.add(
        format(
            "both right %d, only A %d, only B %d, both wrong %d; McNemar's exact test: p = %.4g",
            truth.bothRight(),
            truth.onlyARight(),
            truth.onlyBRight(),
            truth.bothWrong(),
            truth.pValue()));
  }

  private void addDifferences(List<String> lines) {
    if (differences.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Different top-1:");
    for (Difference d : differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))) {
      lines.add(
          format(
              "  %s: %s (%.3f) / %s (%.3f)%s%s",
              d.path(),
              d.a().label(),
              d.a().probability(),
              d.b().label(),
              d.b().probability(),
              d.common() == null ? "" : ", both " + d.common().label(),
              d.label() == null ? "" : ", is " + d.label()));
    }
    if (differences.size() > MOST_DIFFERENCES) {
      lines.add("  ... and " + (differences.size() - MOST_DIFFERENCES) + " more; see --output");
    }
  }
}
