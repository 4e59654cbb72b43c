package io.github.resnet50.cli;

import io.github.resnet50.explain.ExplanationSummary;
import io.github.resnet50.explain.Faithfulness.Scores;
import io.github.resnet50.explain.MethodClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run's means, for people: a line a method. */
final class ExplanationTable {
  private ExplanationTable() {}

  static List<String> lines(ExplanationSummary summary, MethodClock clock) {
    List<ExplanationSummary.Row> rows = summary.rows(clock);
    boolean scored = rows.stream().anyMatch(row -> row.scores() != null);
    boolean checked = rows.stream().anyMatch(row -> row.sanity() != null);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "classifying takes %.0f ms an image and thread; a method, in addition:",
            clock.classifyMs()));
    lines.add(
        "method        ms/image  half-mass area"
            + (scored ? "  deletion  insertion  avg drop  increase" : "")
            + (checked ? "  shuffled r" : ""));
    for (ExplanationSummary.Row row : rows) {
      lines.add(
          String.format(Locale.ROOT, "%-12s %9.1f", row.method(), row.msAnImage())
              + number(row.halfMassArea(), 16)
              + (scored ? scores(row.scores()) : "")
              + (checked ? number(row.sanity(), 12) : ""));
    }
    if (scored) {
      lines.add(String.format(Locale.ROOT, "%-38s", "random maps") + scores(rows.get(0).random()));
    }
    return lines;
  }

  private static String scores(Scores scores) {
    return number(scores.deletionAuc(), 10)
        + number(scores.insertionAuc(), 11)
        + number(scores.averageDrop(), 10)
        + number(scores.increase(), 10);
  }

  private static String number(Double value, int width) {
    return value == null
        ? " ".repeat(width - 1) + "-"
        : String.format(Locale.ROOT, "%" + width + ".3f", value);
  }
}
