package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.testing.Json;
import io.github.resnet50.testing.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real ResNet50 on 200 labelled photographs; needs the test material beside the project. */
@Timeout(900)
@DisabledOnOs(OS.WINDOWS)
class EvaluateCommandIT {
  private static final double THREE_DECIMALS = 0.0005;

  @TempDir static Path folder;
  private static JsonObject metrics;

  @BeforeAll
  static void evaluateAll() throws Exception {
    Path report = folder.resolve("report.json");
    Result result =
        new Launcher(folder)
            .run(
                "evaluate",
                "-m",
                SharedFiles.at("models/resnet50-imagenet").toString(),
                SharedFiles.at("images/imagenet-200").toString(),
                "-o",
                report.toString(),
                "--html",
                folder.resolve("page.html").toString());
    assertEquals(0, result.exitCode(), result.err());
    metrics = Json.object(report).getAsJsonObject("scores").getAsJsonObject("metrics");
  }

  @Test
  void agreesWithAnIndependentImplementation() throws Exception {
    JsonObject reference = Json.object(SharedFiles.at("reference/imagenet-200-metrics.json"));
    assertMetric(reference, "top1", "top1");
    assertMetric(reference, "top5", "top5");
    assertMetric(reference, "nll", "nll");
    assertMetric(reference, "brier", "brier");
    assertMetric(reference, "ece_15_bins", "ece");
  }

  @Test
  void thePageHoldsEveryPictureAndStaysSmall() throws Exception {
    String page = Files.readString(folder.resolve("page.html"));
    assertEquals(200, page.split("src=\"data:image/jpeg", -1).length - 1);
    assertTrue(page.length() < 15_000_000 / 10, "as many bytes an image as 15 MB at 2,000");
  }

  private static void assertMetric(JsonObject reference, String key, String name) {
    double value = metrics.getAsJsonObject(name).get("value").getAsDouble();
    assertEquals(reference.get(key).getAsDouble(), value, THREE_DECIMALS, name);
  }
}
