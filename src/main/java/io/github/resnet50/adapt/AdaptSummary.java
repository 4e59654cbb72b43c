package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.HeadScores;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** An adaptation as text for a terminal, one fact per line. */
public final class AdaptSummary {
  private static final int FIRST_SUSPECTS = 3;

  private AdaptSummary() {}

  public static List<String> lines(AdaptReport report) {
    HeadScores scores = report.quality().scores();
    int images = report.data().counts().images();
    int distinct = report.data().counts().groups();
    List<String> lines = new ArrayList<>();
    lines.add(line("model", report.origin().name() + ", on " + report.origin().base().name()));
    lines.add(
        line(
            "images",
            Text.format(
                "%,d of %,d classes, %,d of them showing something of their own",
                images, report.quality().classes().size(), distinct)));
    lines.add(line("training", Text.percent(scores.training().accuracy())));
    if (scores.crossValidated() != null) {
      lines.add(line("cross-validated", percent(scores.crossValidated())));
    }
    if (scores.heldOut() != null) {
      lines.add(line("held out", percent(scores.heldOut())));
    }
    lines.add(line("guessing", Text.percent(scores.guessing())));
    if (report.method().labelsPermuted()) {
      // Nothing else of a head that learnt shuffled labels means anything.
      lines.add(line("verdict", report.method().leakage().text()));
      return lines;
    }
    lines.add(line("verdict", report.quality().overfitting().text()));
    lines.add(line("more images?", report.quality().learningCurve().text()));
    lines.add(
        line("label errors?", suspects(report.issues().suspected(), report.issues().suspects())));
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
    return Text.format(
        "%,d suspected%s: %s",
        suspected, suspected > first.size() ? ", first" : "", String.join(", ", first));
  }

  private static String percent(Estimate share) {
    return Text.format(
        "%.1f %% (95 %%: %.1f to %.1f)",
        100 * share.value(), 100 * share.low(), 100 * share.high());
  }

  private static String line(String name, String value) {
    return Text.format("%-16s%s", name, value);
  }
}
