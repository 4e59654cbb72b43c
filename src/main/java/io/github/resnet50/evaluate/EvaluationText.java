package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.SHARE;
import static io.github.resnet50.basics.Text.format;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedImages;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.labelled.UnmatchedLabels;
import io.github.resnet50.report.Certainty.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An evaluation as lines for a terminal. */
final class EvaluationText {
  private static final int MOST_MISTAKES = 10;

  /** By more than so many times the largest class has more images than classes on average. */
  private static final double UNEVEN = 1.5;

  private static final String MCE = "mce";

  /** What figures of decisions are. */
  static final String DECISIONS_HEADING =
      "Answers: right where the true class is the answer or below it; what all classes have in"
          + " common is none";

  private EvaluationText() {}

  /** The lines, escaped. */
  static List<String> lines(EvaluationReport report) {
    EvaluationScores scores = report.scores();
    List<String> lines = new ArrayList<>();
    lines.add(what(report));
    lines.addAll(notes(report));
    lines.add("");
    lines.addAll(EvaluationTables.metrics(scores).lines(scores.metrics().keySet()));
    guessing(scores).ifPresent(lines::add);
    lines.add("");
    lines.add("Reliability, " + report.method().binning().describe());
    lines.addAll(
        EvaluationTables.RELIABILITY.lines(
            scores.reliability().stream().filter(bin -> bin.images() > 0).toList()));
    if (report.decisions() != null) {
      lines.addAll(List.of("", DECISIONS_HEADING));
      lines.addAll(EvaluationTables.DECISIONS.lines(EvaluationTables.rows(report.decisions())));
    }
    addMistakes(lines, scores);
    if (report.temperature() != null) {
      addTemperature(lines, report.temperature());
    }
    if (report.thresholds() != null) {
      addThresholds(lines, report.thresholds());
    }
    if (report.robustness() != null) {
      addRobustness(lines, report.robustness());
    }
    return lines.stream().map(Text::escape).toList();
  }

  private static String what(EvaluationReport report) {
    EvaluatedImages images = report.images();
    String left =
        (images.failed() == 0 ? "" : "; " + images.failed() + " failed")
            + (images.unlabelled() == 0 ? "" : "; " + images.unlabelled() + " without a label")
            + (images.ambiguous() == 0 ? "" : "; " + images.ambiguous() + " with an ambiguous one");
    String temperature =
        report.model() == null || report.model().temperature() == null
            ? ""
            : format(", calibrated with T = %.4f", report.model().temperature());
    String input =
        report.model() == null || report.model().input() == null
            ? ""
            : " at " + report.model().input();
    return format(
        "%s%s%s on %d of %d images (labels: %s)%s",
        report.subject(),
        input,
        temperature,
        images.evaluated(),
        images.found(),
        report.labels(),
        left);
  }

  /**
   * What of classes of uneven size is to be known beside the accuracy. Not escaped; empty where
   * classes have about as many images.
   */
  private static Optional<String> guessing(EvaluationScores scores) {
    List<EvaluatedClass> shown = scores.classes().stream().filter(c -> c.support() > 0).toList();
    EvaluatedClass most = Collections.max(shown, Comparator.comparingInt(EvaluatedClass::support));
    int images = shown.stream().mapToInt(EvaluatedClass::support).sum();
    if (most.support() * shown.size() <= UNEVEN * images || shown.size() == 1) {
      return Optional.empty();
    }
    double guess = (double) most.support() / images;
    Estimate accuracy = scores.metric("top1").orElseThrow();
    return Optional.of(
        format(
            "The classes are uneven: guessing %s alone gives top1 %.4f; macro_recall is the"
                + " balanced accuracy, of which guessing gives %.4f%s",
            most.label(),
            guess,
            1.0 / shown.size(),
            accuracy.high() < guess
                ? "; by top1 the model does worse"
                : accuracy.low() <= guess ? "; by top1 the model may do no better" : ""));
  }

  /** Notes on what the scores leave out. Not escaped. */
  static List<String> notes(EvaluationReport report) {
    List<String> notes = new ArrayList<>();
    EvaluatedImages images = report.images();
    if (images.unlabelled() > 0) {
      notes.add(
          "without a label of the model, and not scored: "
              + String.join(", ", images.firstUnlabelled())
              + (images.unlabelled() > images.firstUnlabelled().size() ? ", ..." : ""));
    }
    for (UnmatchedLabels.Entry label : images.unmatchedLabels()) {
      if (label.isAmbiguous()) {
        notes.add(
            "%s is not scored, since it names several classes: %s (%d images, such as %s)"
                .formatted(label.label(), label.classes(), label.images(), label.example()));
      }
    }
    int neverPredicted = report.scores().neverPredicted();
    if (neverPredicted > 0) {
      notes.add(
          (neverPredicted == 1
                  ? "1 label occurs in no prediction, and counts as a class that was missed"
                  : neverPredicted
                      + " labels occur in no prediction, and count as classes that were missed")
              + " (with --model they would be checked)");
    }
    List<String> unknown =
        report.scores().leftOut().stream().filter(name -> !name.equals(MCE)).toList();
    if (!unknown.isEmpty()) {
      notes.add(
          "left out, since the file holds only the most probable classes: "
              + String.join(", ", unknown));
    }
    if (report.scores().leftOut().contains(MCE)) {
      notes.add("left out, since no bin of confidence holds 10 images: " + MCE);
    }
    return notes;
  }

  private static void addMistakes(List<String> lines, EvaluationScores scores) {
    List<ClassPair> most = ConfusionMatrix.mostFrequentMistakes(scores.confusion(), MOST_MISTAKES);
    if (most.isEmpty()) {
      return;
    }
    lines.add("");
    if (most.get(0).images() == 1) { // then these are but the first of many alike
      lines.add("No class was taken for the same other one twice");
      return;
    }
    lines.add("Most often taken for another");
    for (ClassPair cell : most) {
      lines.add(
          format(
              "%5d  %s as %s",
              cell.images(),
              scores.byIndex(cell.trueClass()).label(),
              scores.byIndex(cell.predictedClass()).label()));
    }
  }

  private static void addTemperature(List<String> lines, TemperatureFit fit) {
    lines.add("");
    lines.add(
        format("Temperature %.4f", fit.temperature())
            + (fit.low() == null ? "" : format(" (95 %%: %.4f to %.4f)", fit.low(), fit.high())));
    lines.addAll(EvaluationTables.lines(fit));
    lines.add(fit.trial());
    fit.remark().ifPresent(lines::add);
    if (fit.sampled()) {
      lines.add(
          format(
              "on an even sample of %d of the %d labelled images, to bound the memory",
              fit.images(), fit.labelled()));
    }
  }

  private static void addThresholds(List<String> lines, List<FittedThreshold> thresholds) {
    lines.addAll(List.of("", "An image is uncertain where" + at(thresholds)));
    for (FittedThreshold threshold : thresholds) {
      lines.add(
          format(
              "%-11s is %s %8.4f: %s of the right ones stay certain%s",
              threshold.score(),
              threshold.score() == Score.MAX_SOFTMAX ? "less than" : "more than",
              threshold.value(),
              kept(threshold),
              flagged(threshold)
                  .map(share -> ", " + share + " of the wrong ones do not")
                  .orElse("")));
    }
    if (!thresholds.isEmpty()) {
      lines.add(sharesOf(thresholds));
    }
  }

  /** The share of the right images that stay certain, of others than it was fitted to if known. */
  static String kept(FittedThreshold threshold) {
    return threshold.heldOut() == null
        ? Text.percent(threshold.keptCorrect())
        : withInterval(threshold.heldOut().keptCorrect());
  }

  /** The share of the wrong images that become uncertain; empty where none is wrong. */
  static Optional<String> flagged(FittedThreshold threshold) {
    if (threshold.flaggedWrong() == null) {
      return Optional.empty();
    }
    return Optional.of(
        threshold.heldOut() == null
            ? Text.percent(threshold.flaggedWrong())
            : withInterval(threshold.heldOut().flaggedWrong()));
  }

  private static String withInterval(Estimate share) {
    return SHARE.of(share.value()) + " (95 %: " + SHARE.between(share.low(), share.high()) + ")";
  }

  /** Of which images the shares are; not a sentence's end. */
  private static String sharesOf(List<FittedThreshold> thresholds) {
    return thresholds.stream().allMatch(threshold -> threshold.heldOut() != null)
        ? "The thresholds are fitted to all images; the shares are of two halves, each tried with"
            + " the thresholds of the other"
        : "These shares are of the images that the thresholds were chosen on; of others they may be"
            + " less";
  }

  /** What the thresholds and their shares hold for, as a sentence. */
  static String thresholdsAt(List<FittedThreshold> thresholds) {
    return "An image is uncertain beyond them"
        + at(thresholds).replaceFirst(",$", "")
        + ". "
        + sharesOf(thresholds)
        + ".";
  }

  private static String at(List<FittedThreshold> thresholds) {
    return thresholds.stream()
        .map(FittedThreshold::temperature)
        .filter(temperature -> temperature != 1)
        .findFirst()
        .map(temperature -> format(", at temperature %.4f (energy at 1),", temperature))
        .orElse(thresholds.isEmpty() ? ": no image is right, so that nothing can be said" : "");
  }

  private static void addRobustness(List<String> lines, Robustness robustness) {
    lines.addAll(List.of("", "Top-1 accuracy on corrupted images, by severity"));
    lines.addAll(EvaluationTables.robustness(robustness).lines(robustness.corruptions().keySet()));
    lines.add(
        format(
            "clean %.3f, mean %.3f%s",
            robustness.clean(),
            robustness.mean(),
            robustness.relativeDrop() == null
                ? ""
                : ", relative drop " + Text.percent(robustness.relativeDrop())));
  }
}
