package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.testing.RestoreLocale;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RestoreLocale.class)
class TimingReportTest {
  private static String json(TimingReport report) throws IOException {
    StringWriter out = new StringWriter();
    ReportJson.write(report, out);
    return out.toString();
  }

  private static String csv(TimingReport report) throws IOException {
    StringWriter out = new StringWriter();
    report.writeCsv(out);
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
    JsonObject json =
        JsonParser.parseString(json(TimingReports.of(14.2, Stage.INFERENCE))).getAsJsonObject();
    assertEquals(TimingReports.KEYS, keys(json));
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
    String text = json(TimingReports.of(14.2, Stage.INFERENCE));
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
            + "\"crop_mode\":\"center\",\"interpolation\":\"bilinear\","
            + "\"scale\":0.003921569,\"mean\":[0.485,0.456,0.406],\"std\":[1,1,1],"
            + "\"channel_order\":\"BGR\"}",
        preprocessing.toString());
  }

  @Test
  void nothingDone() throws IOException {
    assertTrue(json(TimingReports.of(0, null)).endsWith("\"bottleneck\": null\n}\n"));
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
        csv(TimingReports.of(14.2, Stage.READ)));
  }

  @Test
  void sameTextInEveryLocale() throws IOException {
    TimingReport report = TimingReports.of(14.2, Stage.READ);
    String expected = json(report) + csv(report);
    for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals(expected, json(report) + csv(report));
    }
  }

  @Test
  void aNumberThatIsNoneIsAnErrorAndWritesNothing() {
    StringWriter out = new StringWriter();
    TimingReport report = TimingReports.of(Double.NaN, null);
    assertThrows(IllegalArgumentException.class, () -> ReportJson.write(report, out));
    assertEquals("", out.toString());
  }
}
