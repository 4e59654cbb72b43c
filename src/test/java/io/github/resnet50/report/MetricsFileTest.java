package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.RestoreLocale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RestoreLocale.class)
class MetricsFileTest {
  private static final String LABELS = "{command=\"classify\"}";

  @TempDir Path folder;

  private Map<String, Double> read() throws IOException {
    assertEquals(List.of("a.prom"), List.copyOf(Folders.names(folder)));
    return PrometheusText.parse(Files.readString(folder.resolve("a.prom")));
  }

  @Test
  void aRunTellsHowFarItIsAndHowItEnded() throws IOException {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    double before = Instant.now().getEpochSecond();
    MetricsFile metrics = new MetricsFile(folder.resolve("a.prom"), "classify");
    metrics.begin();
    Map<String, Double> first = read();
    assertEquals(1, first.get("resnet50_running" + LABELS));
    assertTrue(first.get("resnet50_start_time_seconds" + LABELS) >= before);
    assertFalse(first.containsKey("resnet50_last_exit_status" + LABELS));
    metrics.update(
        new Progress.Figures(
            12, 2, OptionalLong.of(1L << 40), OptionalDouble.of(1 / 3.0), "running"));
    assertEquals(0, read().get("resnet50_images{command=\"classify\",status=\"ok\"}"), "too soon");
    metrics.end(3);
    Map<String, Double> last = read();
    assertEquals(0, last.get("resnet50_running" + LABELS));
    assertEquals(10, last.get("resnet50_images{command=\"classify\",status=\"ok\"}"));
    assertEquals(2, last.get("resnet50_images{command=\"classify\",status=\"failed\"}"));
    assertEquals(1L << 40, last.get("resnet50_images_expected" + LABELS));
    assertEquals(0.333333, last.get("resnet50_images_per_second" + LABELS));
    assertEquals(3, last.get("resnet50_last_exit_status" + LABELS));
    assertFalse(last.containsKey("resnet50_last_success_timestamp_seconds" + LABELS));
  }

  @Test
  void theLastSuccessIsKnownUntilTheNext() throws IOException {
    String success = "resnet50_last_success_timestamp_seconds" + LABELS;
    MetricsFile first = new MetricsFile(folder.resolve("a.prom"), "classify");
    first.begin();
    first.end(0);
    double time = read().get(success);
    MetricsFile second = new MetricsFile(folder.resolve("a.prom"), "classify");
    second.begin();
    assertEquals(time, read().get(success));
    assertEquals(0, read().get("resnet50_last_exit_status" + LABELS));
    second.end(1);
    assertEquals(time, read().get(success));
    assertEquals(1, read().get("resnet50_last_exit_status" + LABELS));
  }

  @Test
  void whatSomebodyElseHasWrittenIsReplaced() throws IOException {
    Files.writeString(
        folder.resolve("a.prom"), "resnet50_last_exit_status{x=\"\"} 1.2.3\n\u0000{}\n");
    new MetricsFile(folder.resolve("a.prom"), "classify").begin();
    assertFalse(read().containsKey("resnet50_last_exit_status" + LABELS));
    Path noFolder = Files.createFile(folder.resolve("f")).resolve("a.prom");
    assertThrows(IOException.class, () -> new MetricsFile(noFolder, "classify").begin());
  }
}
