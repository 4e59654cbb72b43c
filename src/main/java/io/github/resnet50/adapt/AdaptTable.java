package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Scores;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An adaptation for people: a line a fact. */
public final class AdaptTable {
  private static final int FIRST_SUSPECTS = 3;

  private AdaptTable() {}

  public static List<String> lines(AdaptReport report) {
    Scores scores = report.scores();
    List<String> lines = new ArrayList<>();
    lines.add(line("model", report.name() + ", on " + report.base().name()));
    lines.add(
        line(
            "images",
            format(
                "%,d of %,d classes, %,d of them showing something of their own",
                report.data().images(), report.classes().size(), report.data().groups())));
    lines.add(line("training", percent(scores.training().accuracy())));
    if (scores.crossValidated() != null) {
      lines.add(line("cross-validated", percent(scores.crossValidated())));
    }
    if (scores.heldOut() != null) {
      lines.add(line("held out", percent(scores.heldOut())));
    }
    lines.add(line("guessing", percent(scores.guessing())));
    lines.add(line("verdict", report.overfitting().text()));
    lines.add(line("more images?", report.learningCurve().text()));
    lines.add(line("label errors?", suspects(report.suspected(), report.suspects())));
    return lines;
  }

  private static String suspects(int suspected, List<SuspectLabel> suspects) {
    if (suspected == 0) {
      return "none is suspected";
    }
    List<String> first =
        suspects.stream()
            .filter(SuspectLabel::confident)
            .limit(FIRST_SUSPECTS)
            .map(suspect -> suspect.path() + " (" + suspect.suggested() + "?)")
            .toList();
    return format(
        "%,d suspected%s: %s",
        suspected, suspected > first.size() ? ", first" : "", String.join(", ", first));
  }

  static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  static String percent(Estimate share) {
    return format(
        "%.1f %% (95 %%: %.1f to %.1f)",
        100 * share.value(), 100 * share.low(), 100 * share.high());
  }

  private static String line(String name, String value) {
    return format("%-16s%s", name, value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
