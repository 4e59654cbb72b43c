package io.github.resnet50.report.html;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Sample;
import io.github.resnet50.report.html.Plot.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A plot in the coordinates of its picture: the model of the template {@code plot.html}, whose
 * variables these methods are. Lengths are SVG user units, y points down.
 */
public final class PlotDrawing {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int LEFT = 52;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 28;
  private static final int BOTTOM = HEIGHT - 44;

  /** Of the room between two columns' middles. */
  private static final double COLUMN_WIDTH = 0.9;

  private static final double RADIUS = 3.5;

  /** Of marks whose areas are as the numbers of images. */
  private static final double LARGEST_RADIUS = 11;

  private static final double SMALLEST_RADIUS = 2;

  /** More would overlap. */
  private static final int MOST_X_LABELS = 10;

  private final Plot plot;

  public PlotDrawing(Plot plot) {
    this.plot = plot;
  }

  /** Where a tick is drawn. */
  record TickLabel(String at, String label) {}

  /** A series as it is drawn: only what its form needs is there. */
  record DrawnSeries(int number, String name, List<Box> columns, String line, List<Mark> marks) {}

  /** A column. */
  record Box(String x, String y, String width, String height, String text) {}

  /**
   * A mark around {@code x}, {@code y}.
   *
   * @param interval null where there is none
   */
  record Mark(String x, String y, String radius, Interval interval, String text) {}

  /** The heights between which the line of an interval is drawn. */
  record Interval(String low, String high) {}

  /** A line of the table that says the same. */
  record TableRow(String x, List<String> values) {}

  String title() {
    return plot.title();
  }

  String description() {
    return plot.description();
  }

  int width() {
    return WIDTH;
  }

  int height() {
    return HEIGHT;
  }

  int left() {
    return LEFT;
  }

  int right() {
    return RIGHT;
  }

  int top() {
    return TOP;
  }

  int bottom() {
    return BOTTOM;
  }

  int middle() {
    return (LEFT + RIGHT) / 2;
  }

  boolean diagonal() {
    return plot.diagonal();
  }

  String xLabel() {
    return plot.x().label();
  }

  String yLabel() {
    return plot.y().label();
  }

  boolean legend() {
    return plot.series().size() > 1;
  }

  List<TickLabel> xTicks() {
    List<Plot.Tick> all = plot.x().ticks();
    int step = (all.size() + MOST_X_LABELS - 1) / MOST_X_LABELS;
    return IntStream.range(0, all.size())
        .filter(i -> i % step == 0)
        .mapToObj(all::get)
        .map(t -> new TickLabel(unit(x(t.at())), t.label()))
        .toList();
  }

  List<TickLabel> yTicks() {
    return plot.y().ticks().stream().map(t -> new TickLabel(unit(y(t.at())), t.label())).toList();
  }

  List<DrawnSeries> series() {
    return IntStream.range(0, plot.series().size())
        .mapToObj(i -> drawn(i, plot.series().get(i)))
        .toList();
  }

  /** All x values, each with every series' value there; empty where it has none, or no column. */
  List<TableRow> rows() {
    TreeMap<Double, List<String>> rows = new TreeMap<>();
    List<Series> all = plot.series();
    for (int i = 0; i < all.size(); i++) {
      for (Point point : shown(all.get(i))) {
        rows.computeIfAbsent(point.x(), x -> new ArrayList<>(Collections.nCopies(all.size(), "")))
            .set(i, value(point));
      }
    }
    return rows.entrySet().stream().map(e -> new TableRow(name(e.getKey()), e.getValue())).toList();
  }

  /** A column of no height is not drawn. */
  private static List<Point> shown(Series series) {
    return series.form() == Form.COLUMNS
        ? series.points().stream().filter(point -> point.y() > 0).toList()
        : series.points();
  }

  private String value(Point point) {
    Figure figure = plot.y().figure();
    Sample sample = point.sample();
    return sample == null
        ? figure.of(point.y())
        : "%s (%s; %s)"
            .formatted(
                figure.of(point.y()),
                figure.between(sample.low(), sample.high()),
                Text.counted(sample.images(), "image"));
  }

  /** What is written at a place of the x axis, else what a column there is of, else the number. */
  private String name(double x) {
    return plot.x().ticks().stream()
        .filter(tick -> tick.at() == x)
        .map(Plot.Tick::label)
        .findFirst()
        .orElseGet(() -> number(x));
  }

  private String number(double x) {
    Figure figure = plot.x().figure();
    Series first = plot.series().get(0);
    if (first.form() != Form.COLUMNS) {
      return figure.of(x);
    }
    double half = apart(first.points()) / 2;
    return figure.between(x - half, x + half);
  }

  private DrawnSeries drawn(int number, Series series) {
    List<Point> points = series.points();
    boolean columns = series.form() == Form.COLUMNS;
    boolean joined = series.form() == Form.LINE || series.form() == Form.MARKED_LINE;
    boolean marked = series.form() == Form.POINTS || series.form() == Form.MARKED_LINE;
    return new DrawnSeries(
        number,
        series.name(),
        columns ? columns(series) : List.of(),
        joined ? line(points) : "",
        marked ? marks(points) : List.of());
  }

  private List<Box> columns(Series series) {
    double width = (x(apart(series.points())) - x(0)) * COLUMN_WIDTH;
    return shown(series).stream().map(p -> column(p, width)).toList();
  }

  /** How far the points of a series are apart at least. */
  private double apart(List<Point> points) {
    double apart = plot.x().max() - plot.x().min();
    for (int i = 1; i < points.size(); i++) {
      apart = Math.min(apart, points.get(i).x() - points.get(i - 1).x());
    }
    return apart;
  }

  private Box column(Point point, double width) {
    double top = y(point.y());
    return new Box(
        unit(x(point.x()) - width / 2), unit(top), unit(width), unit(BOTTOM - top), point.text());
  }

  private String line(List<Point> points) {
    return points.stream()
        .map(point -> unit(x(point.x())) + "," + unit(y(point.y())))
        .collect(Collectors.joining(" "));
  }

  private List<Mark> marks(List<Point> points) {
    long most =
        points.stream()
            .filter(p -> p.sample() != null)
            .mapToLong(p -> p.sample().images())
            .max()
            .orElse(0);
    return points.stream().map(point -> mark(point, most)).toList();
  }

  /**
   * @param most images that a point is of
   */
  private Mark mark(Point point, long most) {
    Sample sample = point.sample();
    double radius =
        sample == null ? RADIUS : LARGEST_RADIUS * Math.sqrt((double) sample.images() / most);
    return new Mark(
        unit(x(point.x())),
        unit(y(point.y())),
        unit(Math.max(SMALLEST_RADIUS, radius)),
        sample == null ? null : new Interval(unit(y(sample.low())), unit(y(sample.high()))),
        point.text());
  }

  private double x(double value) {
    return LEFT + share(plot.x(), value) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return BOTTOM - share(plot.y(), value) * (BOTTOM - TOP);
  }

  private static double share(Axis axis, double value) {
    return (value - axis.min()) / (axis.max() - axis.min());
  }

  private static String unit(double length) {
    return Text.format("%.1f", length);
  }
}
