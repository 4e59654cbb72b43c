package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsFileTest {
  @TempDir Path folder;
  private Cli cli;
  private Path file;
  private String photos;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder);
    file = Files.createDirectories(folder.resolve("config/resnet50")).resolve("options.properties");
    photos = Files.createDirectory(folder.resolve("photos")).toString();
  }

  private Result classify(String text, String... more) throws IOException {
    Files.writeString(file, text);
    return cli.run(Cli.args(List.of("classify", "-m", "demo"), more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resnet50.classify.batchsize=8         | resnet50.classify.batch-size
          resnet50.clasify.batch-size=8         | resnet50.classify.batch-size
          bach-size=8                           | batch-size
          resnet50.classify.--top-k=3           | resnet50.classify.top-k
          resnet50.models.list.jsn=true         | resnet50.models.list.json
          """)
  void anUnknownKeyIsNamedWithItsLineAndTheNearestOne(String line, String nearest)
      throws IOException {
    Result result = classify("# mine\n\n" + line + "\n", photos);
    assertEquals(ExitCode.USAGE, result.exitCode());
    String key = line.substring(0, line.indexOf('='));
    assertEquals(
        "resnet50: "
            + file
            + ", line 3: no option is called "
            + key
            + "; did you mean "
            + nearest
            + "?\n",
        result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          top-k=many                            | --top-k
          resnet50.classify.top-k=0             | --top-k 0
          resnet50.classify.batch-size=2000     | --batch-size 2000
          resnet50.classify.hidden=perhaps      | --hidden
          resnet50.classify.format=xml          | --format
          resnet50.classify.shard=9/2           | 9/2
          resnet50.classify.files-from=nowhere  | --files-from nowhere
          """)
  void aBadValueIsNamedWithItsLine(String line, String what) throws IOException {
    Result result = classify("\n" + line + "\n", photos);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(what), result.err());
    assertTrue(result.err().contains("(" + file + ", line 2)"), result.err());
  }

  @Test
  void aValueOfTheCommandLineIsNotTakenForOneOfTheFile() throws IOException {
    Result result = classify("top-k=3\n", photos, "-k", "0");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("resnet50: --top-k 0: expected 1 or more\n", result.err());
  }

  @Test
  void aKeyThatIsThereTwiceIsAnError() throws IOException {
    Result result = classify("top-k=3\n# again\ntop-k=4\n", photos);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("resnet50: " + file + ", line 3: top-k is on line 1 too\n", result.err());
  }

  @Test
  void verboseSaysWhatCameFromTheFile() throws IOException {
    Result result = classify("resnet50.top-k=3\nbatch-size=\\\n  4\n", photos, "-v", "-k", "2");
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(file + ", line 2: --batch-size 4\n"), result.err());
    assertTrue(!result.err().contains("line 1"), result.err());
    assertTrue(!classify("top-k=3\n", photos).err().contains("line 1"), "without -v");
  }

  @Test
  void theNarrowestKeyCounts() throws IOException {
    Result result =
        classify("top-k=0\nresnet50.top-k=0\nresnet50.classify.top-k=1\n", photos, "-v");
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("line 3: --top-k 1\n"), result.err());
  }

  @Test
  void helpIsThereWhateverTheFileHolds() throws IOException {
    Files.writeString(file, "resnet50.classify.nonsense=1\nresnet50.classify.top-k=many\n");
    assertEquals(ExitCode.OK, cli.run("--help").exitCode());
    assertEquals(ExitCode.OK, cli.run("help", "classify").exitCode());
    assertEquals(ExitCode.OK, cli.run("generate-completion").exitCode());
    assertEquals(ExitCode.OK, cli.run("classify", "--version").exitCode());
  }

  @Test
  void aFolderOfThatNameIsAnError() throws IOException {
    Files.createDirectory(file);
    Result result = cli.run("models", "list");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().startsWith("resnet50: cannot read " + file), result.err());
    assertEquals(1, result.errLines().size());
  }

  @Test
  void aFileThatIsNoTextOrALinkToNothingIsAnError() throws IOException {
    Files.write(file, new byte[] {'#', (byte) 0xe9, '\n'});
    String cannotRead = "resnet50: cannot read " + file + ": ";
    assertEquals(cannotRead + "it is not UTF-8\n", cli.run("models", "list").err());
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("nowhere"));
    Result result = cli.run("models", "list");
    assertEquals(cannotRead + "no such file\n", result.err());
    assertEquals(ExitCode.USAGE, result.exitCode());
  }

  @Test
  void aFileOfArgumentsThatIsMissingIsAnErrorAndAPathOfThatNameIsNone() throws IOException {
    Result result = cli.run("classify", "@nowhere.txt");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(
        "resnet50: @nowhere.txt: there is no file nowhere.txt to read arguments from"
            + " (@@nowhere.txt means @nowhere.txt itself)\n",
        result.err());
    Path arguments = Files.writeString(folder.resolve("arguments"), "-m\ndemo\n" + photos + "\n");
    assertEquals(ExitCode.NO_IMAGE, cli.run("classify", "@" + arguments).exitCode());
  }
}
