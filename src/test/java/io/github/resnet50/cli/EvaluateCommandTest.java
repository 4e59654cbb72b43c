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
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a fake model that tells class-0 (red), class-1 (green) and class-2 (blue) apart. */
@Timeout(30)
class EvaluateCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = Files.createDirectory(folder.resolve("images"));
    image("red/1.png", new Color(200, 0, 0));
    image("red/2.png", new Color(0, 0, 200)); // taken for blue
    image("green/1.png", new Color(0, 200, 0));
    image("blue/1.png", new Color(0, 0, 200));
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  @Test
  void classFoldersAreScored() throws Exception {
    Path json = folder.resolve("report.json");
    Result result = evaluate(images.toString(), "-o", json.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 4 of 4 images (labels: class folders)"), result.out());
    assertTrue(result.out().contains("top1               0.7500"), result.out());
    JsonObject report = Json.object(json);
    JsonObject scores = report.getAsJsonObject("scores");
    assertEquals(
        0.75, scores.getAsJsonObject("metrics").getAsJsonObject("top1").get("value").getAsDouble());
    JsonObject mistake = scores.getAsJsonArray("mistakes").get(0).getAsJsonObject();
    assertEquals(images.resolve("red/2.png").toString(), mistake.get("path").getAsString());
    assertEquals(2, mistake.get("predicted_class").getAsInt());
    assertEquals(64, report.getAsJsonObject("model").get("sha256").getAsString().length());
    assertEquals("Fake", report.getAsJsonObject("model").get("engine").getAsString());
  }

  @Test
  void theReportOnStandardOutputStandsThereAlone() {
    Result result = evaluate(images.toString(), "-o", "-");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(JsonParser.parseString(result.out()).getAsJsonObject().has("scores"), result.out());
  }

  @Test
  void tablesAreWritten() throws Exception {
    Path metrics = folder.resolve("m.csv");
    Path confusion = folder.resolve("c.csv");
    Path classes = folder.resolve("p.csv");
    Path predictions = folder.resolve("x.jsonl");
    Result result =
        evaluate(
            images.toString(),
            "-o",
            metrics.toString(),
            "--confusion",
            confusion.toString(),
            "--per-class",
            classes.toString(),
            "--save-predictions",
            predictions.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(Files.readString(metrics).startsWith("metric,value,low,high\ntop1,0.75,"));
    assertEquals(
        List.of(
            "0,red,red,0,red,red,1",
            "0,red,red,2,blue,blue,1",
            "1,green,green,1,green,green,1",
            "2,blue,blue,2,blue,blue,1"),
        Files.readAllLines(confusion).stream().skip(1).toList());
    assertEquals("0,red,red,2,1,1,1,0.5,0.666667", Files.readAllLines(classes).get(1));
    assertEquals(4, Files.readAllLines(predictions).size());
    Path classified = folder.resolve("y.jsonl");
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", classified.toString());
    assertEquals(Files.readString(classified), Files.readString(predictions));
  }

  /** Of nine, seven are cats: who always says so is right that often. */
  @Test
  void whatGuessingGivesIsToldOfClassesOfUnevenSize() throws Exception {
    Path file = folder.resolve("p.csv");
    StringBuilder records =
        new StringBuilder(
            "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n");
    for (int i = 0; i < 9; i++) {
      String truth = i < 7 ? "cat" : "dog";
      records.append("%s/%d.png,ok,,1,1,%s,0.9\n".formatted(truth, i, "0,cat,cat"));
    }
    Files.writeString(file, records);
    String out = cli.run("evaluate", "--predictions", file.toString()).out();
    assertTrue(out.contains("guessing cat alone gives top1 0.7778"), out);
    assertTrue(out.contains("of which guessing gives 0.5000; by top1 the model may do no"), out);
    assertTrue(out.contains("macro_recall       0.5000"), out);
    String even = evaluate(images.toString()).out();
    assertFalse(even.contains("guessing"), even);
  }

  @Test
  void aFileOfLabelsNamesTheImagesToo() throws Exception {
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, "path,label\nimages/red/1.png,0\nimages/red/2.png,BLUE\n");
    Result result = evaluate("--labels", labels.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 2 of 2 images"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
  }

  @Test
  void whatFailsOrHasNoLabelIsCountedAndNamed() throws Exception {
    image("purple/3.png", Color.PINK);
    Files.writeString(images.resolve("blue/2.png"), "no image");
    Result result = evaluate(images.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(
        result.out().contains("on 4 of 6 images (labels: class folders); 1 failed; 1 without a"),
        result.out());
    assertTrue(result.out().contains("purple" + folder.getFileSystem().getSeparator() + "3.png"));
  }

  @Test
  void aMissedScoreIs6WhateverFailed() throws Exception {
    Files.writeString(images.resolve("blue/2.png"), "no image");
    Result result = evaluate(images.toString(), "--min-top1", "0.9", "--min-top5", "1");
    assertEquals(ExitCode.SCORE_MISSED, result.exitCode());
    assertTrue(
        result.err().contains("resnet50: missed: top1 is 0.75 (--min-top1 0.9)"), result.err());
    assertFalse(result.err().contains("top5"), result.err());
    assertEquals(ExitCode.SCORE_MISSED, evaluate(images.toString(), "--max-ece", "0").exitCode());
    Files.delete(images.resolve("blue/2.png"));
    assertEquals(ExitCode.OK, evaluate(images.toString(), "--min-top1", "0.75").exitCode());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void anEarlierRunIsEvaluatedWithoutAModel(String format) throws Exception {
    Path file = folder.resolve("predictions." + format);
    cli.run("classify", "-m", model, "-q", images.toString(), "-k", "2", "-o", file.toString());
    Result result = cli.run("evaluate", "--predictions", file.toString(), images.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("top1               0.7500"), result.out());
    assertTrue(result.out().contains("top1 "), result.out());
    assertTrue(
        result.out().contains("left out, since the file holds only the most probable classes"));
    assertEquals(
        ExitCode.SCORE_MISSED,
        cli.run("evaluate", "--predictions", file.toString(), "--min-top5", "0.1").exitCode(),
        "top-5 is not known of two classes");
  }

  static Stream<String> formats() {
    return Stream.of("csv", "json", "jsonl");
  }

  @Test
  void labelsThatNoPredictionNamesAreMissedClassesUnlessTheModelIsAsked() throws Exception {
    Path file = folder.resolve("predictions.csv");
    image("purple/3.png", Color.RED);
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", file.toString());
    Result alone = cli.run("evaluate", "--predictions", file.toString());
    assertTrue(alone.out().contains("1 label occurs in no prediction"), alone.out());
    assertTrue(alone.out().contains("top1               0.6000"), alone.out());
    Result asked = cli.run("evaluate", "--predictions", file.toString(), "-m", model);
    assertTrue(asked.out().contains("1 without a label"), asked.out());
    assertTrue(asked.out().contains("top1               0.7500"), asked.out());
  }

  @Test
  void aPathThatIsThereTwiceCountsTwiceAndIsSaid() {
    Path file = folder.resolve("predictions.csv");
    String one = images.resolve("red/1.png").toString();
    cli.run("classify", "-m", model, "-q", one, one, images.toString(), "-o", file.toString());
    Result result = cli.run("evaluate", "--predictions", file.toString());
    assertTrue(
        result.err().contains("2 records have a path that an earlier one has"), result.err());
  }

  @Test
  void aListOnStandardInputServesEveryWalk() throws Exception {
    StringBuilder list = new StringBuilder();
    for (String name : List.of("red/1.png", "red/2.png", "green/1.png", "blue/1.png")) {
      list.append(images.resolve(name)).append('\n');
    }
    cli.input(list.toString());
    Path json = folder.resolve("report.json");
    Result result =
        evaluate("--files-from", "-", "--corruptions", "contrast", "-o", json.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    JsonObject robustness = Json.object(json).getAsJsonObject("robustness");
    assertEquals(0.75, robustness.get("clean").getAsDouble());
    assertEquals(0.75, robustness.getAsJsonObject("corruptions").get("contrast").getAsDouble());
  }

  @Test
  void corruptedImagesAreScoredToo() throws Exception {
    Path json = folder.resolve("report.json");
    Result result =
        evaluate(images.toString(), "--corruptions", "fog:5,contrast", "-o", json.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    JsonObject robustness = Json.object(json).getAsJsonObject("robustness");
    assertEquals(6, robustness.getAsJsonArray("trials").size());
    assertEquals(0.75, robustness.get("clean").getAsDouble());
    // An even image has no contrast to lose.
    assertEquals(0.75, robustness.getAsJsonObject("corruptions").get("contrast").getAsDouble());
    assertTrue(result.out().contains("relative drop"), result.out());
  }

  @Test
  void aPageIsWrittenOfAModelAndOfAnEarlierRun() throws Exception {
    Path page = folder.resolve("page.html");
    Result result =
        evaluate(images.toString(), "--html", page.toString(), "--corruptions", "fog:5");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String html = Files.readString(page);
    assertTrue(html.contains("<title>Evaluation of model</title>"), html);
    assertEquals(4, html.split("src=\"data:image/jpeg", -1).length - 1, "pictures, each once");
    assertTrue(html.contains("red as blue: 1"), "the confusion matrix");
    int mistake = html.indexOf("class=\"card wrong\"");
    assertTrue(mistake > 0 && mistake < html.indexOf("class=\"card right\""), "mistakes first");

    Path predictions = folder.resolve("predictions.csv");
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", predictions.toString());
    Path other = folder.resolve("other.html");
    cli.run("evaluate", "--predictions", predictions.toString(), "--html", other.toString());
    assertTrue(Files.readString(other).contains("class=\"card wrong\""));
    assertEquals(
        ExitCode.USAGE,
        evaluate(images.toString(), "--html", other.toString()).exitCode(),
        "it exists");
  }

  @Test
  void labelsThatMeanNoClassAre2AndNoImageIs4() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    TestImages.plain(other.resolve("1.png"), 8, 8, Color.RED);
    Result result = evaluate(other.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("none of the 1 labels (class folders: other)"), result.err());
    assertEquals(
        ExitCode.NO_IMAGE,
        evaluate(Files.createDirectory(folder.resolve("empty")).toString()).exitCode());
  }

  @ParameterizedTest
  @MethodSource
  void wrongUsageIs2(List<String> options, String word) {
    Result result =
        evaluate(
            Stream.concat(Stream.of(images.toString()), options.stream()).toArray(String[]::new));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.errLines().get(0).contains(word), result.err());
  }

  static Object[][] wrongUsageIs2() {
    return new Object[][] {
      {List.of("--bins", "0"), "--bins 0"},
      {List.of("-k", "0"), "--top-k 0"},
      {List.of("--min-top1", "75"), "--min-top1 75.0: expected a number from 0 to 1"},
      {List.of("--labels", "nowhere.csv"), "--labels nowhere.csv"},
      {List.of("--predictions", "nowhere.csv"), "--predictions nowhere.csv"},
      {List.of("--corruptions", "fog:6"), "fog:6: expected NAME or NAME:SEVERITY"},
      {List.of("-o", "x.txt"), "must end in .json or .csv"},
      {List.of("--confusion", "x.json"), "must end in .csv"},
      {List.of("--confusion", "x.csv", "--per-class", "./x.csv"), "are both"},
    };
  }

  private Result evaluate(String... arguments) {
    return cli.run(List.of("evaluate", "-m", model), arguments);
  }

  private void image(String name, Color color) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    TestImages.plain(file, 8, 8, color);
  }
}
