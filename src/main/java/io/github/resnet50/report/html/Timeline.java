package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;

import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.timing.TimingReport.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images a second over a run of unknown length, in memory of fixed size: when the slots are full,
 * two become one. Used by one thread.
 *
 * <p>Images are written a batch at a time, so that a short moment has a whole batch or nothing. The
 * rate at a moment is therefore a mean over a window of several batches around it, whose weights
 * fall evenly to its ends: batches in even steps then give an even line.
 */
final class Timeline {
  private static final int SLOTS = 512;
  private static final double FIRST_SECONDS = 0.1;
  private static final int POINTS = 64;

  private static final double LEAST_WINDOW = 1; // seconds
  private static final int BATCHES_A_WINDOW = 8;

  /** A shorter run has the start and the end in every window. */
  private static final int WINDOWS_A_RUN = 3;

  private static final String UNIT = "images/s";

  private final long[] counts = new long[SLOTS];
  private double slotSeconds = FIRST_SECONDS;
  private double last;
  private long images;

  /**
   * Counts one image.
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
    images++;
  }

  /** The rate over the run; not of a run that was too short to have one. */
  Chart chart(Batches batches) {
    double window = window(batches);
    if (!(last >= WINDOWS_A_RUN * window)) {
      return Chart.without(
          "Too short a run for a rate over time: %s %s in %s s."
              .formatted(
                  COUNT.of(batches.count()),
                  batches.count() == 1 ? "batch" : "batches",
                  MEASURED.of(last)));
    }
    List<Point> points = new ArrayList<>();
    double highest = 0;
    for (int i = 0; i < POINTS; i++) {
      double seconds = (i + 0.5) * last / POINTS;
      double rate = rate(seconds, window / 2);
      highest = Math.max(highest, rate);
      String text = MEASURED.of(rate) + " " + UNIT + " at " + MEASURED.of(seconds) + " s";
      points.add(new Point(seconds, rate, text));
    }
    Plot plot =
        new Plot(
            "Images a second over the run",
            "%s %s on average over %s s, %s at most."
                .formatted(
                    MEASURED.of(images / last), UNIT, MEASURED.of(last), MEASURED.of(highest)),
            Axis.upTo("seconds since the start", last, MEASURED),
            Axis.fromZero(UNIT, highest, MEASURED),
            List.of(new Series(UNIT, Form.LINE, points)),
            false);
    return Chart.of(
        plot,
        ("Smoothed: each point is the mean over the %s s around it, in which about %s batches of"
                + " %s images are written; the nearer in time, the more they count.")
            .formatted(
                MEASURED.of(window),
                COUNT.of(images / last * window / batches.meanSize()),
                COUNT.of(batches.meanSize())));
  }

  /** In seconds: wide enough for several batches, several slots, and two points. */
  private double window(Batches batches) {
    double ofBatches = BATCHES_A_WINDOW * batches.meanSize() * last / images;
    return Math.max(
        Math.max(LEAST_WINDOW, ofBatches), Math.max(4 * slotSeconds, 2 * last / POINTS));
  }

  /** The mean around a moment, with weights that fall to 0 at {@code reach} seconds from it. */
  private double rate(double moment, double reach) {
    double sum = 0;
    double seconds = 0;
    for (int i = 0; i * slotSeconds < last; i++) {
      double start = i * slotSeconds;
      double length = Math.min(slotSeconds, last - start);
      double weight = Math.max(0, 1 - Math.abs(start + length / 2 - moment) / reach);
      sum += weight * counts[i];
      seconds += weight * length;
    }
    return seconds > 0 ? sum / seconds : 0;
  }
}
