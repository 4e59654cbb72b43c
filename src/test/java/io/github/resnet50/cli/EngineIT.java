package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Recommendations.Stored;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.report.timing.HostInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands on ONNX Runtime: they say what they say on TensorFlow. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class EngineIT {
  private static final String SAMPLES = Launcher.project().resolve("sample-images").toString();
  private static final String ONNX = "ONNX Runtime";
  private static final String TENSORFLOW = "TensorFlow";

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() {
    launcher = new Launcher(folder);
  }

  private List<CSVRecord> rows(String command, String output, String... options) throws Exception {
    List<String> args = List.of(command, "-q", "-m", "demo", SAMPLES, "-o", output);
    Result result = launcher.run(Cli.args(args, options));
    assertEquals(0, result.exitCode(), result.err());
    return Rows.of(folder.resolve(output));
  }

  @Test
  void sameLabelsAndNearlySameProbabilities() throws Exception {
    List<CSVRecord> expected = rows("classify", "tensorflow.csv");
    List<CSVRecord> actual =
        rows("classify", "onnx.csv", "--engine", "onnxruntime", "--timings", "timings.json");
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).get("path"), actual.get(i).get("path"));
      assertEquals(expected.get(i).get("top1_id"), actual.get(i).get("top1_id"));
      assertEquals(Rows.probability(expected.get(i), 1), Rows.probability(actual.get(i), 1), 1e-5);
    }
    JsonObject host =
        JsonParser.parseString(Files.readString(folder.resolve("timings.json")))
            .getAsJsonObject()
            .getAsJsonObject("host");
    assertTrue(host.get("onnx_runtime").getAsString().matches("1\\.\\d+\\.\\d+"), host::toString);
    rows("classify", "again.csv", "--engine", "onnxruntime", "--threads", "3", "--decoders", "1");
    assertEquals(
        Files.readString(folder.resolve("onnx.csv")),
        Files.readString(folder.resolve("again.csv")),
        "one engine's bytes are always the same");
  }

  @Test
  void sameFeaturesAndNeverThoseThatTheOtherEngineLeftBehind() throws Exception {
    String[] onnx = {"--engine", "onnxruntime"};
    List<CSVRecord> expected = rows("features", "tensorflow.csv");
    List<CSVRecord> actual = rows("features", "onnx.csv", onnx);
    boolean anyDiffers = false;
    for (int i = 0; i < expected.size(); i++) {
      for (int column = expected.get(i).size() - 5; column < expected.get(i).size(); column++) {
        double value = Double.parseDouble(expected.get(i).get(column));
        assertEquals(value, Double.parseDouble(actual.get(i).get(column)), 1e-4);
        anyDiffers |= !expected.get(i).get(column).equals(actual.get(i).get(column));
      }
    }
    assertTrue(anyDiffers, "their last digits tell engines apart");
  }

  @Test
  void explanationsAreTheSame() throws Exception {
    for (String engine : List.of("tensorflow", "onnxruntime")) {
      Result result =
          launcher.run(
              "explain",
              "-q",
              "-m",
              "demo",
              "--engine",
              engine,
              "--method",
              "gradcam",
              SAMPLES + "/agaric.jpg",
              "-o",
              engine);
      assertEquals(0, result.exitCode(), result.err());
    }
    List<Path> pictures;
    try (var files = Files.list(folder.resolve("tensorflow"))) {
      pictures = files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
    assertTrue(!pictures.isEmpty());
    for (Path picture : pictures) {
      Path other = folder.resolve("onnxruntime").resolve(picture.getFileName());
      assertArrayEquals(Files.readAllBytes(picture), Files.readAllBytes(other));
    }
  }

  @Test
  void anotherEngineCannotGoOnWithAnOutput() throws Exception {
    rows("classify", "p.csv", "--engine", "onnxruntime");
    Result result =
        launcher.run("classify", "-q", "-m", "demo", SAMPLES, "-o", "p.csv", "--resume");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("engine was ONNX Runtime, is now TensorFlow"), result.err());
  }

  /** A release of ONNX Runtime ended the process where its command line was long. */
  @Test
  void aLongCommandLineIsNoMatter() throws Exception {
    Path image = Launcher.project().resolve("sample-images/agaric.jpg");
    String[] many = new String[200];
    for (int i = 0; i < many.length; i++) {
      many[i] = "./././././././././././" + folder.relativize(image);
    }
    Result result =
        launcher.run(
            Cli.args(List.of("classify", "-q", "-m", "demo", "--engine", "onnxruntime"), many));
    assertEquals(0, result.exitCode(), result.err());
  }

  @Test
  void automaticIsTheFasterOneOfWhatIsStored() throws Exception {
    Path home = folder.resolve("home");
    Path shared = Launcher.home().resolve("native");
    Files.createDirectories(home);
    Files.createSymbolicLink(home.resolve("native"), shared);
    launcher.with("RESNET50_HOME", home.toString());
    assertEquals(TENSORFLOW, engineOfAuto("nothing.csv"), "nothing is stored");
    save(home, ONNX, 50);
    assertEquals(TENSORFLOW, engineOfAuto("one.csv"), "nothing is known of the other");
    save(home, TENSORFLOW, 40);
    assertEquals(ONNX, engineOfAuto("both.csv"));
    save(home, TENSORFLOW, 60);
    assertEquals(TENSORFLOW, engineOfAuto("faster.csv"));
  }

  private String engineOfAuto(String output) throws Exception {
    rows("classify", output, "--engine", "auto", "--timings", output + ".json");
    JsonObject host =
        JsonParser.parseString(Files.readString(folder.resolve(output + ".json")))
            .getAsJsonObject()
            .getAsJsonObject("host");
    return host.has("onnx_runtime") ? ONNX : TENSORFLOW;
  }

  private static void save(Path root, String engine, double imagesPerSecond) throws Exception {
    Home home = new Home(root);
    HostInfo host = HostInfo.detect(engine, null, null);
    String sha256 = ContentHash.in(home).of(new ModelStore(home).find("demo"));
    new Recommendations(home)
        .save(
            new Stored(
                4,
                1,
                imagesPerSecond,
                "bench",
                "2026-01-01",
                "test",
                host.cpu(),
                host.cores(),
                engine,
                sha256));
  }

  @Test
  void anUnknownEngineIsWrongUsage() throws Exception {
    Result result = launcher.run("classify", "--engine", "torch", SAMPLES);
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("--engine"), result.err());
    assertTrue(result.err().contains("tensorflow, onnxruntime, auto"), result.err());
  }
}
