package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.image.preprocess.Preprocessing;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimingReportTest {
  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  private static TimingReport report(double wallSeconds, Stage bottleneck) {
    StageClocks clocks = new StageClocks();
    clocks.of(Stage.READ).record(1_500_000);
    clocks.of(Stage.READ).blocked(250_000_000);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("batch_size", 32);
    config.put("paths", List.of("a <b>", "c"));
    config.put("resume", false);
    config.put("max_failures", null);
    return new TimingReport(
        "resnet50",
        "0.1.0",
        Instant.parse("2026-01-02T03:04:05Z"),
        new HostInfo("A CPU", 2, 8L << 30, "Linux 6 amd64", "OpenJDK 17", "2.16.1", "cpu()"),
        new TimingReport.Model(
            "resnet50",
            "/models/resnet50",
            null,
            new Preprocessing(
                224,
                224,
                null,
                256,
                true,
                1f / 255,
                List.of(0.485f, 0.456f, 0.406f),
                List.of(1f, 1f, 1f),
                Preprocessing.ChannelOrder.BGR)),
        config,
        new TimingReport.Images(200, 198, 2),
        wallSeconds,
        14.125,
        new TimingReport.Startup(1.5, 0.75, 0.5),
        clocks.snapshot(),
        new TimingReport.Batches(7, 28.571428571428573),
        new MemoryPeak(123456789, null),
        bottleneck);
  }

  private static String json(TimingReport report) throws IOException {
    StringWriter out = new StringWriter();
    TimingReportWriter.writeJson(report, out);
    return out.toString();
  }

  private static String csv(TimingReport report) throws IOException {
    StringWriter out = new StringWriter();
    TimingReportWriter.writeCsv(report, out);
    return out.toString();
  }

  private static List<String> keys(JsonObject object, String... path) {
    JsonObject inner = object;
    for (String name : path) {
      inner = inner.getAsJsonObject(name);
    }
    return List.copyOf(inner.keySet());
  }

  /** The contract: whoever has to change this test breaks other people's scripts. */
  @Test
  void keysInTheirOrder() throws IOException {
    JsonObject json = JsonParser.parseString(json(report(14.2, Stage.INFERENCE))).getAsJsonObject();
    assertEquals(
        List.of(
            "tool",
            "version",
            "started",
            "host",
            "model",
            "config",
            "images",
            "wall_seconds",
            "images_per_second",
            "startup",
            "stages",
            "batches",
            "memory",
            "bottleneck"),
        keys(json));
    assertEquals(
        List.of("cpu", "cores", "memory_bytes", "os", "jvm", "tensorflow", "device"),
        keys(json, "host"));
    assertEquals(List.of("name", "path", "sha256", "preprocessing"), keys(json, "model"));
    assertEquals(List.of("batch_size", "paths", "resume", "max_failures"), keys(json, "config"));
    assertEquals(List.of("found", "ok", "failed"), keys(json, "images"));
    assertEquals(
        List.of("engine_seconds", "model_seconds", "first_batch_seconds"), keys(json, "startup"));
    assertEquals(
        List.of("read", "decode", "preprocess", "inference", "write"), keys(json, "stages"));
    for (String stage : keys(json, "stages")) {
      assertEquals(
          List.of(
              "count",
              "total_seconds",
              "mean_ms",
              "p50_ms",
              "p90_ms",
              "p95_ms",
              "p99_ms",
              "max_ms",
              "blocked_seconds"),
          keys(json, "stages", stage));
    }
    assertEquals(List.of("count", "mean_size"), keys(json, "batches"));
    assertEquals(List.of("heap_peak_bytes", "rss_peak_bytes"), keys(json, "memory"));
  }

  @Test
  void values() throws IOException {
    String text = json(report(14.2, Stage.INFERENCE));
    assertTrue(text.startsWith("{\n  \"tool\": \"resnet50\",\n"), text);
    assertTrue(text.endsWith("\"bottleneck\": \"inference\"\n}\n"), text);
    assertTrue(text.contains("\"started\": \"2026-01-02T03:04:05Z\""), text);
    assertTrue(text.contains("\"sha256\": null"), text);
    assertTrue(text.contains("\"rss_peak_bytes\": null"), text);
    assertTrue(text.contains("\"mean_size\": 28.571429"), text);
    assertTrue(text.contains("\"a <b>\""), text);
    assertTrue(text.contains("\"max_failures\": null"), text);
    JsonObject preprocessing =
        JsonParser.parseString(text)
            .getAsJsonObject()
            .getAsJsonObject("model")
            .getAsJsonObject("preprocessing");
    assertEquals(
        "{\"width\":224,\"height\":224,\"resize\":null,\"resize_short\":256,\"center_crop\":true,"
            + "\"scale\":0.003921569,\"mean\":[0.485,0.456,0.406],\"std\":[1,1,1],"
            + "\"channel_order\":\"BGR\"}",
        preprocessing.toString());
  }

  @Test
  void nothingDone() throws IOException {
    assertTrue(json(report(0, null)).endsWith("\"bottleneck\": null\n}\n"));
  }

  @Test
  void aRowAStage() throws IOException {
    assertEquals(
        """
        stage,count,total_seconds,mean_ms,p50_ms,p90_ms,p95_ms,p99_ms,max_ms,blocked_seconds
        read,1,0.0015,1.5,1.5,1.5,1.5,1.5,1.5,0.25
        decode,0,0,0,0,0,0,0,0,0
        preprocess,0,0,0,0,0,0,0,0,0
        inference,0,0,0,0,0,0,0,0,0
        write,0,0,0,0,0,0,0,0,0
        """,
        csv(report(14.2, Stage.READ)));
  }

  @Test
  void sameTextInEveryLocale() throws IOException {
    TimingReport report = report(14.2, Stage.READ);
    String expected = json(report) + csv(report);
    for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals(expected, json(report) + csv(report));
    }
  }

  @Test
  void aNumberThatIsNoneIsAnErrorAndWritesNothing() {
    StringWriter out = new StringWriter();
    TimingReport report = report(Double.NaN, null);
    assertThrows(IllegalArgumentException.class, () -> TimingReportWriter.writeJson(report, out));
    assertEquals("", out.toString());
  }
}
