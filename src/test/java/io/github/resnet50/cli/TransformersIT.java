package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.testing.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tiny transformers of torchvision's, and DeiT made of one; what is seen of them is what PyTorch
 * sees.
 */
@Timeout(300)
class TransformersIT {
  private static final int SIDE = 32;
  private static final String METHODS = "attention-rollout,gradcam";

  @TempDir Path folder;
  private Cli cli;
  private Path image;

  @BeforeEach
  void open() throws IOException {
    cli = new Cli(folder.resolve("home")).onRealEngine();
    image = folder.resolve("image.png");
    BufferedImage levels = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          rgb = rgb << 8 | (row * row * 3 + column * (11 + 6 * c) + 40 * c) % 256;
        }
        levels.setRGB(column, row, rgb);
      }
    }
    ImageIO.write(levels, "png", image.toFile());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TransformersIT.class.getResourceAsStream("transformers/" + name)) {
      return in.readAllBytes();
    }
  }

  private void add(String name) throws IOException {
    Path file = Files.write(folder.resolve(name + ".onnx"), resource(name + ".onnx"));
    Result imported = cli.run("models", "import", file.toString(), "--scaling", "torch");
    assertEquals(ExitCode.OK, imported.exitCode(), imported.err());
  }

  private Result explain(Path out, String model, String... more) {
    return cli.run(
        List.of(
            "explain",
            image.toString(),
            "-m",
            model,
            "--crop-pct",
            "1",
            "-o",
            out.toString(),
            "--overwrite"),
        more);
  }

  private static Map<String, double[]> expected(String name) throws IOException {
    Map<String, double[]> expected = new HashMap<>();
    String text = new String(resource(name + ".csv"), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String[] fields = line.split(",", -1);
      expected.put(
          fields[0], Arrays.stream(fields).skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    return expected;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @ParameterizedTest
  @CsvSource({"vit, tensorflow", "vit, onnxruntime", "deit, tensorflow", "swin, tensorflow"})
  void mapsAreThoseOfPyTorch(String model, String engine) throws Exception {
    add(model);
    Map<String, double[]> expected = expected(model);
    Path out = folder.resolve("out");
    for (String methods : List.of(METHODS, "gradcam")) { // alone, maps are of the engine asked for
      Result result = explain(out, model, "--method", methods, "--engine", engine);
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      List<JsonObject> records = Json.lines(out.resolve("explanations.jsonl"));
      assertEquals(methods.split(",").length, records.size());
      for (JsonObject line : records) {
        String method = line.get("method").getAsString();
        assertEquals(
            expected.get("class")[0], line.getAsJsonObject("class").get("index").getAsInt());
        assertArrayEquals(
            floats(expected.get(method)),
            ExplainCommandIT.map(out, line),
            1e-5f,
            model + " " + method);
      }
    }
  }

  @Test
  void tokensAreAFeatureMapLikeAnyOther() throws Exception {
    add("vit");
    Path out = folder.resolve("out");
    String methods = METHODS + ",gradcam++,layercam,occlusion";
    Result result =
        explain(out, "vit", "--method", methods, "--sanity", "--faithfulness", "--segments", "4");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    for (JsonObject line : Json.lines(out.resolve("explanations.jsonl"))) {
      boolean ofTokens = !line.get("method").getAsString().equals("occlusion");
      assertEquals(ofTokens ? 16 : 4, ExplainCommandIT.map(out, line).length, line.toString());
      assertTrue(line.has("sanity"), line.toString());
    }
    Result cam = explain(out, "vit", "--method", "cam");
    assertEquals(ExitCode.MODEL, cam.exitCode());
    assertTrue(cam.err().contains("take gradcam"), cam.err());
  }

  @Test
  void aModelWithoutAttentionIsToldSo() {
    Result result = explain(folder.resolve("out"), "random", "--method", "attention-rollout");
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(
        result
            .err()
            .contains("the model random shows no attention (none was found in its graph): "),
        result.err());
    assertTrue(result.err().contains("occlusion, rise and shap"), result.err());
  }

  @Test
  void aLayerIsWhatAllGoesThrough() throws Exception {
    add("swin");
    Result result = explain(folder.resolve("out"), "swin", "--layer", "nowhere");
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(
        result.err().strip().matches("(?s).*each size: \\S+ \\(8x8x4\\), \\S+ \\(4x4x8\\)"),
        "no windows, no heads, no halves of rolled maps: " + result.err());
  }
}
