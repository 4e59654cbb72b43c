package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command line names and is not there, or cannot be meant, is an error by name. */
class NamedAndMissingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classify -m demo PHOTOS --include [a           | --include: glob '[a'
          classify -m demo PHOTOS --exclude [a           | --exclude: glob '[a'
          classify -m demo PHOTOS --max-depth 0          | --max-depth: depth 0
          classify -m demo PHOTOS --shard 3/2            | --shard 3/2
          classify -m demo --files-from NOWHERE          | --files-from NOWHERE
          classify -m demo PHOTOS @NOWHERE               | @NOWHERE
          classify -m demo PHOTOS -o NOWHERE/x.csv       | NOWHERE
          evaluate -m demo PHOTOS --labels NOWHERE       | --labels NOWHERE
          evaluate --predictions NOWHERE.csv             | --predictions NOWHERE.csv
          evaluate -m demo NOWHERE                       | resnet50: NOWHERE: no such file or directory
          evaluate -m demo NOWHERE NO                    | none of 2 paths exists, from NOWHERE on
          compare demo random --images NOWHERE           | --images NOWHERE: no such file or directory
          adapt -m demo --name x --train NOWHERE         | --train NOWHERE
          adapt -m demo --name x --train PHOTOS --val NO | --val NO
          models compress demo --int8 --calibrate NO     | --calibrate NO
          models compress demo --int8 --evaluate NO      | --evaluate NO
          models verify demo --images NO                 | --images NO
          explain -m demo PHOTOS --method cam --layer x --include *.[ | --include: glob
          bench -m demo PHOTOS --exclude [a              | --exclude: glob
          merge all.csv NOWHERE.csv                      | NOWHERE.csv
          """)
  void isWrongUsage(String line, String named) throws IOException {
    Result result = run(line);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(named), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @CsvSource({"classify -o OUT.csv", "features -o OUT.npy", "explain -o OUT"})
  void whereNoPathExistsNothingIsWritten(String line) throws IOException {
    String command = line.replace("OUT", folder.resolve("out").toString()) + " -m demo ";
    for (String quiet : List.of("", "-q ")) {
      Result result = run(command + quiet + "NOWHERE");
      assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
      String expected = "resnet50: NOWHERE: no such file or directory; nothing is written\n";
      assertTrue(result.err().endsWith(expected), result.err());
    }
    assertEquals(
        List.of(), Folders.names(folder).stream().filter(n -> n.startsWith("out")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "classify -m no/where PHOTOS, no model 'no/where': there is no such directory",
    "models verify ./nowhere, no model './nowhere': there is no such directory",
    "bench -m demo --compare no/where, no model 'no/where': there is no such directory",
    "classify -m nowhere PHOTOS, no model 'nowhere': it is neither a directory nor in the store"
  })
  void isAModelThatIsNotAvailable(String line, String named) throws IOException {
    Result result = run(line);
    assertEquals(ExitCode.MODEL, result.exitCode(), result.err());
    assertTrue(result.err().startsWith("resnet50: " + named), result.err());
  }

  private Result run(String line) throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos/class"));
    Files.write(photos.resolve("a.jpg"), new byte[] {1});
    String text = line.replace("PHOTOS", photos.getParent().toString());
    return new Cli(folder.resolve("home")).run(text.split(" +"));
  }
}
