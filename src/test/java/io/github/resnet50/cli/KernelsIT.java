package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Recommendations.Stored;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on TensorFlow with kernels of oneDNN and of Eigen. */
@Timeout(600)
class KernelsIT {
  private static final String SAMPLES = Launcher.project().resolve("sample-images").toString();
  private static final String EIGEN = "TensorFlow (Eigen)";
  private static final String PLAIN = "TensorFlow (no oneDNN)";

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void prepare() {
    cli =
        new Cli(folder.resolve("home"))
            .on(
                (request, notes) ->
                    new TensorFlowEngine(
                        new NativeLibrary(new Home(Launcher.home())),
                        new PreparedModels(request.home(), notes)
                            .computedBy(request.variant().kernels()),
                        false,
                        notes));
  }

  private Result run(String... args) {
    Result result = cli.run(args);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return result;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private List<CSVRecord> rows(String kernels, String... options) throws Exception {
    cli.with(Kernels.VARIABLE, kernels);
    String output = path(kernels + ".csv");
    run(Cli.args(List.of("classify", "-m", "demo", SAMPLES, "-o", output), options));
    return Rows.of(Path.of(output));
  }

  @Test
  void bothGiveTheSameLabelsAndNearlySameProbabilities() throws Exception {
    List<CSVRecord> expected = rows("1");
    List<CSVRecord> actual = rows("0", "--timings", path("timings.json"));
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).get("path"), actual.get(i).get("path"));
      assertEquals(expected.get(i).get("top1_id"), actual.get(i).get("top1_id"));
      assertEquals(Rows.probability(expected.get(i), 1), Rows.probability(actual.get(i), 1), 1e-5);
    }
    var report =
        JsonParser.parseString(Files.readString(folder.resolve("timings.json"))).getAsJsonObject();
    assertEquals("plain", report.getAsJsonObject("config").get("kernels").getAsString());
    assertTrue(report.getAsJsonObject("host").has("tensorflow"), report::toString);
    cli.with(Kernels.VARIABLE, "1");
    Result mixed = cli.run("classify", "-m", "demo", SAMPLES, "-o", path("0.csv"), "--resume");
    assertEquals(ExitCode.USAGE, mixed.exitCode());
    assertTrue(mixed.err().contains("engine was " + PLAIN + ", is now TensorFlow"), mixed.err());
  }

  @Test
  void benchMeasuresBothAndLaterRunsTakeTheFasterOnes() throws Exception {
    String[] bench = {
      "bench",
      "-m",
      "random",
      "--engine",
      "tensorflow",
      "-b",
      "1",
      "--threads",
      "1",
      "--repeats",
      "1",
      "--seconds",
      "0.01",
      "--warm-up",
      "0.01",
      "--save",
      "-o",
      "-"
    };
    var report = JsonParser.parseString(run(bench).out()).getAsJsonObject();
    String sha256 = report.getAsJsonObject("model").get("sha256").getAsString();
    Recommendations kept = new Recommendations(new Home(folder.resolve("home/store")));
    try (var prepared = Files.list(folder.resolve("home/store/prepared"))) {
      assertTrue(
          prepared.anyMatch(form -> form.toString().endsWith("-eigen")),
          "oneDNN is switched on: this form keeps it out");
    }
    double oneDnn = kept.find(sha256, host(HostEngine.FIRST)).orElseThrow().imagesPerSecond();
    Stored eigen = kept.find(sha256, host(EIGEN)).orElseThrow();
    String[] classify = {"classify", "-v", "-m", "random", SAMPLES, "-o", path("p.csv")};
    String name = eigen.imagesPerSecond() > oneDnn ? "eigen" : "onednn";
    assertTrue(run(classify).err().contains("kernels " + name + ": as measured here"));
    double other = eigen.imagesPerSecond() > oneDnn ? oneDnn / 2 : oneDnn * 2;
    kept.save(
        new Stored(
            1,
            1,
            other,
            "bench",
            eigen.measured(),
            eigen.version(),
            eigen.cpu(),
            eigen.cores(),
            EIGEN,
            sha256));
    String resumed = run(Cli.args(List.of(classify), "--resume", "--retry-failed")).err();
    assertTrue(
        resumed.contains("nothing to do")
            || resumed.contains("kernels " + name + ": those of the run that is continued"),
        resumed);
    String anew = run(Cli.args(List.of(classify), "--overwrite")).err();
    String opposite = name.equals("eigen") ? "onednn" : "eigen";
    assertTrue(anew.contains("kernels " + opposite + ": as measured here"), anew);
  }

  private static HostInfo host(String engine) {
    return HostInfo.detect(engine, null, null);
  }
}
