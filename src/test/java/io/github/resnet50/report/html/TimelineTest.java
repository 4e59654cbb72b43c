package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.html.PlotDrawing.TableRow;
import io.github.resnet50.report.timing.TimingReport.Batches;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static List<Double> rates(Chart chart) {
    return chart.plot().rows().stream()
        .map(TableRow::values)
        .map(values -> Double.valueOf(values.get(0)))
        .toList();
  }

  @Test
  void keepsEveryImageHoweverLongTheRun() {
    Timeline timeline = new Timeline();
    for (int i = 0; i < 100_000; i++) {
      timeline.add(i / 10.0);
    }
    Chart chart = timeline.chart(new Batches(12_500, 8));
    List<Double> rates = rates(chart);
    assertEquals(64, rates.size());
    rates.forEach(rate -> assertEquals(10, rate, 0.2));
    String description = chart.plot().description();
    assertTrue(description.startsWith("10.0 images/s on average"), description);
  }

  @Test
  void oneBatchIsNoSpike() {
    Timeline timeline = new Timeline();
    for (int batch = 1; batch <= 40; batch++) {
      for (int i = 0; i < 64; i++) {
        timeline.add(2.3 * batch); // all at once, then nothing for 2.3 s
      }
    }
    Chart chart = timeline.chart(new Batches(40, 64));
    List<Double> rates = rates(chart);
    rates
        .subList(8, rates.size() - 8)
        .forEach(rate -> assertEquals(64 / 2.3, rate, 0.1 * 64 / 2.3));
    assertTrue(
        chart.note().startsWith("Smoothed: each point is the mean over the 18.4 s around it"),
        chart.note());
    assertTrue(chart.note().contains("about 8 batches of 64 images"), chart.note());
  }

  @Test
  void ofAShortRunThereIsALineInstead() {
    Timeline timeline = new Timeline();
    for (int i = 0; i < 25; i++) {
      timeline.add(3 + i / 8);
    }
    Chart chart = timeline.chart(new Batches(4, 6.25));
    assertNull(chart.plot());
    assertEquals("Too short a run for a rate over time: 4 batches in 6.00 s.", chart.note());
    assertEquals(
        "Too short a run for a rate over time: 1 batch in 6.00 s.",
        timeline.chart(new Batches(1, 25)).note());
    assertNull(new Timeline().chart(new Batches(0, 0)).plot(), "of none");
  }
}
