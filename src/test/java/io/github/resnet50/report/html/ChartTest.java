package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Charts that would say nothing are left out, and a line says so. */
class ChartTest {
  private static Chart histogram(long... images) {
    return new ConfidenceHistogram(images).chart();
  }

  @Test
  void aHistogramOfOneBinIsALine() {
    Chart chart = histogram(0, 0, 0, 30);
    assertNull(chart.plot());
    assertEquals(
        "How sure the model was: all 30 images have a probability of 75.0 to 100.0 %.",
        chart.note());
  }

  @Test
  void aHistogramOfFewImagesIsALine() {
    assertNull(histogram(1, 3, 5).plot());
    assertTrue(histogram(1, 3, 5).note().contains("too few images"));
  }

  @Test
  void aHistogramHasNoRowForAnEmptyBin() {
    Chart chart = histogram(0, 30, 0, 1200);
    assertEquals("1,200 of 1,230 images have 75.0 % or more.", chart.note());
    assertEquals(
        List.of("25.0 to 50.0 %", "75.0 to 100.0 %"),
        chart.plot().rows().stream().map(PlotDrawing.TableRow::x).toList());
  }

  @Test
  void whatOccursOnceIsNotAmongTheMostFrequent() {
    Chart chart =
        Bars.mostFrequent(
            "Labels", "Label", List.of(Map.entry("cat", 1200L), Map.entry("dog", 1L)));
    assertEquals(List.of(new Bars.Bar("cat", "100.0", "1,200")), chart.bars().rows());
    assertEquals("1 more, once each.", chart.note());
  }

  @Test
  void whereAllOccurOnceThereIsALine() {
    Chart chart =
        Bars.mostFrequent("Labels", "Label", List.of(Map.entry("cat", 1L), Map.entry("dog", 1L)));
    assertNull(chart.bars());
    assertEquals("Labels: none occurs twice (2 different ones).", chart.note());
  }
}
