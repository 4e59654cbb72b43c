package io.github.resnet50.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
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
    MARKED_LINE
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
   */
  public record Point(double x, double y, String text) {}

  /**
   * An axis from {@code min} to {@code max}.
   *
   * @param ticks what is written along it, by rising place
   */
  public record Axis(String label, double min, double max, List<Tick> ticks) {
    private static final int MOST_TICKS = 6;

    public Axis {
      ticks = List.copyOf(ticks);
      if (!(min < max)) {
        throw new IllegalArgumentException("from " + min + " to " + max);
      }
    }

    /** From zero to the first round number that is not below {@code largest}. */
    public static Axis fromZero(String label, double largest) {
      double end = largest > 0 ? largest : 1;
      double step = roundStep(end);
      int steps = (int) Math.ceil(end / step - 1e-9);
      return new Axis(label, 0, steps * step, Tick.every(step, steps));
    }

    /** From zero to exactly {@code end}, with ticks at round numbers. */
    public static Axis upTo(String label, double end) {
      double step = roundStep(end);
      return new Axis(label, 0, end, Tick.every(step, (int) Math.floor(end / step + 1e-9)));
    }

    /** Names side by side; the first is at 0, the next at 1. */
    public static Axis ofNames(String label, List<String> names) {
      return new Axis(label, -0.5, names.size() - 0.5, Tick.ofNames(names));
    }

    private static double roundStep(double end) {
      double least = end / MOST_TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      for (double factor : new double[] {1, 2, 2.5, 5}) {
        if (factor * power >= least) {
          return factor * power;
        }
      }
      return 10 * power;
    }
  }

  /** A place along an axis and what is written there. */
  public record Tick(double at, String label) {
    /** 0, {@code step}, …, {@code steps · step}. */
    static List<Tick> every(double step, int steps) {
      return IntStream.rangeClosed(0, steps)
          .mapToObj(i -> new Tick(i * step, plain(i * step)))
          .toList();
    }

    static List<Tick> ofNames(List<String> names) {
      return IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList();
    }
  }

  /** A number without the digits that binary fractions add. */
  static String plain(double number) {
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
