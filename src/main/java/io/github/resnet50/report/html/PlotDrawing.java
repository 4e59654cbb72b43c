package io.github.resnet50.report.html;

import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
  private static final int RIGHT = WIDTH - 16;
  private static final int TOP = 28;
  private static final int BOTTOM = HEIGHT - 44;

  /** Of the room between two columns' middles. */
  private static final double COLUMN_WIDTH = 0.9;

  private final Plot plot;

  public PlotDrawing(Plot plot) {
    this.plot = plot;
  }

  /** Where a tick is drawn. */
  record TickLabel(String at, String label) {}

  /** A series as it is drawn: only what its form needs is there. */
  record DrawnSeries(int number, String name, List<Box> columns, String line, List<Box> marks) {}

  /** A column, or a mark at {@code x}, {@code y}. */
  record Box(String x, String y, String width, String height, String text) {}

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
    return plot.x().ticks().stream().map(t -> new TickLabel(unit(x(t.at())), t.label())).toList();
  }

  List<TickLabel> yTicks() {
    return plot.y().ticks().stream().map(t -> new TickLabel(unit(y(t.at())), t.label())).toList();
  }

  List<DrawnSeries> series() {
    return IntStream.range(0, plot.series().size())
        .mapToObj(i -> drawn(i, plot.series().get(i)))
        .toList();
  }

  /** All x values, each with every series' value there; empty where it has none. */
  List<TableRow> rows() {
    TreeMap<Double, List<String>> rows = new TreeMap<>();
    List<Series> all = plot.series();
    for (int i = 0; i < all.size(); i++) {
      for (Point point : all.get(i).points()) {
        rows.computeIfAbsent(point.x(), x -> new ArrayList<>(Collections.nCopies(all.size(), "")))
            .set(i, Plot.plain(point.y()));
      }
    }
    return rows.entrySet().stream().map(e -> new TableRow(name(e.getKey()), e.getValue())).toList();
  }

  /** What is written at a place of the x axis, else the number. */
  private String name(double x) {
    return plot.x().ticks().stream()
        .filter(tick -> tick.at() == x)
        .map(Plot.Tick::label)
        .findFirst()
        .orElse(Plot.plain(x));
  }

  private DrawnSeries drawn(int number, Series series) {
    List<Point> points = series.points();
    boolean columns = series.form() == Form.COLUMNS;
    boolean marked = series.form() == Form.MARKED_LINE;
    return new DrawnSeries(
        number,
        series.name(),
        columns ? columns(points) : List.of(),
        columns ? "" : line(points),
        marked ? points.stream().map(this::mark).toList() : List.of());
  }

  private List<Box> columns(List<Point> points) {
    double apart = plot.x().max() - plot.x().min();
    for (int i = 1; i < points.size(); i++) {
      apart = Math.min(apart, points.get(i).x() - points.get(i - 1).x());
    }
    double width = (x(apart) - x(0)) * COLUMN_WIDTH;
    return points.stream().filter(p -> p.y() > 0).map(p -> column(p, width)).toList();
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

  private Box mark(Point point) {
    return new Box(unit(x(point.x())), unit(y(point.y())), "", "", point.text());
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
    return String.format(Locale.ROOT, "%.1f", length);
  }
}
