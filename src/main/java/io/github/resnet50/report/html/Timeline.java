package io.github.resnet50.report.html;

import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Events a second over a run of unknown length, in memory of fixed size: when the slots are full,
 * two become one. Used by one thread.
 */
final class Timeline {
  private static final int SLOTS = 128;
  private static final double FIRST_SECONDS = 0.5;

  /** A point of the plot is the mean over at least so long, and there are at most so many. */
  private static final double LEAST_SECONDS = 1;

  private static final int MOST_POINTS = 64;

  private final long[] counts = new long[SLOTS];
  private double slotSeconds = FIRST_SECONDS;
  private double last;

  /**
   * Counts one event.
   *
   * @param seconds since the start; never falling
   */
  void add(double seconds) {
    while (seconds >= SLOTS * slotSeconds) {
      for (int i = 0; i < SLOTS / 2; i++) {
        counts[i] = counts[2 * i] + counts[2 * i + 1];
      }
      Arrays.fill(counts, SLOTS / 2, SLOTS, 0);
      slotSeconds *= 2;
    }
    counts[(int) (seconds / slotSeconds)]++;
    last = seconds;
  }

  /** Whether it went on for long enough to show anything. */
  boolean isTelling() {
    return last >= 4 * LEAST_SECONDS;
  }

  Plot plot(String title, String unit) {
    int slots = (int) (last / slotSeconds) + 1;
    int together =
        (int) Math.max(LEAST_SECONDS / slotSeconds, Math.ceil((double) slots / MOST_POINTS));
    List<Point> points = new ArrayList<>();
    double highest = 0;
    long all = 0;
    for (int from = 0; from < slots; from += together) {
      long sum = 0;
      for (int i = from; i < Math.min(slots, from + together); i++) {
        sum += counts[i];
      }
      all += sum;
      double start = from * slotSeconds;
      double end = Math.min(last, (from + together) * slotSeconds);
      if (end - start < LEAST_SECONDS / 2) {
        break; // too short a rest to make a rate of
      }
      double rate = sum / (end - start);
      highest = Math.max(highest, rate);
      points.add(
          new Point(
              (start + end) / 2,
              rate,
              String.format(Locale.ROOT, "%.1f %s at %.0f s", rate, unit, (start + end) / 2)));
    }
    String description =
        String.format(
            Locale.ROOT,
            "%.1f %s on average over %.0f s, %.1f at most.",
            all / last,
            unit,
            last,
            highest);
    return new Plot(
        title,
        description,
        Axis.upTo("seconds since the start", last),
        Axis.fromZero(unit, highest),
        List.of(new Series(unit, Form.LINE, points)),
        false);
  }
}
