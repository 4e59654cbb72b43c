package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --rollup}, {@code --taxonomy} and {@code --rules}, on a model that tells colours apart.
 */
@Timeout(60)
class DecisionCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;
  private Path tree;
  private Path rules;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = Files.createDirectory(folder.resolve("images"));
    image("red/1.png", new Color(255, 0, 0)); // sure
    image("red/2.png", new Color(127, 127, 0)); // as much green: warm
    image("green/1.png", new Color(127, 127, 127)); // all: a colour, which says nothing
    image("blue/1.png", new Color(0, 127, 127)); // green and blue: cold
    image("blue/broken.png", Color.BLACK);
    Files.writeString(images.resolve("blue/broken.png"), "no image");
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
    tree =
        Files.writeString(
            folder.resolve("tree.csv"),
            """
            class,parent,label
            red,w,
            green,w,
            w,colour,warm
            green,cold,
            blue,cold,
            cold,colour,
            """);
    rules = Files.writeString(folder.resolve("rules.txt"), "leaf = green\nmin 0.9\n");
  }

  private void image(String name, Color color) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    TestImages.plain(file, 8, 8, color);
  }

  private Result run(String command, Object... rest) {
    List<String> words = new ArrayList<>(List.of(command));
    for (Object word : rest) {
      words.add(word.toString());
    }
    return cli.run(words);
  }

  private Result classify(Object... rest) {
    List<Object> words = new ArrayList<>(List.of("-m", model, "-q", images, "-k", "1"));
    words.addAll(List.of(rest));
    return run("classify", words.toArray());
  }

  private static List<String> answers(Path file) throws IOException {
    List<String> answers = new ArrayList<>();
    try (PredictionReader records = PredictionReader.open(file)) {
      while (records.hasNext()) {
        ItemResult record = records.next();
        if (record instanceof Predicted image) {
          answers.add(text(image.rollup()) + " " + text(image.rule()));
        }
      }
    }
    return answers;
  }

  private static String text(Answer answer) {
    return answer == null ? "-" : answer.id() + "/" + answer.label();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "parquet"})
  void recordsSayWhatWasDecidedAndAreReadBack(String format) throws IOException {
    Path output = folder.resolve("out." + format);
    Result result = classify("-o", output, "--rollup", "0.9", "--taxonomy", tree, "--rules", rules);
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertEquals(
        List.of(
            "cold/cold unsure/unsure",
            "colour/colour unsure/unsure",
            "red/red red/red",
            "w/warm unsure/unsure"),
        answers(output));
    if (format.equals("csv")) {
      List<String> lines = Files.readAllLines(output);
      assertTrue(
          lines
              .get(0)
              .endsWith(",top1_prob,rollup_id,rollup_label,rollup_prob,rule_label,rule_prob"));
      assertTrue(lines.get(2).endsWith(",,,,,,,,,,"), lines.get(2));
    }
    if (format.equals("jsonl")) {
      JsonObject first = Json.lines(output).get(0);
      assertEquals("cold", first.getAsJsonObject("rollup").get("id").getAsString());
      assertEquals("unsure", first.getAsJsonObject("rule").get("label").getAsString());
    }
  }

  /** What is in a file counts, not how it is called. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void aRunWithOthersDoesNotGoOn(String format) throws IOException {
    Path output = folder.resolve("out." + format);
    classify("-o", output, "--rollup", "0.9", "--taxonomy", tree);
    Path copy = Files.copy(tree, folder.resolve("copy.csv"));
    for (String option : List.of("--resume", "--update")) {
      Result same = classify("-o", output, option, "--rollup", "0.9", "--taxonomy", copy);
      assertEquals(ExitCode.SOME_FAILED, same.exitCode(), same.err());
      Result without = classify("-o", output, option);
      assertEquals(ExitCode.USAGE, without.exitCode());
      assertTrue(without.err().contains("rollup was 0.9, is now"), without.err());
      assertTrue(without.err().contains("taxonomy was SHA-256 "), without.err());
    }
    Files.writeString(tree, Files.readString(tree) + "green,leaf,\n");
    Result other = classify("-o", output, "--resume", "--rollup", "0.9", "--taxonomy", tree);
    assertEquals(ExitCode.USAGE, other.exitCode());
    assertTrue(other.err().contains("taxonomy was SHA-256 "), other.err());
    Files.delete(Path.of(output + ".journal"));
    Result unknown = classify("-o", output, "--resume");
    assertEquals(ExitCode.USAGE, unknown.exitCode(), unknown.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "parquet"})
  void updatesAndMergesKeepThem(String format) throws IOException {
    Path output = folder.resolve("out." + format);
    classify("-o", output, "--rollup", "0.9", "--taxonomy", tree, "--rules", rules);
    image("red/3.png", new Color(0, 127, 127));
    Result update =
        classify("-o", output, "--update", "--rollup", "0.9", "--taxonomy", tree, "--rules", rules);
    assertEquals(ExitCode.SOME_FAILED, update.exitCode(), update.err());
    List<String> expected =
        List.of(
            "cold/cold unsure/unsure",
            "colour/colour unsure/unsure",
            "red/red red/red",
            "w/warm unsure/unsure",
            "cold/cold unsure/unsure");
    assertEquals(expected, answers(output));
    List<Path> parts = new ArrayList<>();
    for (int shard = 1; shard <= 2; shard++) {
      Path part = folder.resolve("part" + shard + "." + format);
      parts.add(part);
      classify(
          "-o",
          part,
          "--shard",
          shard + "/2",
          "--rollup",
          "0.9",
          "--taxonomy",
          tree,
          "--rules",
          rules);
    }
    Path all = folder.resolve("all." + format);
    Result merge = run("merge", all, parts.get(0), parts.get(1));
    assertEquals(ExitCode.SOME_FAILED, merge.exitCode(), merge.err());
    assertEquals(expected, answers(all));
  }

  @Test
  void anEvaluationTellsHowOftenAnswersAreGivenAndRight() throws IOException {
    Files.writeString(rules, "leaf = green\nmin 0.9\nmin 0.3: leaf\n");
    Path json = folder.resolve("report.json");
    Path csv = folder.resolve("report.csv");
    Path page = folder.resolve("page.html");
    Path predictions = folder.resolve("all.csv");
    Result result =
        run(
            "evaluate",
            "-m",
            model,
            images,
            "-o",
            json,
            "--html",
            page,
            "--rollup",
            "0.9",
            "--taxonomy",
            tree,
            "--rules",
            rules,
            "--save-predictions",
            predictions,
            "-k",
            "3");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    // Of four images one is what all are; cold of blue is right, and so is warm of red.
    assertTrue(result.out().contains("roll-up from 0.9      0.7500"), result.out());
    assertTrue(result.out().contains("top-1 from 0.9        0.2500"), result.out());
    JsonObject rollup = decision(json, 0);
    assertEquals("rollup", rollup.get("by").getAsString());
    assertEquals(0.75, value(rollup, "decided", "answered"));
    assertEquals(1, value(rollup, "decided", "right"));
    assertEquals(2, rollup.getAsJsonObject("decided").get("median_classes").getAsInt());
    assertEquals(0.25, value(rollup, "top1", "answered"));
    JsonObject byRules = decision(json, 1);
    assertEquals(0.9, byRules.get("threshold").getAsDouble());
    assertEquals(0.5, value(byRules, "decided", "answered")); // red, and leaf for what is cold
    assertEquals(0.5, value(byRules, "decided", "right"));
    assertTrue(Files.readString(page).contains("From classes to a decision"));
    assertTrue(Files.readAllLines(predictions).get(0).endsWith("rule_label,rule_prob"));

    // The same from the file, whatever it says of itself.
    Result ofFile =
        run(
            "evaluate",
            "--predictions",
            predictions,
            "-m",
            model,
            "-o",
            csv,
            "--rollup",
            "0.9",
            "--taxonomy",
            tree);
    assertEquals(ExitCode.SOME_FAILED, ofFile.exitCode(), ofFile.err());
    assertTrue(Files.readString(csv).contains("\nrollup_answered,0.75,"), Files.readString(csv));
    assertTrue(Files.readString(csv).contains("\nrollup_top1_right,1,"), Files.readString(csv));
    Result alone =
        run("evaluate", "--predictions", predictions, "--rollup", "0.9", "--taxonomy", tree);
    assertTrue(alone.out().contains("roll-up from 0.9      0.7500"), alone.out());
  }

  private static JsonObject decision(Path report, int place) throws IOException {
    return Json.object(report).getAsJsonArray("decisions").get(place).getAsJsonObject();
  }

  private static double value(JsonObject score, String way, String rate) {
    return score.getAsJsonObject(way).getAsJsonObject(rate).get("value").getAsDouble();
  }

  @Test
  void whatCannotBeDecidedIsRefusedFirst() throws IOException {
    assertEquals(
        "resnet50: --rollup, model "
            + Path.of(model).getFileName()
            + ": none of the 3 classes is in WordNet's tree, such as 'red'; give a tree of its own"
            + " with --taxonomy FILE, lines of class,parent\n",
        refused("--rollup", "0.5"));
    assertTrue(refused("--taxonomy", tree).contains("--taxonomy goes with --rollup or --rules"));
    assertTrue(refused("--rollup", "0").contains("--rollup"));
    assertTrue(refused("--rollup", "1.01").contains("--rollup"));
    assertTrue(refused("--rollup", "NaN").contains("--rollup"));
    assertTrue(refused("--rules", folder.resolve("none")).contains("none: no such file"));
    Files.writeString(rules, "x = yellow");
    assertTrue(
        refused("--rules", rules).contains("rules.txt, line 1: no class is called 'yellow'"));
    Files.writeString(tree, "red,warm\nblue,cold\n");
    assertTrue(
        refused("--rollup", "1", "--taxonomy", tree)
            .contains("1 of the 3 classes is not in " + tree + ", the first 'green'"));
    assertTrue(
        refused("--rollup", "1", "--taxonomy", tree, "-o", tree, "--overwrite")
            .contains("is one of the inputs"));
  }

  private String refused(Object... options) {
    Result result = classify(options);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    return result.err();
  }
}
