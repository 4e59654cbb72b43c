package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
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

  /** A large picture is reduced by TensorFlow as it is decoded. */
  private static final String SMALL = "--exclude=balloon.jpg";

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
    List<CSVRecord> expected = rows("classify", "tensorflow.csv", SMALL);
    List<CSVRecord> actual =
        rows("classify", "onnx.csv", SMALL, "--engine", "onnxruntime", "--timings", "timings.json");
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
    rows(
        "classify",
        "again.csv",
        SMALL,
        "--engine",
        "onnxruntime",
        "--threads",
        "3",
        "--decoders",
        "1");
    assertEquals(
        Files.readString(folder.resolve("onnx.csv")),
        Files.readString(folder.resolve("again.csv")),
        "one engine's bytes are always the same");
    launcher.with("TENSORFLOW_LIBRARY_PATH", folder.toString()); // which holds none
    rows("classify", "alone.csv", SMALL, "--engine", "onnxruntime");
    assertEquals(
        Files.readString(folder.resolve("onnx.csv")),
        Files.readString(folder.resolve("alone.csv")),
        "a few images need no TensorFlow");
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
      assertAlike(ImageIO.read(picture.toFile()), ImageIO.read(other.toFile()));
    }
  }

  /** The last digits of a map may move a level. */
  private static void assertAlike(BufferedImage expected, BufferedImage actual) {
    assertEquals(expected.getWidth(), actual.getWidth());
    int[] before =
        expected.getRGB(
            0, 0, expected.getWidth(), expected.getHeight(), null, 0, expected.getWidth());
    int[] after =
        actual.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, actual.getWidth());
    for (int i = 0; i < before.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        assertEquals(before[i] >> shift & 255, after[i] >> shift & 255, 2);
      }
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
    String[] many = new String[10];
    Arrays.fill(many, "./".repeat(500) + folder.relativize(image));
    Result result =
        launcher.run(
            Cli.args(List.of("classify", "-q", "-m", "demo", "--engine", "onnxruntime"), many));
    assertEquals(0, result.exitCode(), result.err());
  }

  @Test
  void anUnknownEngineIsWrongUsage() throws Exception {
    Result result = launcher.run("classify", "--engine", "torch", SAMPLES);
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("--engine"), result.err());
    assertTrue(result.err().contains("[TENSORFLOW, ONNXRUNTIME, AUTO]"), result.err());
  }
}
