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
  void bothOfOneRunAreUsedTogether() {
    Result both =
        run(
            "evaluate",
            images.toString(),
            "--fit-temperature",
            "--save-temperature",
            "--tpr",
            "0.8",
            "--save-thresholds");
    assertEquals(ExitCode.OK, both.exitCode(), both.err());
    assertTrue(both.out().contains("An image is uncertain where, at temperature 0.05"), both.out());
    assertTrue(both.out().contains("each tried with the thresholds of the other"), both.out());
    List<String> flags =
        run("classify", images.toString(), "--flag-uncertain", "--calibrated")
            .out()
            .lines()
            .skip(1)
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .toList();
    assertEquals(20, flags.size());
    assertEquals(4, flags.stream().filter("true"::equals).count(), flags.toString());
    assertUsage(
        "with --calibrated (temperature 0.05", "classify", images.toString(), "--flag-uncertain");
    // Of another temperature: still there, and refused by name.
    run(
        "evaluate",
        images.toString(),
        "--fit-temperature",
        "--fit-fraction",
        "0.3",
        "--save-temperature");
    run("evaluate", images.toString(), "--calibrated", "--save-thresholds");
    assertEquals(
        ExitCode.OK,
        run("classify", images.toString(), "--flag-uncertain", "--calibrated").exitCode());
  }

  @Test
  void whereNothingIsRightEarlierThresholdsStay() throws IOException {
    run("evaluate", images.toString(), "--save-thresholds");
    Path wrong = folder.resolve("wrong");
    Files.createDirectories(wrong.resolve("1"));
    TestImages.plain(wrong.resolve("1").resolve("a.png"), 8, 8, new Color(200, 50, 50));
    Result none = cli.run("evaluate", wrong.toString(), "--save-thresholds", "-m", model);
    assertEquals(ExitCode.OK, none.exitCode(), none.err());
    assertTrue(none.err().contains("no image is right; those of an earlier run stay"), none.err());
    assertTrue(none.out().contains("no image is right, so that nothing can be said"), none.out());
    assertEquals(ExitCode.OK, run("classify", images.toString(), "--flag-uncertain").exitCode());
  }

  @Test
  void aTemperatureThatMakesThingsWorseIsNotKept() throws IOException {
    // Fitted where all is right, tried where one is wrong: which is which goes by name and seed.
    Path mixed = folder.resolve("mixed");
    for (int i = 0; i < 6; i++) {
      Path image = mixed.resolve(i == 0 ? "1" : "0").resolve(i + ".png");
      Files.createDirectories(image.getParent());
      TestImages.plain(image, 8, 8, new Color(150, 50, 50));
    }
    int refused = 0;
    for (int seed = 1; seed <= 6; seed++) {
      Cli fresh = new Cli(folder.resolve("home" + seed));
      Result result =
          fresh.run(
              "evaluate",
              mixed.toString(),
              "--fit-temperature",
              "--save-temperature",
              "--seed",
              "" + seed,
              "-m",
              model);
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      boolean worse = result.out().contains("T makes NLL worse");
      assertEquals(worse, result.err().contains("no temperature is kept"), result.err());
      Result applied = fresh.run("classify", mixed.toString(), "--calibrated", "-m", model);
      assertEquals(worse ? ExitCode.USAGE : ExitCode.OK, applied.exitCode(), applied.err());
      refused += worse ? 1 : 0;
    }
    assertTrue(refused > 0);
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
