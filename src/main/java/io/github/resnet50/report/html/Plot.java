package io.github.resnet50.report.html;

import io.github.resnet50.basics.Figure;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a chart shows; {@link PlotDrawing} says where it is drawn.
 *
 * @param description of what can be seen, for those who cannot
 * @param diagonal whether a dashed line leads from the origin to the opposite corner
 */
public record Plot(
    String title, String description, Axis x, Axis y, List<Series> series, boolean diagonal) {
  /** Series are distinguished by colour; there are no more colours than this. */
  public static final int MOST_SERIES = 6;

  public Plot {
    series = List.copyOf(series);
    if (series.isEmpty() || series.size() > MOST_SERIES) {
      throw new IllegalArgumentException(series.size() + " series");
    }
  }

  /** How a series is drawn. */
  public enum Form {
    /** From the bottom up, as wide as the points are apart. */
    COLUMNS,
    /** Joined, without marks. */
    LINE,
    /** Joined, with a mark for every point. */
    MARKED_LINE,
    /** A mark for every point, not joined. */
    POINTS
  }

  /**
   * Points of one kind.
   *
   * @param points by rising x; the series of a plot share their x values where they are listed
   */
  public record Series(String name, Form form, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * One point, in the axes' units.
   *
   * @param text what it is called when pointed at
   * @param sample null where it is not known or all are of as many images
   */
  public record Point(double x, double y, String text, Sample sample) {
    public Point(double x, double y, String text) {
      this(x, y, text, null);
    }
  }

  /**
   * What a point is the mean of: the more images, the larger its mark.
   *
   * @param low the lower end of the interval of y
   * @param high its upper end
   */
  public record Sample(long images, double low, double high) {}

  /**
   * An axis from {@code min} to {@code max}.
   *
   * @param ticks what is written along it, by rising place
   * @param figure what its numbers are
   */
  public record Axis(String label, double min, double max, List<Tick> ticks, Figure figure) {
    private static final int MOST_TICKS = 6;

    public Axis {
      ticks = List.copyOf(ticks);
      if (!(min < max)) {
        throw new IllegalArgumentException("from " + min + " to " + max);
      }
    }

    /** From zero to the first round number that is not below {@code largest}. */
    public static Axis fromZero(String label, double largest, Figure figure) {
      double end = largest > 0 ? largest : 1;
      double step = roundStep(end, figure);
      int steps = (int) Math.ceil(end / step - 1e-9);
      return new Axis(label, 0, steps * step, Tick.every(step, steps, figure), figure);
    }

    /** From zero to exactly {@code end}, with ticks at round numbers. */
    public static Axis upTo(String label, double end, Figure figure) {
      double step = roundStep(end, figure);
      int steps = (int) Math.floor(end / step + 1e-9);
      return new Axis(label, 0, end, Tick.every(step, steps, figure), figure);
    }

    /** Names side by side; the first is at 0, the next at 1. */
    public static Axis ofNames(String label, List<String> names) {
      return new Axis(label, -0.5, names.size() - 0.5, Tick.ofNames(names), Figure.COUNT);
    }

    private static double roundStep(double end, Figure figure) {
      double least = end / MOST_TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      for (double factor : new double[] {1, 2, 2.5, 5}) {
        double step = factor * power;
        if (step >= least && (figure != Figure.COUNT || step == Math.rint(step))) {
          return step;
        }
      }
      return figure == Figure.COUNT ? Math.max(1, 10 * power) : 10 * power;
    }
  }

  /** A place along an axis and what is written there. */
  public record Tick(double at, String label) {
    /** 0, {@code step}, …, {@code steps · step}. */
    static List<Tick> every(double step, int steps, Figure figure) {
      return IntStream.rangeClosed(0, steps)
          .mapToObj(i -> new Tick(i * step, figure.plain(i * step)))
          .toList();
    }

    static List<Tick> ofNames(List<String> names) {
      return IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList();
    }
  }
}
