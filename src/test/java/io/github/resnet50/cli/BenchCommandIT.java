package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.model.Home;
import io.github.resnet50.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark on the real engine: what only that can tell. */
@Timeout(300)
class BenchCommandIT {
  @TempDir Path folder;

  private JsonObject bench(String model) throws IOException {
    Home home = new Home(Launcher.home());
    Path report = folder.resolve("report.json");
    Result result =
        new Cli(folder.resolve("home"))
            .with("RESNET50_HOME", home.root().toString())
            .onTensorFlow(home, home)
            .run(
                "bench",
                "-m",
                model,
                "--batch-size",
                "1",
                "--threads",
                "2",
                "--repeats",
                "1",
                "--seconds",
                "0.1",
                "--warm-up",
                "0.1",
                "-o",
                report.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("Recommended: --batch-size 1 --threads 2 ("), result.out());
    return Json.object(report);
  }

  @Test
  void countsTheOperationsOfResNet50() throws IOException {
    JsonObject report = bench("random");
    // Version 1.5: 4.09 G multiply-accumulates, as the literature has it.
    assertEquals(8.18e9, report.get("flops_per_image").getAsDouble(), 0.01e9);
    JsonObject setting = report.getAsJsonArray("settings").get(0).getAsJsonObject();
    double gflops = setting.get("gflops").getAsDouble();
    assertEquals(8.18 * setting.get("images_per_second").getAsDouble(), gflops, 0.01 * gflops);
    double peak = report.getAsJsonObject("sgemm_gflops").get("2").getAsDouble();
    assertTrue(peak > 1 && peak < 100_000, peak + " GFLOP/s");
    assertEquals(gflops / peak, setting.get("sgemm_share").getAsDouble(), 1e-4);
  }

  @Test
  void doesNotTellTheOperationsOfAModelWithoutAny() throws IOException {
    Path toy = Files.createDirectory(folder.resolve("toy"));
    ToyModel.channelsLast().softmax().write(toy);
    Files.writeString(toy.resolve("serving.properties"), "width=4\nheight=4\nresize=true\n");
    JsonObject report = bench(toy.toString());
    assertTrue(report.get("flops_per_image").isJsonNull(), report.toString());
    assertTrue(report.getAsJsonObject("sgemm_gflops").isEmpty(), report.toString());
  }
}
