package io.github.resnet50.evaluate;

import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.html.PlotDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Robustness as a plot and a table. */
record RobustnessView(
    String summary, PlotDrawing curves, List<String> severities, List<Line> rows) {

  /** A corruption; cells are empty where a severity was not tried. */
  record Line(String name, List<String> cells, String mean) {}

  static RobustnessView of(Robustness robustness) {
    List<Integer> severities =
        List.copyOf(
            new TreeSet<>(robustness.trials().stream().map(Robustness.Row::severity).toList()));
    List<Line> lines = new ArrayList<>();
    robustness
        .corruptions()
        .forEach(
            (name, mean) ->
                lines.add(
                    new Line(
                        name,
                        severities.stream()
                            .map(severity -> text(at(robustness, name, severity)))
                            .toList(),
                        format("%.3f", mean))));
    return new RobustnessView(
        summary(robustness),
        new PlotDrawing(plot(robustness, severities)),
        severities.stream().map(String::valueOf).toList(),
        lines);
  }

  private static String summary(Robustness robustness) {
    String drop =
        robustness.relativeDrop() == null
            ? ""
            : format(", a relative drop of %.1f %%", 100 * robustness.relativeDrop());
    return format(
        "Top-1 accuracy %.3f on the images as they are, %.3f on average over what was tried%s.",
        robustness.clean(), robustness.mean(), drop);
  }

  /** The mean, and the corruptions that hurt most. */
  private static Plot plot(Robustness robustness, List<Integer> severities) {
    List<String> names = new ArrayList<>(List.of("none"));
    severities.forEach(severity -> names.add(String.valueOf(severity)));
    List<Series> series = new ArrayList<>();
    int corruptions = robustness.corruptions().size();
    // Where severities differ from one to the next, means of a severity are of different ones.
    if (corruptions > 1 && robustness.trials().size() == corruptions * severities.size()) {
      series.add(curve("mean of all", robustness, severities, null));
    }
    robustness.corruptions().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(Plot.MOST_SERIES - series.size())
        .forEach(
            entry -> series.add(curve(entry.getKey(), robustness, severities, entry.getKey())));
    boolean all = corruptions < Plot.MOST_SERIES;
    return new Plot(
        all ? "Accuracy on corrupted images" : "Accuracy on corrupted images: the worst ones",
        summary(robustness),
        Axis.ofNames("severity", names),
        Axis.fromZero("top-1 accuracy", 1),
        series,
        false);
  }

  /**
   * @param corruption null: the mean over all
   */
  private static Series curve(
      String name, Robustness robustness, List<Integer> severities, String corruption) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, robustness.clean(), format("as they are: %.3f", robustness.clean())));
    for (int i = 0; i < severities.size(); i++) {
      int severity = severities.get(i);
      OptionalDouble accuracy = at(robustness, corruption, severity);
      if (accuracy.isPresent()) {
        String text = format("%s, severity %d: %.3f", name, severity, accuracy.getAsDouble());
        points.add(new Point(i + 1, accuracy.getAsDouble(), text));
      }
    }
    return new Series(name, Form.MARKED_LINE, points);
  }

  private static OptionalDouble at(Robustness robustness, String corruption, int severity) {
    return robustness.trials().stream()
        .filter(row -> corruption == null || row.corruption().equals(corruption))
        .filter(row -> row.severity() == severity)
        .mapToDouble(row -> row.top1().value())
        .average();
  }

  private static String text(OptionalDouble accuracy) {
    return accuracy.isPresent() ? format("%.3f", accuracy.getAsDouble()) : "";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
