package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Ranges;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  @TempDir Path home;

  /** All of them, by the names with which they are called. */
  static Stream<CommandLine> commands() {
    return all(Main.commands(Context.ofProcess(null, null)));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyHelpFitsInto80ColumnsAndHasExamples(CommandLine command) {
    String help = command.getUsageMessage();
    help.lines().forEach(line -> assertTrue(line.length() <= 80 && !line.endsWith(" ."), line));
    assertTrue(help.contains("\nExamples:\n  "), help);
    Arrays.stream(command.getCommandSpec().usageMessage().footer())
        .filter(line -> line.startsWith("  "))
        .forEach(line -> assertTrue(line.length() <= 80, "an example is not wrapped: " + line));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionStandsUnderAHeadingOnce(CommandLine command) {
    List<String> lines = command.getUsageMessage().lines().toList();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        String heading =
            GroupedHelp.section(option)
                .orElseThrow(() -> new AssertionError(option.longestName() + " has no heading"))
                .title();
        int from = lines.indexOf(heading + ":");
        String name =
            option.negatable()
                ? Ranges.name(option).replaceFirst("^--(no-)?", "--[no-]")
                : Ranges.name(option);
        String pattern = "  ?(-\\w,|   ) " + Pattern.quote(name) + "([ =\\[].*)?";
        List<Integer> places =
            Stream.iterate(0, i -> i + 1)
                .limit(lines.size())
                .filter(i -> lines.get(i).matches(pattern))
                .toList();
        assertEquals(1, places.size(), name + " in\n" + String.join("\n", lines));
        assertTrue(from >= 0 && from < places.get(0), name + " under " + heading);
      }
    }
  }

  @Test
  void anOptionHasTheSameNamesInEveryCommand() {
    Map<String, Set<String>> shortNames = new HashMap<>();
    Map<String, Set<String>> longNames = new HashMap<>();
    commands()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(option -> !option.hidden() && !isNameOfAnOutputOfAModel(option))
        .forEach(
            option -> {
              String shortName =
                  option.shortestName().startsWith("--") ? "" : option.shortestName();
              String longName = Ranges.name(option);
              longNames.computeIfAbsent(longName, key -> new TreeSet<>()).add(shortName);
              if (!shortName.isEmpty()) {
                shortNames.computeIfAbsent(shortName, key -> new TreeSet<>()).add(longName);
              }
            });
    longNames.forEach((name, others) -> assertEquals(1, others.size(), name + ": " + others));
    shortNames.forEach((name, others) -> assertEquals(1, others.size(), name + ": " + others));
  }

  /** {@code models import --output}, which is fixed by the contract. */
  private static boolean isNameOfAnOutputOfAModel(OptionSpec option) {
    CommandSpec command = option.command();
    return command.name().equals("import") && option.longestName().equals("--output");
  }

  @Test
  void helpShowsTheHelpOfACommand() {
    Cli cli = new Cli(home);
    for (List<String> names :
        List.of(
            List.<String>of(),
            List.of("classify"),
            List.of("models"),
            List.of("models", "import"))) {
      Result byCommand = cli.run(Cli.args(List.of("help"), names.toArray(String[]::new)));
      Result byOption = cli.run(Cli.args(names, "--help"));
      assertEquals(ExitCode.OK, byCommand.exitCode(), byCommand.err());
      assertEquals(byOption.out(), byCommand.out());
      assertEquals("", byCommand.err());
    }
    assertEquals(cli.run("models", "list", "-h").out(), cli.run("models", "help", "list").out());
  }

  @Test
  void helpOfAnUnknownCommandIsWrongUsageAndSuggestsTheRightOne() {
    Result result = new Cli(home).run("help", "clasify");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("", result.out());
    assertEquals("resnet50: no command is called 'clasify'", result.errLines().get(0));
    assertTrue(result.errLines().get(1).contains("classify"), result.err());
  }

  @Test
  void whatHasToBeGivenStandsInTheFirstLine() {
    Result result = new Cli(home).run("adapt", "--help");
    assertEquals(
        "Usage: resnet50 adapt --train DIR --name NAME [OPTIONS]", result.outLines().get(0));
  }

  @Test
  void aModelIsNoOptionOfCompareInItsHelpAndIsRefusedWithAHint() {
    Cli cli = new Cli(home);
    assertTrue(!cli.run("compare", "--help").out().contains("--model"));
    Result result = cli.run("compare", "-m", "demo", "a.csv", "b.csv");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("models are given as A and B"), result.err());
  }
}
