package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.report.PrometheusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** What machines are told of a run. */
@Timeout(120)
class WatchedRunTest {
  private static final int IMAGES = 5;

  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    images = TestImages.numbered(folder.resolve("images"), IMAGES);
    TestImages.breakIt(images, 2);
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  private Result classify(String... rest) {
    return cli.run(
        List.of("classify", "-m", model, images.toString(), "-o", folder + "/out.csv"), rest);
  }

  private static List<JsonObject> objects(String err) {
    return err.lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @Test
  void progressIsJsonAlsoWhereAllElseIsQuiet() {
    Result result = classify("--progress", "json", "-q");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    List<JsonObject> lines = objects(result.err());
    assertEquals(result.err().lines().count() - 1, lines.size(), "one line says what failed");
    JsonObject last = lines.get(lines.size() - 1);
    assertEquals("ended", last.get("phase").getAsString());
    assertEquals(IMAGES, last.get("done").getAsInt());
    assertEquals(1, last.get("failed").getAsInt());
    assertEquals(IMAGES, last.get("total").getAsInt());
  }

  @Test
  void everyLineIsAnObjectWithItsTime() {
    Result result = classify("--progress", "json", "--log-format", "json", "-v");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    List<JsonObject> lines = objects(result.err());
    assertEquals(result.err().lines().count(), lines.size(), result.err());
    for (JsonObject line : lines) {
      Instant.parse(line.get("time").getAsString());
      assertTrue(line.has("message") || line.has("done"));
    }
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.has("message") && line.get("message").getAsString().contains("002.png")));
  }

  @Test
  void linesOfTextBeginWithTheTime() {
    Result result = classify("--log-format", "text");
    result
        .err()
        .lines()
        .forEach(line -> assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z .*"), line));
    Result wrong = classify("--log-format", "text"); // the output exists
    assertEquals(ExitCode.USAGE, wrong.exitCode());
    assertTrue(wrong.err().matches("(?s)\\d{4}-\\S+Z resnet50: .*"), wrong.err());
    assertFalse(classify().err().startsWith("2"));
  }

  @Test
  void metricsTellHowItEnded() throws IOException {
    Path file = folder.resolve("metrics/run.prom");
    String status = "resnet50_last_exit_status{command=\"classify\"}";
    assertEquals(ExitCode.SOME_FAILED, classify("--metrics", file.toString(), "-q").exitCode());
    Map<String, Double> ended = PrometheusText.parse(Files.readString(file));
    assertEquals(3, ended.get(status));
    assertEquals(4, ended.get("resnet50_images{command=\"classify\",status=\"ok\"}"));
    assertEquals(1, ended.get("resnet50_images{command=\"classify\",status=\"failed\"}"));
    assertEquals(5, ended.get("resnet50_images_expected{command=\"classify\"}"));
    assertEquals(ExitCode.USAGE, classify("--metrics", file.toString()).exitCode());
    assertEquals(2, PrometheusText.parse(Files.readString(file)).get(status));
  }

  @Test
  void metricsThatCannotBeWrittenAreWrongUsage() throws IOException {
    Result suffix = classify("--metrics", folder + "/run.txt");
    assertEquals(ExitCode.USAGE, suffix.exitCode());
    assertTrue(suffix.err().contains("must end in .prom"), suffix.err());
    Files.createFile(folder.resolve("f"));
    Result parent = classify("--metrics", folder + "/f/run.prom");
    assertEquals(ExitCode.USAGE, parent.exitCode());
    assertFalse(Files.exists(folder.resolve("out.csv")));
  }

  @Test
  void aBuildServerReadsWhichScoresWereMissed() throws Exception {
    classify("-q");
    StringBuilder labels = new StringBuilder("path,label\n");
    for (int i = 0; i < IMAGES; i++) {
      labels.append(images.resolve("%03d.png".formatted(i))).append(",0\n");
    }
    Path labelled = Files.writeString(folder.resolve("labels.csv"), labels);
    Path xml = folder.resolve("tests.xml");
    Result result =
        cli.run(
            List.of("evaluate", "--predictions", folder + "/out.csv", "--labels"),
            labelled.toString(),
            "--junit",
            xml.toString(),
            "--min-top1",
            "1",
            "--min-top5",
            "0");
    assertEquals(ExitCode.SCORE_MISSED, result.exitCode(), result.err());
    Element suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
    assertEquals("4", suite.getAttribute("tests"));
    assertEquals("1", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    Element failure = (Element) suites.getElementsByTagName("failure").item(0);
    assertTrue(failure.getAttribute("message").contains("--min-top1 1.0"));
    Element failed = (Element) suites.getElementsByTagName("error").item(0).getParentNode();
    assertTrue(failed.getAttribute("name").endsWith("002.png"));
  }
}
