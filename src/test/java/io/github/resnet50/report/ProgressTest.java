package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.Progress.MovingRate;
import io.github.resnet50.testing.RestoreLocale;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RestoreLocale.class)
class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private Progress progress(Progress.Style style, int columns) {
    return new Progress("classify", new PrintWriter(text), style, columns, nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** What a terminal shows in its last line. */
  private String shown() {
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (char c : text.toString().toCharArray()) {
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        column = 0;
        line.setLength(0);
      } else {
        line.setLength(Math.max(line.length(), column + 1));
        line.setCharAt(column++, c);
      }
    }
    return line.toString().stripTrailing();
  }

  @Test
  void aMachineGetsALineASecondAndOneAtTheEnd() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    Progress progress = progress(Progress.Style.JSON, 80);
    progress.phase("loading model");
    pass(999);
    progress.tick();
    assertEquals("", text.toString());
    pass(1);
    progress.tick();
    JsonObject first = JsonParser.parseString(text.toString()).getAsJsonObject();
    assertEquals(
        List.of("time", "task", "unit", "phase", "done", "failed", "total", "rate", "eta_seconds"),
        List.copyOf(first.keySet()));
    assertEquals("loading model", first.get("phase").getAsString());
    assertTrue(first.get("total").isJsonNull() && first.get("rate").isJsonNull());
    Instant.parse(first.get("time").getAsString());
    text.getBuffer().setLength(0);
    progress.phase(null);
    progress.total(200);
    pass(4000);
    progress.add(39, 1);
    JsonObject second = JsonParser.parseString(text.toString()).getAsJsonObject();
    assertEquals(40, second.get("done").getAsInt());
    assertEquals(1, second.get("failed").getAsInt());
    assertEquals(200, second.get("total").getAsInt());
    assertEquals("10", second.get("rate").toString());
    assertEquals("16", second.get("eta_seconds").toString());
    text.getBuffer().setLength(0);
    progress.close();
    progress.close();
    assertEquals(1, text.toString().lines().count());
    assertEquals(
        "ended",
        JsonParser.parseString(text.toString()).getAsJsonObject().get("phase").getAsString());
  }

  @Test
  void barWithRateAndTimeLeft() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try (Progress progress = progress(Progress.Style.BAR, 80)) {
      progress.total(200);
      assertEquals("classify  [..............................]  0/200 files", shown());
      pass(5000);
      progress.add(40, 0);
      assertEquals("classify  [######........................]  40/200 files", shown());
      pass(4000);
      progress.add(37, 3);
      assertEquals(
          "classify  [#######...........]  80/200 files  10.0 images/s  3 failed  ETA 0:12",
          shown());
      assertEquals(79, shown().length());
    }
  }

  @Test
  void spinnerWhileTheTotalIsUnknown() {
    try (Progress progress = progress(Progress.Style.BAR, 80)) {
      progress.add(1, 0);
      String first = shown();
      pass(200);
      progress.add(1, 1);
      assertEquals("classify  /  1 files", first);
      assertEquals("classify  -  3 files  10.0 images/s  1 failed", shown());
    }
  }

  @Test
  void redrawnAtMostEightTimesASecond() {
    try (Progress progress = progress(Progress.Style.BAR, 80)) {
      for (int i = 0; i < 1000; i++) {
        progress.add(1, 0);
        pass(1);
      }
    }
    assertEquals(8 + 2, text.toString().chars().filter(c -> c == '\r').count());
  }

  @Test
  void aShorterLineLeavesNoRest() {
    try (Progress progress = progress(Progress.Style.BAR, 80)) {
      progress.total(100);
      IntStream.range(0, 100)
          .forEach(
              i -> {
                pass(i < 50 ? 30_000 : 300);
                progress.add(1, 0);
              });
      assertTrue(shown().endsWith("ETA 0:00"), shown());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 10, 20, 40, 60, 79})
  void neverWiderThanTheTerminal(int columns) {
    try (Progress progress = progress(Progress.Style.BAR, columns)) {
      progress.total(1_000_000);
      IntStream.range(0, 20)
          .forEach(
              i -> {
                pass(1000);
                progress.add(10_000, 1);
                assertTrue(shown().length() <= Math.max(0, columns - 1), shown());
              });
    }
  }

  @Test
  void goneAtTheEnd() {
    Progress progress = progress(Progress.Style.BAR, 80);
    progress.add(1, 0);
    progress.close();
    progress.close();
    assertEquals("", shown());
    assertTrue(text.toString().endsWith(" \r"), text.toString());
    pass(1000);
    progress.add(1, 0);
    assertEquals("", shown());
  }

  @Test
  void aNoteStandsAboveTheBar() {
    try (Progress progress = progress(Progress.Style.BAR, 40)) {
      progress.add(1, 0);
      progress.note("skipped \u001b[2J");
      String[] lines = text.toString().split("\n", -1);
      assertEquals(2, lines.length);
      assertTrue(lines[0].strip().endsWith("\rskipped \\u001b[2J"), lines[0]);
      assertEquals("classify  /  1 files", shown());
    }
  }

  @Test
  void aLineNowAndThen() {
    try (Progress progress = progress(Progress.Style.LINES, 80)) {
      progress.total(100);
      IntStream.range(0, 50)
          .forEach(
              i -> {
                pass(500);
                progress.add(1, 0);
              });
    }
    assertEquals(
        """
        classify: 20/100 files, 2.0 images/s, ETA 0:40
        classify: 40/100 files, 2.0 images/s, ETA 0:30
        """,
        text.toString().replace("\r\n", "\n"));
  }

  @Test
  void whatComesBeforeTheWorkIsSaidInsteadOfARate() {
    try (Progress progress = progress(Progress.Style.LINES, 80)) {
      progress.phase("loading model");
      pass(10_000);
      progress.tick();
      progress.total(100);
      pass(10_000);
      progress.tick();
      progress.phase(null);
      pass(10_000);
      progress.add(20, 0); // two threads' batches end at nearly the same time
      pass(200);
      progress.add(20, 0);
      pass(10_000);
      progress.tick();
    }
    assertEquals(
        """
        classify: 0 files, loading model
        classify: 0/100 files, loading model
        classify: 20/100 files, 2.0 images/s, ETA 0:40
        classify: 40/100 files, 3.9 images/s, ETA 0:16
        """,
        text.toString().replace("\r\n", "\n"));
  }

  @Test
  void quietTellsNothingButNotes() {
    try (Progress progress = progress(Progress.Style.NONE, 80)) {
      progress.total(2);
      pass(60_000);
      progress.add(1, 1);
      progress.tick();
      assertEquals("", text.toString());
      progress.note("careful");
    }
    assertEquals("careful", text.toString().strip());
  }

  @ParameterizedTest
  @EnumSource(Progress.Style.class)
  void noFilesAtAll(Progress.Style style) {
    try (Progress progress = progress(style, 80)) {
      progress.total(0);
      progress.tick();
    }
    assertEquals("", shown());
  }

  @Test
  void theRateFollowsTheLastSeconds() {
    MovingRate rate = new MovingRate();
    long now = 0;
    long done = 0;
    for (int i = 0; i < 100; i++) {
      now += 1_000_000_000L;
      rate.advance(done += i < 50 ? 100 : 10, now);
    }
    assertEquals(10, rate.perSecond().orElseThrow(), 1e-9);
  }

  @Test
  void theRateOfSlowBatches() {
    MovingRate rate = new MovingRate();
    for (int i = 1; i <= 10; i++) {
      rate.advance(32L * i, i * 64_000_000_000L);
    }
    assertEquals(0.5, rate.perSecond().orElseThrow(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "5, 0:05",
    "754, 12:34",
    "3599, 59:59",
    "3723, 1:02:03",
    "360000, 100:00:00"
  })
  void clock(long seconds, String shown) {
    assertEquals(shown, Text.clock(seconds));
  }
}
