package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Chart;
import io.github.resnet50.report.html.ConfidenceHistogram;
import io.github.resnet50.report.html.ConfusionTable;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.html.PlotDrawing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The charts of an evaluation.
 *
 * @param reliability accuracy over mean confidence, bin by bin
 * @param confidence how many images each bin holds
 * @param classes F1 of the classes that images show: all of a few, else the worst and the best
 * @param confusion classes confused with each other, of those that occur; null where there are too
 *     many
 * @param mistakes the most frequent confusions; null where nothing is wrong
 */
record EvaluationCharts(
    Chart reliability,
    Chart confidence,
    List<Chart> classes,
    ConfusionTable confusion,
    Chart mistakes) {
  private static final int MOST_CLASSES = 15;

  static EvaluationCharts of(EvaluationScores scores, Binning binning) {
    return new EvaluationCharts(
        ReliabilityDiagram.of(scores, binning),
        confidence(scores, binning),
        classes(scores.classes()),
        confusion(scores),
        mistakes(scores));
  }

  boolean confused() {
    return confusion != null || mistakes != null;
  }

  private static Chart confidence(EvaluationScores scores, Binning binning) {
    return binning.equalMass()
        ? Chart.without(
            "No histogram of confidence: every bin holds as many images (--equal-mass).")
        : new ConfidenceHistogram(scores.reliability().stream().mapToLong(Bin::images).toArray())
            .chart();
  }

  private static List<Chart> classes(List<EvaluatedClass> classes) {
    List<EvaluatedClass> worstFirst =
        classes.stream()
            .filter(c -> c.support() > 0)
            .sorted(
                Comparator.comparingDouble(EvaluatedClass::f1)
                    .thenComparing(Comparator.comparingInt(EvaluatedClass::support).reversed()))
            .toList();
    int count = worstFirst.size();
    if (worstFirst.stream().allMatch(c -> c.support() == 1)) {
      return List.of(
          Chart.without(
              "No F1 by class: no class is shown by more than one image, of which it would be all"
                  + " or nothing (%s classes).".formatted(COUNT.of(count))));
    }
    if (count <= 2 * MOST_CLASSES) {
      return List.of(bars("F1 of every class (images that show it), worst first", worstFirst));
    }
    List<EvaluatedClass> best = worstFirst.subList(count - MOST_CLASSES, count);
    return List.of(
        bars(
            "F1 of the worst %d of %s classes (images that show them)"
                .formatted(MOST_CLASSES, COUNT.of(count)),
            worstFirst.subList(0, MOST_CLASSES)),
        bars(
            "F1 of the best %d of %s classes (images that show them)"
                .formatted(MOST_CLASSES, COUNT.of(count)),
            best.stream().sorted(Comparator.comparingDouble(c -> -c.f1())).toList()));
  }

  private static Chart bars(String caption, List<EvaluatedClass> classes) {
    Bars bars =
        new Bars(
            caption,
            "Class",
            "F1, and images that show it",
            classes.stream()
                .map(
                    c ->
                        Bars.Bar.of(
                            c.label(),
                            c.f1(),
                            SCORE.of(c.f1()) + " (" + COUNT.of(c.support()) + ")"))
                .toList());
    return Chart.of(bars, "");
  }

  private static ConfusionTable confusion(EvaluationScores scores) {
    List<EvaluatedClass> classes = scores.classes();
    Map<Integer, Integer> places = new HashMap<>();
    classes.forEach(c -> places.put(c.index(), places.size()));
    int[][] images = new int[classes.size()][classes.size()];
    for (ClassPair cell : scores.confusion()) {
      images[places.get(cell.trueClass())][places.get(cell.predictedClass())] = cell.images();
    }
    return ConfusionTable.of(classes.stream().map(EvaluatedClass::label).toList(), images);
  }

  private static Chart mistakes(EvaluationScores scores) {
    List<ClassPair> most =
        ConfusionMatrix.mostFrequentMistakes(scores.confusion(), Integer.MAX_VALUE);
    if (most.isEmpty()) {
      return null;
    }
    return Bars.mostFrequent(
        "Most often taken for another",
        "Class, and what it was taken for",
        most.stream()
            .map(
                cell ->
                    Map.entry(
                        scores.byIndex(cell.trueClass()).label()
                            + " as "
                            + scores.byIndex(cell.predictedClass()).label(),
                        (long) cell.images()))
            .toList());
  }

  /** The mean over the corruptions, and those that hurt most. */
  static PlotDrawing robustness(Robustness robustness, String description) {
    List<Integer> severities = robustness.severities();
    List<String> names = new ArrayList<>(List.of("none"));
    severities.forEach(severity -> names.add(String.valueOf(severity)));
    List<Series> series = new ArrayList<>();
    int corruptions = robustness.corruptions().size();
    // If some corruptions lack a severity, means at different severities are over different
    // corruptions.
    if (corruptions > 1 && robustness.trials().size() == corruptions * severities.size()) {
      series.add(curve("mean of all", robustness, robustness::meanTop1));
    }
    robustness.corruptions().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(Plot.MOST_SERIES - series.size())
        .map(Map.Entry::getKey)
        .forEach(name -> series.add(curve(name, robustness, s -> robustness.top1(name, s))));
    boolean all = corruptions < Plot.MOST_SERIES;
    return new PlotDrawing(
        new Plot(
            all ? "Accuracy on corrupted images" : "Accuracy on corrupted images: the worst ones",
            description,
            Axis.ofNames("severity", names),
            Axis.fromZero("top-1 accuracy", 1, SHARE),
            series,
            false));
  }

  private static Series curve(String name, Robustness robustness, IntFunction<Double> accuracies) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, robustness.clean(), "as they are: " + SHARE.of(robustness.clean())));
    for (int severity : robustness.severities()) {
      Double accuracy = accuracies.apply(severity);
      if (accuracy != null) {
        String text = "%s, severity %d: %s".formatted(name, severity, SHARE.of(accuracy));
        points.add(new Point(robustness.severities().indexOf(severity) + 1, accuracy, text));
      }
    }
    return new Series(name, Form.MARKED_LINE, points);
  }
}
