package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a fake model that tells red, green and blue apart, and gives scores only. */
@Timeout(60)
class ExplainCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private Path out;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = Files.createDirectory(folder.resolve("images"));
    out = folder.resolve("out");
    TestImages.plain(images.resolve("blue.png"), 6, 4, new Color(9, 29, 200));
    TestImages.plain(images.resolve("red.png"), 6, 4, new Color(200, 9, 29));
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  private Result explain(String... more) {
    return cli.run(List.of("explain", "-m", model, images.toString(), "-o", out.toString()), more);
  }

  private List<JsonObject> records() throws IOException {
    return Json.lines(out.resolve("explanations.jsonl"));
  }

  @Test
  void eachImageAndMethodHasARecordAMapAndAPicture() throws Exception {
    Result result = explain("--method", "occlusion,shap", "--samples", "20", "--segments", "4");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals("", result.out(), "results go to files");
    List<JsonObject> records = records();
    assertEquals(4, records.size());
    JsonObject first = records.get(0);
    assertTrue(first.get("path").getAsString().endsWith("blue.png"));
    assertEquals("blue", first.getAsJsonObject("class").get("label").getAsString());
    assertEquals("occlusion", first.get("method").getAsString());
    assertEquals("mean", first.getAsJsonObject("parameters").get("baseline").getAsString());
    for (JsonObject line : records) {
      assertTrue(Files.exists(out.resolve(line.get("map").getAsString())));
      assertTrue(ImageIO.read(out.resolve(line.get("overlay").getAsString()).toFile()) != null);
    }
    assertEquals(9, Folders.names(out).size(), "and nothing else");
  }

  @Test
  void aFailedImageIsARecordAnd3() throws Exception {
    Files.writeString(images.resolve("broken.jpg"), "no image");
    Result result = explain("--method", "occlusion", "--segments", "4");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    JsonObject failed = records().get(1);
    assertEquals("failed", failed.get("status").getAsString());
    assertEquals("Unsupported", failed.getAsJsonObject("error").get("kind").getAsString());
    assertEquals(3, records().size());
  }

  @Test
  void onlyFailuresAreSummedUpAndNamedToo() throws Exception {
    for (String name : List.of("blue.png", "red.png")) {
      Files.writeString(images.resolve(name), "no image");
    }
    Result result = explain("--method", "occlusion", "--segments", "4");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertEquals(2, records().size());
    assertTrue(result.err().contains("0 images explained, 2 failed; see " + out), result.err());
    assertTrue(
        result.err().contains("Failures:\n  " + images.resolve("blue.png") + ": "), result.err());
  }

  @Test
  void aModelWithoutAFeatureMapSaysSoAndOffersWhatWorks() {
    Result result = explain();
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(result.err().contains("gradcam needs a feature map"), result.err());
    assertTrue(result.err().contains("occlusion, rise and shap work without one"), result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--method,gradcamm",
    "--class,yellow",
    "--class,3",
    "--samples,1",
    "--segments,1",
    "--baseline,grey",
    "--top-k,0",
  })
  void wrongUsageIs2(String option, String value) {
    Result result = explain(option, value);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(option), result.err());
    assertTrue(result.err().contains(value), result.err());
    assertFalse(Files.exists(out), "nothing is made");
  }

  @Test
  void aLayerIsNothingToMethodsThatLookAtNone() {
    Result result = explain("--method", "rise,shap", "--layer", "conv4");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("--layer conv4: attention-rollout, occlusion"), result.err());
  }

  @Test
  void existingRecordsAreReplacedOnlyWhereThatIsAllowed() {
    String[] options = {"--method", "occlusion", "--segments", "4"};
    assertEquals(ExitCode.OK, explain(options).exitCode());
    Result again = explain(options);
    assertEquals(ExitCode.USAGE, again.exitCode());
    assertTrue(again.err().contains("--overwrite"), again.err());
    assertEquals(
        ExitCode.OK, explain("--method", "occlusion", "--segments", "4", "--overwrite").exitCode());
  }

  @Test
  void overlaysAreNotPutWhereTheWalkComesTo() {
    Result result =
        cli.run("explain", "-m", model, images.toString(), "-o", images.resolve("out").toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("which is walked"), result.err());
  }

  @Test
  void noImageIs4() throws Exception {
    Files.delete(images.resolve("blue.png"));
    Files.delete(images.resolve("red.png"));
    assertEquals(ExitCode.NO_IMAGE, explain("--method", "occlusion").exitCode());
  }

  @Test
  void allTopKClassesShareTheirCopies() throws Exception {
    Result result =
        explain("--method", "rise", "--samples", "16", "--class", "all-top-k", "-k", "2");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<JsonObject> records = records();
    assertEquals(4, records.size());
    double best = records.get(0).getAsJsonObject("class").get("prob").getAsDouble();
    double next = records.get(1).getAsJsonObject("class").get("prob").getAsDouble();
    assertTrue(best > next);
  }

  @Test
  void theSameCommandWritesTheSameBytes() throws Exception {
    String[] options = {
      "--method", "rise,shap", "--samples", "24", "--segments", "4", "--faithfulness", "--overwrite"
    };
    assertEquals(ExitCode.OK, explain(options).exitCode());
    byte[] first = Files.readAllBytes(out.resolve("explanations.jsonl"));
    assertEquals(ExitCode.OK, explain(options).exitCode());
    assertArrayEquals(first, Files.readAllBytes(out.resolve("explanations.jsonl")));
    JsonObject measured = records().get(0).getAsJsonObject("faithfulness");
    assertTrue(measured.has("deletion_auc") && measured.has("random"));
    assertEquals(10, measured.getAsJsonObject("random").get("maps").getAsInt());
  }

  @Test
  void thePageShowsEachMap() throws Exception {
    Path page = folder.resolve("page.html");
    Result result = explain("--method", "occlusion", "--segments", "4", "--html", page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String html = Files.readString(page);
    assertEquals(2, html.split("class=\"heat\"", -1).length - 1);
    assertTrue(html.contains("red.png"));
  }
}
