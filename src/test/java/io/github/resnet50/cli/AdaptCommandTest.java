package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On a fake model of three features. It cannot be made into another one, so all that ends well here
 * is with shuffled labels; {@code AdaptCommandIT} has the rest.
 */
@Timeout(60)
class AdaptCommandTest {
  private static final List<String> CLASSES = List.of("blueish", "greenish", "reddish");

  @TempDir Path folder;

  private final Random random = new Random(4);
  private Cli cli;
  private Path train;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    train = folder.resolve("train");
    images(train, 6);
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  private void images(Path root, int each) throws IOException {
    for (int c = 0; c < CLASSES.size(); c++) {
      for (int i = 0; i < each; i++) {
        TestImages.blocks(root.resolve(CLASSES.get(c)).resolve(i + ".png"), 32, 2 - c, random);
      }
    }
  }

  private Result adapt(String... more) {
    List<String> fixed =
        List.of("adapt", "-m", model, "--train", train.toString(), "--name", "mine");
    return cli.run(fixed, Cli.args(List.of("--permute-labels"), more));
  }

  private JsonObject report(String... more) throws IOException {
    Path file = folder.resolve("report.json");
    Result result = adapt(Cli.args(List.of("--report", file.toString(), "--overwrite"), more));
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return Json.object(file);
  }

  @Test
  void resultsGoToStandardOutputAndNotesToStandardError() {
    Result result = adapt();
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("model           mine, on model\n"), result.out());
    assertTrue(result.out().contains("cross-validated "), result.out());
    assertTrue(
        result
            .out()
            .lines()
            .anyMatch(
                line ->
                    line.matches(
                        "verdict +labels permuted: [\\d.]+ % \\(95 %: [\\d.]+ to [\\d.]+\\), chance"
                            + " 33.3 %: nothing leaks")),
        result.out());
    assertFalse(result.out().contains("more images?"), result.out());
    assertTrue(result.err().contains("nothing is stored"), result.err());
    assertTrue(result.err().contains("fewer than 10 images"), result.err());
    assertTrue(result.err().contains("reddish (6)"), "by name: " + result.err());
    assertEquals("", adapt("--quiet").err());
    assertFalse(cli.run("models", "list").out().contains("mine"));
  }

  @Test
  void theReportHasItsKeys() throws IOException {
    JsonObject report = report();
    assertEquals(
        Set.of(
            "tool",
            "version",
            "started",
            "name",
            "base",
            "data",
            "method",
            "settings",
            "trials",
            "curve",
            "scores",
            "fit",
            "baselines",
            "recipes",
            "learning_curve",
            "classes",
            "confusion",
            "label_errors",
            "suspects",
            "alike",
            "warnings",
            "failures",
            "seconds",
            "memory"),
        report.keySet());
    assertEquals(18, report.getAsJsonObject("data").get("images").getAsInt());
    assertEquals(18, report.getAsJsonObject("data").get("groups").getAsInt());
    assertEquals(3, report.getAsJsonArray("classes").size());
    assertTrue(report.getAsJsonObject("method").get("labels_permuted").getAsBoolean());
    JsonObject scores = report.getAsJsonObject("scores");
    assertTrue(scores.get("held_out").isJsonNull());
    double low = scores.getAsJsonObject("cross_validated").get("low").getAsDouble();
    assertTrue(low < 1.0 / 3, "as good as guessing: " + scores);
    assertEquals("wilson", scores.getAsJsonObject("cross_validated").get("interval").getAsString());
  }

  @Test
  void theSameCommandFindsTheSame() throws IOException {
    JsonObject one = report();
    JsonObject other = report("--threads", "1");
    for (String volatileKey : List.of("started", "seconds", "memory")) {
      one.remove(volatileKey);
      other.remove(volatileKey);
    }
    assertEquals(one, other);
    JsonObject seeded = report("--seed", "2");
    assertFalse(one.get("trials").equals(seeded.get("trials")));
  }

  @Test
  void anOptionOfAdamWAsksForAdamW() throws IOException {
    assertEquals(
        Set.of("solver", "hidden", "cost", "balanced", "seed"),
        report().getAsJsonObject("settings").keySet());
    assertEquals("lbfgs", solver());
    assertEquals("lbfgs", solver("--cost", "0.1", "--solver", "lbfgs"));
    assertEquals("adamw", solver("--solver", "adamw", "--epochs", "2", "--patience", "1"));
    assertEquals("adamw", solver("--hidden-units", "3", "--epochs", "2"));
    assertEquals("adamw", solver("--weight-decay", "auto", "--epochs", "2"));
  }

  private String solver(String... more) throws IOException {
    return report(more).getAsJsonObject("settings").get("solver").getAsString();
  }

  @ParameterizedTest
  @CsvSource({
    "--solver lbfgs --dropout 0.3,--dropout is AdamW's",
    "--solver lbfgs --hidden-units 8,--hidden-units is AdamW's",
    "--solver lbfgs --learning-rate auto,--learning-rate is AdamW's",
    "--cost 1 --epochs 5,--cost is logistic regression's; but --epochs asks for AdamW",
    "--cost auto --solver adamw,--cost is logistic regression's; but --solver adamw asks",
    "--solver sgd,--solver",
    "--cost 0,--cost 0: expected",
  })
  void whatContradictsIsRefusedByName(String options, String message) {
    Result result = adapt(options.split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(message.replace(';', ',')), result.err());
  }

  @Test
  void heldOutImagesJudgeAndWhatTheyShareIsNotLearntFrom() throws IOException {
    Path heldOut = folder.resolve("val");
    images(heldOut, 3);
    Files.copy(train.resolve("reddish/0.png"), heldOut.resolve("reddish/again.png"));
    JsonObject report = report("--val", heldOut.toString());
    JsonObject data = report.getAsJsonObject("data");
    assertEquals(10, data.get("held_out_images").getAsInt());
    assertEquals(17, data.get("images").getAsInt());
    assertEquals(1, data.get("left_out").getAsInt());
    assertFalse(report.getAsJsonObject("scores").get("held_out").isJsonNull());
    assertTrue(report.getAsJsonArray("warnings").toString().contains("show the same as held-out"));
  }

  @Test
  void picturesOfTwoClassesAreNamed() throws IOException {
    Files.copy(train.resolve("reddish/0.png"), train.resolve("blueish/same.png"));
    JsonObject report = report();
    assertEquals(1, report.getAsJsonArray("alike").size());
    assertEquals(18, report.getAsJsonObject("data").get("groups").getAsInt());
  }

  @Test
  void aFailedImageIsNamedAnd3() throws IOException {
    Files.writeString(train.resolve("reddish/broken.jpg"), "no image");
    Result result = adapt();
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(result.err().contains("broken.jpg"), result.err());
  }

  @Test
  void aPageIsWritten() throws IOException {
    Path page = folder.resolve("page.html");
    Result result = adapt("--html", page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String html = Files.readString(page);
    assertTrue(html.contains("Would more images help?"), html);
    assertTrue(html.contains("reddish"));
  }

  @Test
  void tooFewImagesOrClassesAreRefusedByName() throws IOException {
    TestImages.blocks(train.resolve("lonely/0.png"), 32, 1, random);
    Result result = adapt();
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("lonely has fewer"), result.err());
    train = folder.resolve("one");
    TestImages.blocks(train.resolve("only/0.png"), 32, 1, random);
    TestImages.blocks(train.resolve("only/1.png"), 32, 1, random);
    result = adapt();
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("found only only"), result.err());
  }

  @Test
  void copiesOfOneImageAreTooFew() throws IOException {
    TestImages.blocks(train.resolve("copied/0.png"), 32, 1, random);
    Files.copy(train.resolve("copied/0.png"), train.resolve("copied/1.png"));
    Result result = adapt();
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("do not show the same"), result.err());
    assertTrue(result.err().contains("copied has fewer"), result.err());
  }

  @Test
  void aFolderWithoutClassFoldersIsToldFromAnEmptyOne() throws IOException {
    train = train.resolve("reddish");
    Result result = adapt();
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("6 images lie in no class folder"), result.err());
  }

  @Test
  void imagesThatCannotBeReadAreNamedEvenWhereNothingIsMade() throws IOException {
    train = folder.resolve("broken");
    TestImages.blocks(train.resolve("sound/0.png"), 32, 1, random);
    TestImages.blocks(train.resolve("sound/1.png"), 32, 1, random);
    Files.createDirectories(train.resolve("torn"));
    Files.writeString(train.resolve("torn/one.jpg"), "no image");
    Result result = adapt();
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("one.jpg: "), result.err());
    assertTrue(result.err().contains("class torn: no image can be read"), result.err());
  }

  @Test
  void aStepThatTakesAllWeightAwayIsRefused() {
    Result result = adapt("--learning-rate", "0.5", "--weight-decay", "2");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("--weight-decay 2: "), result.err());
  }

  @Test
  void noImageIs4() throws IOException {
    train = Files.createDirectory(folder.resolve("empty"));
    assertEquals(ExitCode.NO_IMAGE, adapt().exitCode());
  }

  @Test
  void imagesInNoClassFolderAreLeftOutAndSaid() throws IOException {
    TestImages.blocks(train.resolve("stray.png"), 32, 1, random);
    Result result = adapt();
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.err().contains("stray.png"), result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--dropout,1",
    "--dropout,-0.1",
    "--label-smoothing,1",
    "--hidden-units,-1",
    "--augment,-1",
    "--epochs,0",
    "--patience,0",
    "--folds,1",
    "--folds,many",
    "--learning-rate,0",
    "--learning-rate,0.6",
    "--learning-rate,fast",
    "--weight-decay,-1",
    "--class-weights,heavy",
    "--name,a/b",
    "--train,nowhere",
    "--val,nowhere",
    "--report,report.csv",
    "--report,report.png",
  })
  void wrongUsageIs2(String option, String value) {
    List<String> arguments =
        new ArrayList<>(List.of("adapt", "-m", model, "--train", train.toString()));
    arguments.addAll(List.of("--name", "mine"));
    int given = arguments.indexOf(option);
    if (given >= 0) {
      arguments.set(given + 1, value);
    } else {
      arguments.addAll(List.of(option, value));
    }
    Result result = cli.run(arguments.toArray(String[]::new));
    assertTrue(result.err().contains(value), result.err());
    assertEquals("", result.out());
    if (!option.equals("--name")) { // as with the other commands that name models
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    }
  }

  @Test
  void foldersInEachOtherAreRefused() {
    Result result = adapt("--val", train.resolve("reddish").toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("must lie beside each other"), result.err());
  }

  @Test
  void numberedFoldersThatOverlapAreRefused() throws IOException {
    for (int i = 0; i < 4; i++) {
      images(folder.resolve("part-" + i), 1);
    }
    List<String> line = List.of("adapt", "-m", model, "--name", "mine", "--permute-labels");
    String parts = folder.resolve("part-").toString();
    Result result = cli.run(line, "--train", parts + "{0..2}", "--val", parts + "{2..3}");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("part-2 must lie beside each other"), result.err());
  }

  @Test
  void contradictoryLabelsAreLeftOutAndQuietIsQuiet() throws IOException {
    Path shard = folder.resolve("train.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(shard))) {
      for (String name : CLASSES) {
        for (int i = 0; i < 6; i++) {
          String key = name + i;
          put(zip, key + ".png", Files.readAllBytes(train.resolve(name).resolve(i + ".png")));
          put(zip, key + ".cls", name.getBytes(StandardCharsets.UTF_8));
        }
      }
      String other = "{\"label\": \"" + CLASSES.get(1) + "\"}";
      put(zip, CLASSES.get(0) + "0.json", other.getBytes(StandardCharsets.UTF_8));
      put(zip, "none.cls", "none".getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("report.json");
    List<String> line =
        List.of("adapt", "-m", model, "--name", "mine", "--permute-labels", "--overwrite");
    Result loud = cli.run(line, "--train", shard.toString(), "--report", file.toString());
    assertEquals(ExitCode.OK, loud.exitCode(), loud.err());
    assertTrue(loud.err().contains("belongs to no image"), loud.err());
    String warnings = Json.object(file).get("warnings").toString();
    assertTrue(
        warnings.contains("1 image has labels that contradict each other and is left out: "),
        warnings);
    Result quiet = cli.run(line, "-q", "--train", shard.toString(), "--report", file.toString());
    assertEquals("", quiet.err());
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  @Test
  void theReportOnStandardOutputStandsThereAlone() {
    Result result = adapt("-o", "-");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(
        JsonParser.parseString(result.out()).getAsJsonObject().has("failures"), result.out());
  }

  @Test
  void existingOutputsAreReplacedOnlyWhereThatIsAllowed() throws IOException {
    Path file = Files.writeString(folder.resolve("report.json"), "mine");
    Result result = adapt("--report", file.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void foldersToBeJudgedByAreFoundAsLabelsAreAnywhere() throws IOException {
    Path val = folder.resolve("val");
    images(val, 2);
    Files.move(val.resolve("reddish"), val.resolve("Reddish"));
    Files.move(val.resolve("greenish"), val.resolve("1")); // no index: classes have none yet
    JsonObject report = report("--val", val.toString());
    String warnings = report.get("warnings").toString();
    assertTrue(warnings.contains("--val has no image of greenish\""), warnings);
    assertTrue(warnings.contains("--val has classes that --train has not; left out: 1"), warnings);
  }

  @Test
  void classesThatDifferInLetterCaseAreClassesAndToldOf() throws IOException {
    for (int i = 0; i < 4; i++) {
      TestImages.blocks(train.resolve("Reddish").resolve(i + ".png"), 32, 0, random);
    }
    JsonObject report = report();
    assertEquals(4, report.getAsJsonArray("classes").size());
    assertTrue(
        report.get("warnings").toString().contains("Reddish, reddish differ in letter case"),
        report.get("warnings").toString());
  }
}
