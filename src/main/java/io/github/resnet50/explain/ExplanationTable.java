package io.github.resnet50.explain;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.explain.ExplanationSummary.MethodMeans;
import io.github.resnet50.explain.Faithfulness.Metrics;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A run's means as a table: a line a method, and one of random maps where maps are measured. */
public final class ExplanationTable {
  private static final Set<String> SCORES =
      Set.of("deletion_auc", "insertion_auc", "average_drop", "increase");
  private static final String SANITY = "sanity";
  private static final String RELIABILITY = "reliability";

  private static final Table<Line> TABLE =
      Table.of(
          Column.of("method", Line::name).text("method", "%-17s").page("Method").naming(),
          Column.<Line>of("maps", line -> line.mean("%d", MethodMeans::explanations))
              .page("Maps", COUNT, line -> line.figure(MethodMeans::explanations)),
          Column.<Line>of("ms", line -> line.mean("%.1f", MethodMeans::msAnImage))
              .text("ms/image", " %9s"),
          Column.<Line>of("half_mass_area", line -> line.mean("%.3f", MethodMeans::halfMassArea))
              .text("half-mass area", "%16s")
              .page("Half-mass area", SHARE, line -> line.figure(MethodMeans::halfMassArea)),
          Column.<Line>of("ms_an_image", line -> line.mean("%.1f", MethodMeans::msAnImage))
              .page("ms an image", MEASURED, line -> line.figure(MethodMeans::msAnImage)),
          Column.<Line>of(RELIABILITY, line -> line.mean("%.3f", MethodMeans::reliability))
              .text("reliability", "%13s")
              .page("Reliability", SCORE, line -> line.figure(MethodMeans::reliability)),
          score("deletion_auc", Metrics::deletionAuc)
              .text("deletion", "%10.3f")
              .page("Deletion AUC", SCORE),
          score("insertion_auc", Metrics::insertionAuc)
              .text("insertion", "%11.3f")
              .page("Insertion AUC", SCORE),
          score("average_drop", Metrics::averageDrop)
              .text("avg drop", "%10.3f")
              .page("Average drop", SCORE),
          score("increase", Metrics::increase).text("increase", "%10.3f").page("Increase", SCORE),
          Column.<Line>of(SANITY, line -> line.mean("%.3f", MethodMeans::sanity))
              .text("shuffled r", "%12s")
              .page("Shuffled weights", SCORE, line -> line.figure(MethodMeans::sanity)));

  private ExplanationTable() {}

  private static Column<Line> score(String key, Function<Metrics, Double> score) {
    return Column.of(key, line -> score.apply(line.scores));
  }

  /**
   * A line.
   *
   * @param row null for random maps
   * @param scores null where they were not measured
   */
  private record Line(String name, MethodMeans row, Metrics scores) {
    /** As text; null if there is none, blank for random maps. */
    String mean(String pattern, Function<MethodMeans, Object> figure) {
      Object value = figure(figure);
      return row == null ? "" : value == null ? null : Text.format(pattern, value);
    }

    /** The mean over the rows; null if there is none, as for random maps. */
    Object figure(Function<MethodMeans, Object> figure) {
      return row == null ? null : figure.apply(row);
    }
  }

  /** Lines for a terminal. */
  public static List<String> lines(ExplanationSummary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.format(
            "classifying takes %.0f ms an image and thread; a method, in addition:",
            summary.classifyMs()));
    lines.addAll(table(summary.rows()).lines(content(summary.rows())));
    List<RandomComparison> comparisons = summary.comparisons();
    if (comparisons.stream().anyMatch(RandomComparison::isOfFew)) {
      lines.add(
          Text.format(
              "fewer than %d images do not tell whether maps are better than random ones",
              Estimate.FEWEST_DIFFERENCES));
    } else if (!comparisons.isEmpty()) {
      lines.addAll(RandomComparison.TABLE.lines(comparisons));
    }
    return lines;
  }

  /** The table for a page. */
  static Table.View view(List<MethodMeans> rows) {
    return table(rows).view(content(rows));
  }

  /** An explanation of the columns. */
  static String note(List<MethodMeans> rows) {
    return "Half-mass area: the smallest share of the image that holds half of a map."
        + (isSampled(rows)
            ? " Reliability: the correlation to be expected with the map of another seed; of rise"
                + " from the halves of its masks (Spearman and Brown), of shap from the standard"
                + " errors of its segments."
            : "")
        + (isScored(rows)
            ? " Deletion: the mean probability while the map's highest places go first; lower is"
                + " better. Insertion: while they come first; higher is better. Drop: what is lost"
                + " where the image is darkened as the map is low; lower is better."
            : "")
        + (isChecked(rows)
            ? " Shuffled weights: rank correlation with the map of a model that has learnt nothing;"
                + " near 1 the method does not look at the model."
            : "");
  }

  private static Table<Line> table(List<MethodMeans> rows) {
    boolean scored = isScored(rows);
    boolean checked = isChecked(rows);
    boolean sampled = isSampled(rows);
    return TABLE.without(
        column ->
            (!scored && SCORES.contains(column.key()))
                || (!sampled && column.key().equals(RELIABILITY))
                || (!checked && column.key().equals(SANITY)));
  }

  private static List<Line> content(List<MethodMeans> rows) {
    List<Line> lines = new ArrayList<>();
    for (MethodMeans row : rows) {
      Faithfulness measured = row.faithfulness();
      lines.add(
          new Line(row.method().toString(), row, measured == null ? null : measured.scores()));
    }
    if (isScored(rows)) {
      lines.add(new Line("random maps", null, rows.get(0).faithfulness().random()));
    }
    return lines;
  }

  private static boolean isScored(List<MethodMeans> rows) {
    return rows.stream().anyMatch(row -> row.faithfulness() != null);
  }

  private static boolean isSampled(List<MethodMeans> rows) {
    return rows.stream().anyMatch(row -> row.method().isSampled());
  }

  private static boolean isChecked(List<MethodMeans> rows) {
    return rows.stream().anyMatch(row -> row.sanity() != null);
  }
}
