package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.testing.Json;
import io.github.resnet50.testing.SharedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real ResNet50 explained; needs the test material beside the project. */
@Timeout(300)
class ExplainCommandIT {
  private static final int IMAGES = 3;

  @TempDir Path folder;

  @Test
  void gradCamIsTheExactMapWhereTheHeadIsPoolingAndOneDenseLayer() throws Exception {
    Path model = SharedFiles.at("models/resnet50-imagenet");
    List<Path> images =
        SharedFiles.under(SharedFiles.at("images/imagenet-200"), ".JPEG").subList(0, IMAGES);
    Path out = folder.resolve("out");
    Path page = folder.resolve("page.html");
    Cli.Result result =
        new Launcher(folder)
            .run(
                "explain",
                "-m",
                model.toString(),
                "--method",
                "gradcam,cam,gradcam++,layercam",
                "--sanity",
                "-o",
                out.toString(),
                "--html",
                page.toString(),
                images.get(0).toString(),
                images.get(1).toString(),
                images.get(2).toString());
    assertEquals(0, result.exitCode(), result.err());
    Map<String, List<JsonObject>> byMethod =
        Json.lines(out.resolve("explanations.jsonl")).stream()
            .collect(Collectors.groupingBy(line -> line.get("method").getAsString()));
    assertEquals(4, byMethod.size());
    for (int i = 0; i < IMAGES; i++) {
      float[] gradcam = map(out, byMethod.get("gradcam").get(i));
      float[] cam = map(out, byMethod.get("cam").get(i));
      assertEquals(49, cam.length);
      for (int place = 0; place < cam.length; place++) {
        cam[place] = Math.max(0, cam[place]);
      }
      assertTrue(correlation(gradcam, cam) > 0.999, byMethod.get("cam").get(i).toString());
    }
    double sanity =
        byMethod.get("cam").stream()
            .mapToDouble(
                line -> line.getAsJsonObject("sanity").get("rank_correlation").getAsDouble())
            .average()
            .orElseThrow();
    assertTrue(sanity < 0.7, "shuffled weights change the maps: " + sanity);
    assertTrue(Files.readString(page).contains("What resnet50-imagenet looks at"));
  }

  @Test
  void aLayerIsFoundByItsNameAndIsTheLastWithoutOne() throws Exception {
    Path model = SharedFiles.at("models/resnet50-imagenet");
    Path image = SharedFiles.under(SharedFiles.at("images/imagenet-200"), ".JPEG").get(0);
    List<String> maps = new ArrayList<>();
    for (String layer : List.of("", "layer4.2.out", "layer3.5.out")) {
      Path out = folder.resolve("layer-" + layer);
      List<String> command =
          new ArrayList<>(List.of("explain", "-q", "-m", model.toString(), "-o", out.toString()));
      command.addAll(layer.isEmpty() ? List.of() : List.of("--layer", layer));
      command.add(image.toString());
      Cli.Result result = new Launcher(folder).run(command.toArray(String[]::new));
      assertEquals(0, result.exitCode(), result.err());
      JsonObject line = Json.lines(out.resolve("explanations.jsonl")).get(0);
      maps.add(Arrays.toString(map(out, line)));
    }
    assertEquals(maps.get(0), maps.get(1));
    assertEquals(14 * 14, maps.get(2).split(",").length);
    Cli.Result unknown =
        new Launcher(folder)
            .run("explain", "-m", model.toString(), "--layer", "conv9", image.toString());
    assertEquals(ExitCode.MODEL, unknown.exitCode());
    assertTrue(unknown.err().contains("no layer conv9"), unknown.err());
    assertTrue(unknown.err().contains("layer4.2.out (7x7x2048)"), unknown.err());
  }

  @Test
  void mapsOfTwoSeedsAgreeAsTheirReliabilityForetells() throws Exception {
    Path model = SharedFiles.at("models/resnet50-imagenet");
    Path image = SharedFiles.under(SharedFiles.at("images/imagenet-200"), ".JPEG").get(0);
    Cli cli = new Cli(folder).onRealEngine().with("RESNET50_HOME", Launcher.home().toString());
    List<JsonObject> records = new ArrayList<>();
    List<float[]> maps = new ArrayList<>();
    for (String seed : List.of("1", "2")) {
      Path out = folder.resolve("seed-" + seed);
      String options = "--method shap --samples 200 --segments 16 --seed " + seed;
      List<String> command =
          new ArrayList<>(List.of("explain", "-m", model.toString(), image.toString()));
      command.addAll(List.of(options.split(" ")));
      Cli.Result result = cli.run(command, "-o", out.toString());
      assertEquals(0, result.exitCode(), result.err());
      records.addAll(Json.lines(out.resolve("explanations.jsonl")));
      maps.add(map(out, records.get(records.size() - 1)));
    }
    double foretold = records.get(0).get("reliability").getAsDouble();
    assertEquals(correlation(maps.get(0), maps.get(1)), foretold, 0.15);
    double[] sums = new double[2];
    for (int seed = 0; seed < 2; seed++) {
      for (JsonElement segment : records.get(seed).getAsJsonArray("segments")) {
        sums[seed] += segment.getAsJsonObject().get("value").getAsDouble();
        assertTrue(segment.getAsJsonObject().get("standard_error").getAsDouble() > 0);
      }
    }
    assertEquals(sums[0], sums[1], 1e-4, "whatever is drawn, the whole gain is shared out");
  }

  static float[] map(Path out, JsonObject line) throws IOException {
    byte[] file = Files.readAllBytes(out.resolve(line.get("map").getAsString()));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = 10 + bytes.getShort(8);
    float[] values = new float[(file.length - start) / Float.BYTES];
    bytes.position(start).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static double correlation(float[] a, float[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < a.length; i++) {
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
      ab += (a[i] - meanA) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double mean(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return Arrays.stream(doubles).average().orElse(0);
  }
}
