package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.html.Plot.Tick;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Tick::label).toList();
  }

  private static PlotDrawing drawing(Form form, Point... points) {
    return new PlotDrawing(
        new Plot(
            "t",
            "d",
            Axis.upTo("x", 10, Figure.SCORE),
            Axis.fromZero("y", 5, Figure.SCORE),
            List.of(new Series("s", form, List.of(points))),
            false));
  }

  @Test
  void endsAnAxisAtARoundNumber() {
    assertEquals(
        List.of("0", "5", "10", "15", "20", "25"), labels(Axis.fromZero("y", 23.4, Figure.SCORE)));
    assertEquals(25, Axis.fromZero("y", 23.4, Figure.SCORE).max());
    assertEquals(
        List.of("0", "0.02", "0.04", "0.06", "0.08", "0.1"),
        labels(Axis.fromZero("y", 0.093, Figure.SCORE)));
    assertEquals(1, Axis.fromZero("y", 0, Figure.SCORE).max(), "nothing to show is no error");
    assertEquals(
        List.of("0 %", "20 %", "40 %", "60 %", "80 %", "100 %"),
        labels(Axis.upTo("x", 1, Figure.SHARE)));
    assertEquals(
        List.of("0", "1", "2"),
        labels(Axis.fromZero("y", 2, Figure.COUNT)),
        "no halves of an image");
    assertEquals("1,000", labels(Axis.fromZero("y", 1000, Figure.COUNT)).get(5));
    assertEquals(
        20_000,
        Axis.fromZero("y", 20_000, Figure.SCORE).max(),
        "a round number needs no room above");
  }

  @Test
  void keepsAnAxisToItsEnd() {
    assertEquals(7.3, Axis.upTo("x", 7.3, Figure.SCORE).max());
    assertEquals(List.of("0", "2", "4", "6"), labels(Axis.upTo("x", 7.3, Figure.SCORE)));
  }

  @Test
  void drawsLinesFromLeftToRightAndUpwards() {
    PlotDrawing drawing = drawing(Form.LINE, new Point(0, 0, ""), new Point(10, 5, ""));
    assertEquals("52.0,256.0 616.0,28.0", drawing.series().get(0).line());
  }

  @Test
  void drawsColumnsFromTheBottom() {
    PlotDrawing drawing = drawing(Form.COLUMNS, new Point(2.5, 5, "a"), new Point(7.5, 2.5, "b"));
    List<PlotDrawing.Box> columns = drawing.series().get(0).columns();
    assertEquals("253.8", columns.get(0).width(), "nine tenths of the distance");
    assertEquals("28.0", columns.get(0).y());
    assertEquals("114.0", columns.get(1).height());
  }

  @Test
  void saysTheSameAsATable() {
    Plot plot =
        new Plot(
            "t",
            "d",
            Axis.ofNames("batch", List.of("4", "8")),
            Axis.fromZero("y", 3, Figure.SCORE),
            List.of(
                new Series(
                    "a", Form.MARKED_LINE, List.of(new Point(0, 1, ""), new Point(1, 2, ""))),
                new Series("b", Form.MARKED_LINE, List.of(new Point(1, 2.125, "")))),
            false);
    assertEquals(
        List.of(
            new PlotDrawing.TableRow("4", List.of("1.000", "")),
            new PlotDrawing.TableRow("8", List.of("2.000", "2.125"))),
        new PlotDrawing(plot).rows());
  }

  @Test
  void refusesMoreSeriesThanColours() {
    List<Series> series =
        IntStream.range(0, 7).mapToObj(i -> new Series("s" + i, Form.LINE, List.of())).toList();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Plot(
                "t",
                "d",
                Axis.upTo("x", 1, Figure.SCORE),
                Axis.upTo("y", 1, Figure.SCORE),
                series,
                false));
  }

  @Test
  void aSampleMakesALargerMarkAndTheLineOfItsInterval() {
    PlotDrawing drawing =
        drawing(
            Form.POINTS,
            new Point(2, 1, "", new Plot.Sample(100, 0.5, 1.5)),
            new Point(4, 1, "", new Plot.Sample(25, 0, 2.5)));
    List<PlotDrawing.Mark> marks = drawing.series().get(0).marks();
    assertEquals("11.0", marks.get(0).radius());
    assertEquals("5.5", marks.get(1).radius(), "a quarter of the area");
    assertEquals(new PlotDrawing.Interval("256.0", "142.0"), marks.get(1).interval());
    assertEquals("", drawing.series().get(0).line(), "not joined");
    assertEquals(List.of("1.000 (0.500 to 1.500; 100 images)"), drawing.rows().get(0).values());
  }

  @Test
  void leavesColumnsOfNothingOutOfTheTableToo() {
    PlotDrawing drawing = drawing(Form.COLUMNS, new Point(2.5, 5, "a"), new Point(7.5, 0, "b"));
    assertEquals(
        List.of(new PlotDrawing.TableRow("0.000 to 5.000", List.of("5.000"))), drawing.rows());
  }
}
