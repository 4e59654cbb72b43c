package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
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

/** What evaluate learns and classify applies, on a fake model of red, green and blue. */
@Timeout(30)
class ConfidenceTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = folder.resolve("images");
    Files.createDirectories(images.resolve("0"));
    for (int i = 0; i < 20; i++) {
      TestImages.plain(
          images.resolve("0").resolve("%02d.png".formatted(i)),
          8,
          8,
          new Color(60 + 5 * i, 50, 50));
    }
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  @Test
  void aTemperatureIsFittedKeptAndApplied() {
    assertUsage("no temperature is kept", "classify", images.toString(), "--calibrated");
    // Always right and never sure: the colder, the better.
    Result fitted = run("evaluate", images.toString(), "--fit-temperature", "--save-temperature");
    assertEquals(ExitCode.OK, fitted.exitCode(), fitted.err());
    assertTrue(fitted.out().contains("Temperature 0.05"), fitted.out());
    Result plain = run("classify", images.toString(), "-k", "1");
    Result calibrated = run("classify", images.toString(), "-k", "1", "--calibrated");
    assertEquals(ExitCode.OK, calibrated.exitCode(), calibrated.err());
    assertTrue(lastProbability(plain) < 0.7, plain.out());
    assertTrue(lastProbability(calibrated) > 0.99, calibrated.out());
    Result evaluated = run("evaluate", images.toString(), "--calibrated");
    assertTrue(evaluated.out().contains("calibrated with T = 0.05"), evaluated.out());
  }

  @Test
  void scoresStandAtTheEndOfRecords() throws Exception {
    Files.writeString(images.resolve("broken.png"), "no image");
    List<String> lines =
        run("classify", images.toString(), "-k", "1", "--scores").out().lines().toList();
    assertTrue(
        lines.get(0).endsWith(",top1_prob,max_softmax,entropy,energy,contrast"), lines.get(0));
    assertTrue(lines.get(1).endsWith(",,,,,,,,,,"), "failed: " + lines.get(1));
    String[] cells = lines.get(2).split(",", -1);
    assertEquals(cells[8], cells[9], "top-1 is the largest");
    assertEquals("", cells[11], "the fake gives no logits");
    assertEquals("0", cells[12], "an image of a single colour");
    String json = run("classify", images.toString(), "-f", "jsonl", "--scores").out();
    assertTrue(
        json.lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .matches(
                ".*\"scores\":\\{\"max_softmax\":0\\.\\d+,\"entropy\":[\\d.]+,\"contrast\":0}}"),
        json);
    List<String> without = run("classify", images.toString(), "-k", "1").out().lines().toList();
    assertTrue(lines.get(2).startsWith(without.get(2) + ","), "nothing else changes");
  }

  @Test
  void uncertainImagesAreFlaggedByTheKeptThreshold() {
    assertUsage("no threshold of max_softmax", "classify", images.toString(), "--flag-uncertain");
    assertEquals(
        ExitCode.OK,
        run("evaluate", images.toString(), "--tpr", "0.8", "--save-thresholds").exitCode());
    List<String> flags =
        run("classify", images.toString(), "--flag-uncertain")
            .out()
            .lines()
            .skip(1)
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .toList();
    assertEquals(
        Stream.concat(
                Stream.generate(() -> "true").limit(4), Stream.generate(() -> "false").limit(16))
            .toList(),
        flags);
    assertUsage("no threshold of energy", "classify", images.toString(), "--flag-uncertain=energy");
    run("evaluate", images.toString(), "--fit-temperature", "--save-temperature");
    assertUsage(
        "was found without --calibrated",
        "classify",
        images.toString(),
        "--flag-uncertain",
        "--calibrated");
  }

  @Test
  void whatDoesNotGoTogetherIsTold() {
    assertUsage("goes with --fit-temperature", "evaluate", images.toString(), "--save-temperature");
    assertUsage(
        "--tpr 0: expected more than 0, at most 1", "evaluate", images.toString(), "--tpr", "0");
    assertUsage(
        "--fit-fraction 1: expected between 0 and 1",
        "evaluate",
        images.toString(),
        "--fit-fraction",
        "1");
  }

  private static double lastProbability(Result result) {
    String last = result.outLines().get(result.outLines().size() - 1);
    return Double.parseDouble(last.substring(last.lastIndexOf(',') + 1));
  }

  private void assertUsage(String word, String... arguments) {
    Result result = run(arguments);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(word), result.err());
  }

  private Result run(String... arguments) {
    return cli.run(List.of(arguments), "-q", "-m", model);
  }
}
