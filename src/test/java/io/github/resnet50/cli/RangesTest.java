package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.Ranges;
import io.github.resnet50.cli.options.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class RangesTest {
  @Command(name = "c")
  static final class Options {
    @Range(min = 1, max = 8)
    @Option(names = "--count", split = ",")
    List<Integer> counts;

    @Range(min = 1)
    @Option(names = "--most")
    Long most;

    @Range(min = 0, aboveMin = true, max = 60, maxInWords = "a minute", unit = "seconds")
    @Option(names = "--wait")
    double wait = 1;

    @Range(min = 0, max = 1, aboveMin = true, belowMax = true)
    @Option(names = "--share")
    Double share;

    @Range(min = 0, max = 1, belowMax = true)
    @Option(names = "--dropout")
    double dropout;

    @Range(min = 1, max = 1024, or = "auto", whole = true)
    @Option(names = {"-b", "--batch"})
    String batch = "auto";
  }

  private static void check(String... arguments) throws UsageException {
    CommandLine line = new CommandLine(new Options());
    line.parseArgs(arguments);
    Ranges.check(line.getCommandSpec());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --count=1,9    | --count 9: expected 1 to 8
          --most=0       | --most 0: expected 1 or more
          --wait=0       | --wait 0: expected seconds, more than 0, at most a minute
          --wait=NaN     | --wait NaN: expected seconds, more than 0, at most a minute
          --share=1      | --share 1: expected between 0 and 1
          --dropout=1.0  | --dropout 1: expected 0 or more, less than 1
          --batch=0      | --batch 0: expected auto, or 1 to 1024
          --batch=8.5    | --batch 8.5: expected auto, or 1 to 1024
          --batch=many   | --batch many: expected auto, or 1 to 1024
          """)
  void whatIsOutOfRangeIsNamedWithTheRange(String argument, String message) {
    assertEquals(message, assertThrows(UsageException.class, () -> check(argument)).getMessage());
  }

  @Test
  void limitsThemselvesAndAbsentOptionsAreInRange() {
    assertDoesNotThrow(() -> check());
    assertDoesNotThrow(
        () -> check("--count=1,8", "--most=1", "--wait=60", "--share=0.5", "--batch=1024"));
  }
}
