package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Ranges;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command: its options under headings, and a synopsis that names only what has to be
 * given. (Picocli's own groups take no mixins, of which the commands are made.)
 */
final class GroupedHelp extends Help {
  /** So that it reads alike in every terminal, in a pipe and in this project's tests. */
  static final int COLUMNS = 80;

  /** Of options that are longer the description begins on the next line. */
  static final int NAMES = 22;

  GroupedHelp(CommandSpec command, ColorScheme colors) {
    super(command, colors);
  }

  @Override
  public String synopsis(int headingLength) {
    List<String> words = new ArrayList<>();
    words.add(commandSpec().qualifiedName());
    for (OptionSpec option : commandSpec().options()) {
      if (option.required()) {
        words.add(Ranges.name(option) + " " + option.paramLabel());
      }
    }
    if (!commandSpec().subcommands().isEmpty()) {
      words.add(commandSpec().usageMessage().synopsisSubcommandLabel());
    }
    words.add("[OPTIONS]");
    commandSpec().positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .map(
            parameter ->
                parameterLabelRenderer()
                    .renderParameterLabel(parameter, ansi(), List.of())
                    .toString())
        .forEach(words::add);
    return String.join(" ", words) + "\n";
  }

  @Override
  public String parameterList() {
    String list = super.parameterList();
    return list.isEmpty() ? list : "\n" + list;
  }

  @Override
  public String commandListHeading(Object... params) {
    return commandSpec().subcommands().isEmpty() ? "" : "\nCommands:\n";
  }

  /** What commands there are comes before the options, of which such a command has few. */
  static List<String> sectionKeys(List<String> keys) {
    List<String> ordered = new ArrayList<>(keys);
    List<String> commands =
        List.of(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    ordered.removeAll(commands);
    ordered.addAll(ordered.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
    return ordered;
  }

  @Override
  public String optionList() {
    Map<Heading.Section, List<OptionSpec>> sections = new EnumMap<>(Heading.Section.class);
    List<OptionSpec> shown =
        commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    for (OptionSpec option : shown) {
      section(option)
          .ifPresent(
              section -> sections.computeIfAbsent(section, key -> new ArrayList<>()).add(option));
    }
    return sections.entrySet().stream()
        .map(section -> "\n" + section.getKey().title() + ":\n" + list(section.getValue(), shown))
        .collect(Collectors.joining());
  }

  /**
   * @param all whose names decide how wide the column of names is
   */
  private String list(List<OptionSpec> options, List<OptionSpec> all) {
    Layout layout = createDefaultLayout(all, commandSpec().positionalParameters(), colorScheme());
    layout.addOptions(
        options.stream().map(GroupedHelp::asOfToday).toList(), parameterLabelRenderer());
    // Lines are broken behind the dot of a suffix too.
    return layout.toString().replaceAll(" \\.\n( +)(?=\\w)", "\n$1.");
  }

  /** An option without the long names that it has had before, which still work. */
  private static OptionSpec asOfToday(OptionSpec option) {
    String today = Ranges.name(option);
    String[] names =
        Arrays.stream(option.names())
            .filter(name -> !name.startsWith("--") || name.equals(today))
            .toArray(String[]::new);
    return names.length == option.names().length
        ? option
        : OptionSpec.builder(option).names(names).build();
  }

  /** Empty for an option that no help shows, as picocli's own. */
  static Optional<Heading.Section> section(ArgSpec option) {
    if (!(option.userObject() instanceof Field field)) {
      return Optional.empty();
    }
    Heading heading = field.getAnnotation(Heading.class);
    return Optional.ofNullable(
            heading == null ? field.getDeclaringClass().getAnnotation(Heading.class) : heading)
        .map(Heading::value);
  }
}
