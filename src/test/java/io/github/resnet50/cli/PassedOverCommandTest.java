package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command that walks folders says what it passed over, and takes the same options. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class PassedOverCommandTest {
  private static final String NOTE =
      "resnet50: 4 files that look like photographs were not taken: 2 .jp2, 1 .psd (cannot be"
          + " read; convert them, to JPEG say), 1 symbolic link (--follow-links); not entered: 1"
          + " @eaDir (of the system; --hidden)";

  @TempDir Path folder;
  private Cli cli;
  private Path images; // class folders, with other things
  private Path strange; // class folders without an image
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
    images = folder.resolve("images");
    Random random = new Random(4);
    List<String> classes = List.of("red", "green", "blue");
    for (int c = 0; c < classes.size(); c++) {
      for (int i = 0; i < 4; i++) {
        TestImages.blocks(images.resolve(classes.get(c)).resolve(i + ".png"), 32, c, random);
      }
    }
    write("images/red/1.JP2", "images/green/2.jp2", "images/blue/3.psd", "images/labels.csv");
    Files.createDirectories(images.resolve("@eaDir"));
    Files.copy(images.resolve("red/0.png"), images.resolve("@eaDir/0.png"));
    Files.createSymbolicLink(images.resolve("red/l.png"), Path.of("0.png"));
    strange = folder.resolve("strange");
    write("strange/red/1.jp2", "strange/green/2.jp2");
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "no image");
    }
  }

  /** A command line that walks a folder, with output in files where it can have it. */
  private String[] line(String command, Path walked, String... more) {
    String in = walked.toString();
    String out = folder.resolve("out").toString();
    List<String> fixed =
        switch (command) {
          case "classify" -> List.of("classify", "-m", model, in);
          case "evaluate" -> List.of("evaluate", "-m", model, in);
          case "explain" -> List.of("explain", "-m", model, in, "-o", out, "--method", "occlusion");
          case "features" -> List.of("features", "-m", model, in, "-o", out + ".csv");
          case "bench" ->
              List.of(
                  "bench",
                  "-m",
                  model,
                  in,
                  "--repeats",
                  "1",
                  "--seconds",
                  "0.01",
                  "--warm-up",
                  "0.01",
                  "--batch-size",
                  "1",
                  "--threads",
                  "1");
          case "compare" -> List.of("compare", model, model, "--images", in);
          case "adapt" ->
              List.of(
                  "adapt",
                  "-m",
                  model,
                  "--train",
                  in,
                  "--name",
                  "mine",
                  "--epochs",
                  "2",
                  "--permute-labels");
          case "verify" -> List.of("models", "verify", model, "--images", in);
          case "compress" -> List.of("models", "compress", model, "--int8", "--calibrate", in);
          default -> throw new IllegalArgumentException(command);
        };
    return Cli.args(fixed, more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"classify", "evaluate", "explain", "features", "bench", "compare", "verify"})
  void aRunEndsWithOneNote(String command) {
    Result result = cli.run(line(command, images));
    assertEquals(1, result.errLines().stream().filter(NOTE::equals).count(), result.err());
    List<Integer> expected =
        command.equals("verify")
            ? List.of(ExitCode.OK, ExitCode.SCORE_MISSED)
            : List.of(ExitCode.OK);
    assertTrue(expected.contains(result.exitCode()), result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify",
        "evaluate",
        "explain",
        "features",
        "bench",
        "compare",
        "adapt",
        "verify"
      })
  void quietMeansNoNote(String command) {
    Result result = cli.run(line(command, images, "-q"));
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify",
        "evaluate",
        "explain",
        "features",
        "bench",
        "compare",
        "adapt",
        "verify",
        "compress"
      })
  void whereNothingIsFoundOneLineSaysWhatIsThere(String command) {
    Result result = cli.run(line(command, strange, "-q"));
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(
        result
            .err()
            .startsWith(
                "resnet50: no image found; nothing is written; not taken: 2 .jp2 (cannot be read;"
                    + " convert them, to JPEG say)"),
        result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify",
        "evaluate",
        "explain",
        "features",
        "bench",
        "compare",
        "adapt",
        "verify",
        "compress"
      })
  void optionsOfTheWalkAreThereAndMean(String command) throws IOException {
    assertEquals(
        new TreeSet<>(options(CommandSpec.forAnnotatedObject(new WalkOptions()))),
        new TreeSet<>(walkOptions(command)),
        command);
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("red"), images.resolve("red"));
    Result without = cli.run(line(command, linked, "-q"));
    assertEquals(ExitCode.NO_IMAGE, without.exitCode(), without.err());
    assertTrue(
        without.err().contains("1 symbolic link to a folder (--follow-links)"), without.err());
    Result excluded = cli.run(line(command, images, "-q", "--exclude", "*.png"));
    assertEquals(ExitCode.NO_IMAGE, excluded.exitCode(), excluded.err());
    assertTrue(excluded.err().contains("13 that --exclude matches"), excluded.err());
  }

  private static Set<String> options(CommandSpec command) {
    return command.options().stream()
        .map(option -> option.longestName())
        .collect(Collectors.toSet());
  }

  private static Set<String> walkOptions(String command) {
    CommandLine root = Main.commands(Context.ofProcess(null, null));
    CommandLine found =
        Set.of("verify", "compress").contains(command)
            ? root.getSubcommands().get("models").getSubcommands().get(command)
            : root.getSubcommands().get(command);
    Set<String> names = options(found.getCommandSpec());
    names.retainAll(options(CommandSpec.forAnnotatedObject(new WalkOptions())));
    return names;
  }

  @Test
  void theTimingReportAndThePageHaveTheCounts() throws IOException {
    Path timings = folder.resolve("t.json");
    Path page = folder.resolve("p.html");
    Result result =
        cli.run(
            line("classify", images, "--timings", timings.toString(), "--html", page.toString()));
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    JsonObject passed =
        Json.object(timings).getAsJsonObject("images").getAsJsonObject("passed_over");
    assertEquals(4, passed.get("photographs").getAsInt());
    assertEquals("{\"csv\":1,\"jp2\":2,\"psd\":1}", passed.get("suffixes").toString());
    assertEquals("{\"@eaDir\":1}", passed.get("system_folders").toString());
    assertEquals(
        "{\"suffix\":{\"files\":4,\"photographs\":3,\"folders\":0,\"image_folders\":0},"
            + "\"link\":{\"files\":1,\"photographs\":1,\"folders\":0,\"image_folders\":0},"
            + "\"system\":{\"files\":0,\"photographs\":0,\"folders\":1,\"image_folders\":0}}",
        passed.get("reasons").toString());
    String html = Files.readString(page);
    assertTrue(html.contains("4 files that look like photographs were not taken: 2 .jp2"), html);
  }

  @Test
  void everyShardCountsTheSameWalk() {
    Result result = cli.run(line("classify", images, "--shard", "12/12"));
    assertTrue(result.errLines().contains(NOTE), result.err());
    Result empty = cli.run(line("classify", images, "--shard", "13/13", "-q"));
    assertEquals(ExitCode.NO_IMAGE, empty.exitCode());
    assertEquals(
        "resnet50: no image found in shard 13/13: the whole walk has 12; nothing is written\n",
        empty.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "adapt", "verify"})
  void aClassFolderWithoutAnImageIsTold(String command) throws IOException {
    Files.createDirectories(images.resolve("yellow"));
    write("images/black/1.jp2", "images/white/notes.txt");
    Result result = cli.run(line(command, images));
    assertTrue(
        result.err().contains("3 class folders have no image and are left out: "), result.err());
    for (String text : List.of("black (1 .jp2)", "white (1 .txt)", "yellow (empty)")) {
      assertTrue(result.err().contains(images.resolve(text).toString()), result.err());
    }
  }

  @Test
  void adaptTakesNoFolderOfTheSystemForAClass() throws IOException {
    Path report = folder.resolve("r.json");
    Result result = cli.run(line("adapt", images, "--report", report.toString()));
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertFalse(result.out().contains("@eaDir"), result.out());
    assertEquals(3, Json.object(report).getAsJsonArray("classes").size());
    String warnings = Json.object(report).getAsJsonArray("warnings").toString();
    assertTrue(warnings.contains("4 files that look like photographs were not taken"), warnings);
    assertTrue(result.err().contains("warning: 4 files that look like photographs"), result.err());
  }

  @Test
  void adaptSaysWhyTooFewClassesAreLeft() throws IOException {
    for (String name : List.of("green", "blue")) {
      for (int i = 0; i < 4; i++) {
        Files.delete(images.resolve(name).resolve(i + ".png"));
      }
    }
    Result result = cli.run(line("adapt", images, "-q"));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(
        result.err().contains("found only red; 2 class folders have no image"), result.err());
  }

  @Test
  void foldersToJudgeByAreWalkedByTheSameRules() throws IOException {
    Path judge = Files.createDirectory(folder.resolve("judge"));
    for (String name : List.of("red", "green", "blue")) {
      Path real = folder.resolve("elsewhere").resolve(name);
      TestImages.blocks(real.resolve("9.png"), 32, 1, new Random(name.hashCode()));
      Files.createSymbolicLink(judge.resolve(name), real);
    }
    Result without = cli.run(line("adapt", images, "--val", judge.toString()));
    assertEquals(ExitCode.USAGE, without.exitCode());
    assertTrue(without.err().contains("--follow-links"), without.err());
    Result followed = cli.run(line("adapt", images, "--val", judge.toString(), "--follow-links"));
    assertEquals(ExitCode.OK, followed.exitCode(), followed.err());
  }

  @Test
  void aNamedFolderIsTakenThoughItIsTheSystemsOrHiddenOrALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), images.resolve("red"));
    Files.createDirectories(folder.resolve(".hidden"));
    Files.copy(images.resolve("red/0.png"), folder.resolve(".hidden/0.png"));
    for (String name : List.of("images/@eaDir", "link", ".hidden")) {
      Result result = cli.run(line("classify", folder.resolve(name), "-q"));
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
    }
  }
}
