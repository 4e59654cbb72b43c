package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.basics.Figure;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private record Speed(String name, int threads, double rate, Double share) {}

  private static final Table<Speed> SPEEDS =
      Table.of(
          Column.<Speed>of("name", Speed::name).text("model", "%-8s").page("Model").naming(),
          Column.<Speed>of("threads", Speed::threads)
              .text("threads", " %7d")
              .page("Threads", Figure.COUNT),
          Column.<Speed>of("images_per_second", Speed::rate)
              .text("images/s", "%10.1f")
              .page("Images/s", Figure.MEASURED),
          Column.<Speed>of("share", Speed::share)
              .text("of sgemm", "%8.0f %%", s -> s.share() == null ? null : 100 * s.share())
              .absent("unknown"),
          Column.<Speed>shown(s -> s.rate() > 20 ? "*" : "").text("", "  %s"),
          Column.<Speed>of("steady", s -> true));

  private static final List<Speed> ROWS =
      List.of(new Speed("tiny", 2, 27.94, 0.683), new Speed("other", 1, 8, null));

  @Test
  void textHasTheWidthsOfThePatterns() {
    assertEquals(
        List.of(
            "model    threads  images/s  of sgemm",
            "tiny           2      27.9      68 %  *",
            "other          1       8.0   unknown"),
        SPEEDS.lines(ROWS));
  }

  @Test
  void alignedTextHasTheWidthsOfItsCellsAndShowsNoControlCharacters() {
    Table<Speed> names =
        Table.of(
            Column.<Speed>of("name", Speed::name).text("NAME", "%s"),
            Column.<Speed>of("threads", Speed::threads).text("T", "%d"));
    assertEquals(
        List.of("NAME        T", "a\\u001b[1m  3", "b           4"),
        names.aligned(List.of(new Speed("a\u001b[1m", 3, 0, null), new Speed("b", 4, 0, null))));
  }

  @Test
  void csvHasTheColumnsWithKeysAndExactNumbers() throws IOException {
    StringWriter out = new StringWriter();
    SPEEDS.writeCsv(ROWS, out);
    assertEquals(
        """
        name,threads,images_per_second,share,steady
        tiny,2,27.94,0.683,true
        other,1,8,,true
        """,
        out.toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> SPEEDS.writeCsv(List.of(new Speed("x", 1, Double.NaN, null)), new StringWriter()));
  }

  @Test
  void aViewHasTheColumnsOfThePage() {
    Table.View view = SPEEDS.view(ROWS, speed -> speed.rate() > 20);
    assertEquals(
        List.of("Model", "Threads", "Images/s"),
        view.headings().stream().map(Table.View.Cell::text).toList());
    assertEquals(new Table.View.Cell("tiny", true, false), view.rows().get(0).cells().get(0));
    assertEquals(new Table.View.Cell("27.9", false, true), view.rows().get(0).cells().get(2));
    assertEquals(List.of(true, false), view.rows().stream().map(Table.View.Row::best).toList());
  }

  @Test
  void columnsCanBeLeftOut() {
    assertEquals(
        List.of("model    threads  images/s", "other          1       8.0"),
        SPEEDS.without(column -> "share".equals(column.key())).lines(ROWS.subList(1, 2)));
  }
}
