package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Text.format;

import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.report.html.Bars;
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
 * @param confidence how many images each bin holds; null where all hold as many
 * @param classes F1 of the classes that images show: all of a few, else the worst and the best
 * @param confusion classes confused with each other, of those that occur; null where there are too
 *     many
 * @param mistakes the most frequent confusions; null where nothing is wrong
 */
record EvaluationCharts(
    PlotDrawing reliability,
    PlotDrawing confidence,
    List<Bars> classes,
    ConfusionTable confusion,
    Bars mistakes) {
  private static final int MOST_CLASSES = 15;
  private static final int MOST_MISTAKES = 20;

  static EvaluationCharts of(EvaluationScores scores, Binning binning) {
    return new EvaluationCharts(
        reliability(scores, binning),
        confidence(scores, binning),
        classes(scores.classes()),
        confusion(scores),
        mistakes(scores));
  }

  boolean confused() {
    return confusion != null || mistakes != null;
  }

  private static PlotDrawing reliability(EvaluationScores scores, Binning binning) {
    List<Point> points =
        scores.reliability().stream()
            .filter(bin -> bin.images() > 0)
            .map(bin -> new Point(bin.confidence(), bin.accuracy(), text(bin)))
            .toList();
    String description =
        format(
            "ECE %.4f, MCE %.4f; below the diagonal the model is too sure.",
            value(scores, "ece"), value(scores, "mce"));
    return new PlotDrawing(
        new Plot(
            "Reliability in " + binning.describe(),
            description,
            Axis.upTo("confidence", 1),
            Axis.fromZero("accuracy", 1),
            List.of(new Series("accuracy", Form.MARKED_LINE, points)),
            true));
  }

  private static double value(EvaluationScores scores, String metric) {
    return scores.metric(metric).orElseThrow().value();
  }

  private static String text(Bin bin) {
    return format(
        "confidence %.3f to %.3f: %,d images, mean confidence %.3f, accuracy %.3f",
        bin.low(), bin.high(), bin.images(), bin.confidence(), bin.accuracy());
  }

  private static PlotDrawing confidence(EvaluationScores scores, Binning binning) {
    if (binning.equalMass()) {
      return null;
    }
    List<Point> points =
        scores.reliability().stream()
            .map(
                bin ->
                    new Point(
                        (bin.low() + bin.high()) / 2,
                        bin.images(),
                        format("%.3f to %.3f: %,d images", bin.low(), bin.high(), bin.images())))
            .toList();
    double largest = points.stream().mapToDouble(Point::y).max().orElse(0);
    return new PlotDrawing(
        new Plot(
            "How sure the model was",
            format("%,.0f images in the fullest of %d bins.", largest, points.size()),
            Axis.upTo("confidence", 1),
            Axis.fromZero("images", largest),
            List.of(new Series("images", Form.COLUMNS, points)),
            false));
  }

  private static List<Bars> classes(List<EvaluatedClass> classes) {
    List<EvaluatedClass> worstFirst =
        classes.stream()
            .filter(c -> c.support() > 0)
            .sorted(
                Comparator.comparingDouble(EvaluatedClass::f1)
                    .thenComparing(Comparator.comparingInt(EvaluatedClass::support).reversed()))
            .toList();
    int count = worstFirst.size();
    if (count <= 2 * MOST_CLASSES) {
      return List.of(bars("F1 of every class (images that show it), worst first", worstFirst));
    }
    List<EvaluatedClass> best = worstFirst.subList(count - MOST_CLASSES, count);
    return List.of(
        bars(
            format("F1 of the worst %d of %d classes (images that show them)", MOST_CLASSES, count),
            worstFirst.subList(0, MOST_CLASSES)),
        bars(
            format("F1 of the best %d of %d classes (images that show them)", MOST_CLASSES, count),
            best.stream().sorted(Comparator.comparingDouble(c -> -c.f1())).toList()));
  }

  private static Bars bars(String caption, List<EvaluatedClass> classes) {
    return new Bars(
        caption,
        "Class",
        "F1, and images that show it",
        classes.stream()
            .map(c -> Bars.Bar.of(c.label(), c.f1(), format("%.3f (%,d)", c.f1(), c.support())))
            .toList());
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

  private static Bars mistakes(EvaluationScores scores) {
    List<ClassPair> most = ConfusionMatrix.mostFrequentMistakes(scores.confusion(), MOST_MISTAKES);
    if (most.isEmpty()) {
      return null;
    }
    double longest = most.get(0).images();
    return new Bars(
        "Most often taken for another",
        "Class, and what it was taken for",
        "Images",
        most.stream()
            .map(
                cell ->
                    Bars.Bar.of(
                        scores.byIndex(cell.trueClass()).label()
                            + " as "
                            + scores.byIndex(cell.predictedClass()).label(),
                        cell.images() / longest,
                        format("%,d", cell.images())))
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
            Axis.fromZero("top-1 accuracy", 1),
            series,
            false));
  }

  private static Series curve(String name, Robustness robustness, IntFunction<Double> accuracies) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, robustness.clean(), format("as they are: %.3f", robustness.clean())));
    for (int severity : robustness.severities()) {
      Double accuracy = accuracies.apply(severity);
      if (accuracy != null) {
        String text = format("%s, severity %d: %.3f", name, severity, accuracy);
        points.add(new Point(robustness.severities().indexOf(severity) + 1, accuracy, text));
      }
    }
    return new Series(name, Form.MARKED_LINE, points);
  }
}
