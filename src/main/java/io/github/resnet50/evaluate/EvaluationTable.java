package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.EvaluationReport.Images;
import io.github.resnet50.evaluate.EvaluationReport.Method;
import io.github.resnet50.evaluate.corrupt.Corruption;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix.Cell;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as lines for people, safe to show on a terminal. */
public final class EvaluationTable {
  private static final int TOLD_MISTAKES = 10;

  private EvaluationTable() {}

  public static List<String> lines(EvaluationReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(what(report));
    lines.addAll(notes(report));
    lines.add("");
    lines.addAll(metrics(report.scores()));
    lines.add("");
    lines.addAll(reliability(report.scores().reliability(), report.method()));
    lines.addAll(mistakes(report.scores()));
    if (report.temperature() != null) {
      lines.addAll(temperature(report.temperature()));
    }
    if (report.thresholds() != null) {
      lines.addAll(thresholds(report.thresholds()));
    }
    if (report.robustness() != null) {
      lines.addAll(robustness(report.robustness()));
    }
    return lines.stream().map(Text::escape).toList();
  }

  private static String what(EvaluationReport report) {
    Images images = report.images();
    String left =
        (images.failed() == 0 ? "" : "; " + images.failed() + " failed")
            + (images.unlabelled() == 0 ? "" : "; " + images.unlabelled() + " without a label");
    String temperature =
        report.model() == null || report.model().temperature() == null
            ? ""
            : format(", calibrated with T = %.4f", report.model().temperature());
    return format(
        "%s%s on %d of %d images (labels: %s)%s",
        subject(report), temperature, images.evaluated(), images.found(), report.labels(), left);
  }

  /** What was evaluated. */
  static String subject(EvaluationReport report) {
    return report.model() == null ? report.predictions() : report.model().name();
  }

  static List<String> notes(EvaluationReport report) {
    List<String> notes = new ArrayList<>();
    Images images = report.images();
    if (images.unlabelled() > 0) {
      notes.add(
          "without a label of the model, and not scored: "
              + String.join(", ", images.firstUnlabelled())
              + (images.unlabelled() > images.firstUnlabelled().size() ? ", ..." : ""));
    }
    if (report.scores().neverPredicted() > 0) {
      notes.add(
          report.scores().neverPredicted()
              + " labels occur in no prediction, and count as classes that were missed"
              + " (with --model they would be checked)");
    }
    if (!report.scores().leftOut().isEmpty()) {
      notes.add(
          "left out, since the file holds only the most probable classes: "
              + String.join(", ", report.scores().leftOut()));
    }
    return notes;
  }

  private static List<String> metrics(Scores scores) {
    List<String> lines = new ArrayList<>();
    lines.add(format("%-16s %8s  %s", "metric", "value", "95 % interval"));
    for (Map.Entry<Metric, Estimate> metric : scores.metrics().entrySet()) {
      Estimate e = metric.getValue();
      lines.add(format("%-16s %8.4f  %.4f .. %.4f", metric.getKey(), e.value(), e.low(), e.high()));
    }
    return lines;
  }

  private static List<String> temperature(TemperatureFit fit) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(format("Temperature %.4f", fit.temperature()));
    lines.add(format("%-10s %7s  %-19s  %-19s  %s", "", "images", "NLL", "Brier score", "ECE"));
    lines.add(effect("fitted on", fit.fitting()));
    lines.add(effect("held out", fit.heldOut()));
    if (fit.sampled()) {
      lines.add(
          format(
              "on an even sample of %d of the %d labelled images, to bound the memory",
              fit.fitting().images() + fit.heldOut().images(), fit.labelled()));
    }
    return lines;
  }

  private static String effect(String part, TemperatureFit.Effect effect) {
    return format(
        "%-10s %7d  %8.4f -> %7.4f  %8.4f -> %7.4f  %8.4f -> %7.4f",
        part,
        effect.images(),
        effect.nllBefore(),
        effect.nllAfter(),
        effect.brierBefore(),
        effect.brierAfter(),
        effect.eceBefore(),
        effect.eceAfter());
  }

  private static List<String> thresholds(List<Certainties.Rule> rules) {
    List<String> lines = new ArrayList<>(List.of("", "An image is uncertain where"));
    for (Certainties.Rule rule : rules) {
      lines.add(
          format(
              "%-11s is %s %8.4f: %.1f %% of the right ones stay certain%s",
              rule.score(),
              rule.score() == Certainty.Score.MAX_SOFTMAX ? "less than" : "more than",
              rule.value(),
              100 * rule.keptCorrect(),
              rule.flaggedWrong() == null
                  ? ""
                  : format(", %.1f %% of the wrong ones do not", 100 * rule.flaggedWrong())));
    }
    return lines;
  }

  private static List<String> robustness(Robustness robustness) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Top-1 accuracy on corrupted images, by severity");
    lines.add(format("%-18s %7s %7s %7s %7s %7s %7s", "", "1", "2", "3", "4", "5", "mean"));
    robustness
        .corruptions()
        .forEach(
            (name, mean) -> {
              StringBuilder line = new StringBuilder(format("%-18s", name));
              for (int severity = 1; severity <= Corruption.WORST; severity++) {
                line.append(format(" %7s", cell(robustness, name, severity)));
              }
              lines.add(line + format(" %7.3f", mean));
            });
    lines.add(
        format(
            "clean %.3f, mean %.3f%s",
            robustness.clean(),
            robustness.mean(),
            robustness.relativeDrop() == null
                ? ""
                : format(", relative drop %.1f %%", 100 * robustness.relativeDrop())));
    return lines;
  }

  private static String cell(Robustness robustness, String name, int severity) {
    return robustness.trials().stream()
        .filter(row -> row.corruption().equals(name) && row.severity() == severity)
        .findFirst()
        .map(row -> format("%.3f", row.top1().value()))
        .orElse("");
  }

  private static List<String> reliability(List<Bin> bins, Method method) {
    List<String> lines = new ArrayList<>();
    lines.add("Reliability, " + method.binning().describe());
    lines.add(format("%-14s %7s %11s %9s", "confidence", "images", "mean conf.", "accuracy"));
    for (Bin bin : bins) {
      if (bin.images() > 0) {
        lines.add(
            format(
                "%.3f .. %.3f %7d %11.3f %9.3f",
                bin.low(), bin.high(), bin.images(), bin.confidence(), bin.accuracy()));
      }
    }
    return lines;
  }

  private static List<String> mistakes(Scores scores) {
    List<Cell> most = ConfusionMatrix.mostFrequentMistakes(scores.confusion(), TOLD_MISTAKES);
    if (most.isEmpty()) {
      return List.of();
    }
    Map<Integer, ClassScore> classes = EvaluationWriter.byIndex(scores.classes());
    List<String> lines = new ArrayList<>(List.of("", "Most often taken for another"));
    for (Cell cell : most) {
      lines.add(
          format(
              "%5d  %s as %s",
              cell.images(),
              classes.get(cell.trueClass()).label(),
              classes.get(cell.predictedClass()).label()));
    }
    return lines;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
