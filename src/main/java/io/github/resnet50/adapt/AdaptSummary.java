package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.HeadScores;
import io.github.resnet50.adapt.AdaptReport.Issues;
import io.github.resnet50.adapt.AdaptReport.Recipe;
import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.util.ArrayList;
import java.util.List;

/** An adaptation as text for a terminal, one fact per line. */
public final class AdaptSummary {
  private static final int FIRST_SUSPECTS = 3;

  private static final Table<Recipe> RECIPES =
      Table.of(
          Column.<Recipe>shown(Recipe::name).text("recipe", "%s"),
          Column.<Recipe>shown(r -> 100 * r.unseen().accuracy()).text("accuracy, %", "%.1f"),
          Column.<Recipe>shown(r -> 100 * r.balanced()).text("balanced, %", "%.1f"),
          Column.<Recipe>shown(r -> r.unseen().loss()).text("loss, nat", "%.3f"),
          Column.<Recipe>shown(AdaptSummary::gained).text("brought, points (95 %)", "%s"),
          Column.<Recipe>shown(Recipe::seconds).text("seconds", "%.1f"));

  private AdaptSummary() {}

  static String gained(Recipe recipe) {
    Estimate gain = recipe.gain();
    return Text.format(
        "%+.1f (%+.1f to %+.1f)", 100 * gain.value(), 100 * gain.low(), 100 * gain.high());
  }

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
    lines.add(line("balanced", percent(scores.balanced())));
    lines.add(line("guessing", Text.percent(scores.guessing())));
    if (report.method().labelsPermuted()) {
      // Nothing else of a head that learnt shuffled labels means anything.
      lines.add(line("verdict", report.method().leakage().text()));
      return lines;
    }
    report.quality().baselines().stream()
        .skip(1) // that is guessing
        .map(AdaptSummary::baseline)
        .forEach(lines::add);
    lines.add(line("verdict", report.quality().fit().text()));
    lines.add(line("more images?", report.quality().learningCurve().text()));
    lines.add(line("label errors?", labelErrors(report.issues())));
    if (report.quality().recipes() != null) {
      lines.add("");
      lines.addAll(RECIPES.aligned(report.quality().recipes()));
    }
    return lines;
  }

  private static String baseline(Baseline baseline) {
    Estimate gain = baseline.gain();
    return Text.format(
        "  %s %.1f %%, balanced %.1f %%; the head against it %+.1f points (95 %%: %+.1f to"
            + " %+.1f)",
        baseline.name(),
        100 * baseline.accuracy(),
        100 * baseline.balanced(),
        100 * gain.value(),
        100 * gain.low(),
        100 * gain.high());
  }

  private static String labelErrors(Issues issues) {
    if (issues.labelErrors() == null) {
      return "none: of no image another class is more probable";
    }
    List<String> first =
        issues.suspects().stream()
            .limit(FIRST_SUSPECTS)
            .map(suspect -> suspect.path() + " (" + suspect.suggested() + "?)")
            .toList();
    return issues.labelErrors().text() + ": " + String.join(", ", first);
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
