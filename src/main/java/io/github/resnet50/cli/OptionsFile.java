package io.github.resnet50.cli;

import io.github.resnet50.basics.NearestWord;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.Ranges;
import io.github.resnet50.cli.options.UsageException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The user's default options: Java properties, whose keys are options' long names, for one command
 * ({@code resnet50.classify.batch-size}), all below one ({@code resnet50.models.json}) or every one
 * that has it ({@code resnet50.quiet}, {@code quiet}). The narrowest counts.
 */
final class OptionsFile implements IDefaultValueProvider {

  private final Path file;
  private final Map<String, Entry> entries;
  private final UsageException unreadable; // null: it could be read

  /**
   * A line of the file.
   *
   * @param line its number, from 1
   */
  private record Entry(int line, String key, String value) {}

  private OptionsFile(Path file, Map<String, Entry> entries, UsageException unreadable) {
    this.file = file;
    this.entries = entries;
    this.unreadable = unreadable;
  }

  /** Reads a file; what is wrong with it, {@link #check} tells. */
  static OptionsFile read(Path file) {
    try {
      return new OptionsFile(file, entries(file), null);
    } catch (UsageException e) {
      return new OptionsFile(file, Map.of(), e);
    } catch (IOException e) {
      String why =
          e instanceof CharacterCodingException
              ? "it is not UTF-8"
              : e instanceof NoSuchFileException ? "no such file" : SafeFiles.reason(e);
      String reason = "cannot read " + file + ": " + why;
      return new OptionsFile(file, Map.of(), new UsageException(reason, e));
    }
  }

  private static Map<String, Entry> entries(Path file) throws IOException, UsageException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder text = new StringBuilder(lines.get(i));
      while (goesOn(text) && i + 1 < lines.size()) {
        text.append('\n').append(lines.get(++i));
      }
      for (Entry entry : entries(file, first + 1, text.toString())) {
        Entry earlier = entries.put(entry.key(), entry);
        if (earlier != null) {
          throw new UsageException(
              at(file, entry) + ": " + entry.key() + " is on line " + earlier.line() + " too");
        }
      }
    }
    return entries;
  }

  private static boolean goesOn(CharSequence line) {
    Matcher backslashes = Pattern.compile("(?s)^\\s*[^#!\\s].*?(\\\\+)$").matcher(line);
    return backslashes.find() && backslashes.group(1).length() % 2 == 1;
  }

  private static List<Entry> entries(Path file, int number, String text)
      throws IOException, UsageException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ", line " + number + ": " + e.getMessage(), e);
    }
    return properties.stringPropertyNames().stream()
        .map(key -> new Entry(number, key, properties.getProperty(key).strip()))
        .toList();
  }

  private static String at(Path file, Entry entry) {
    return file + ", line " + entry.line();
  }

  @Override
  public String defaultValue(ArgSpec option) {
    return entry(option).map(Entry::value).orElse(null);
  }

  private Optional<Entry> entry(ArgSpec option) {
    for (String name : names(option)) {
      for (String prefix : prefixes(option.command())) {
        Entry entry = entries.get(prefix + name);
        if (entry != null) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  /** Those that keys may have. */
  private static List<String> names(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      return option.usageHelp() || option.versionHelp()
          ? List.of()
          : Arrays.stream(option.names())
              .filter(name -> name.startsWith("--"))
              .map(name -> name.substring(2))
              .toList();
    }
    return List.of(((PositionalParamSpec) argument).paramLabel());
  }

  /** What may stand before the name of a command's option, the narrowest first. */
  private static List<String> prefixes(CommandSpec command) {
    List<String> prefixes = new ArrayList<>();
    for (CommandSpec at = command; at != null; at = at.parent()) {
      prefixes.add(at.qualifiedName(".") + ".");
    }
    prefixes.add("");
    return prefixes;
  }

  /**
   * Checks that there is an option for every key.
   *
   * @throws UsageException that names the line and the key that is most like the unknown one, or
   *     says why the file could not be read: a line that is no property, or a key that is there
   *     twice
   */
  void check(CommandLine root) throws UsageException {
    if (unreadable != null) {
      throw unreadable;
    }
    Set<String> known = new TreeSet<>();
    addKeys(root.getCommandSpec(), known);
    for (Entry entry : entries.values()) {
      if (!known.contains(entry.key())) {
        throw new UsageException(
            at(file, entry)
                + ": no option is called "
                + entry.key()
                + NearestWord.of(entry.key(), known)
                    .map(key -> "; did you mean " + key + "?")
                    .orElse(""));
      }
    }
  }

  private static void addKeys(CommandSpec command, Set<String> keys) {
    Stream.concat(command.options().stream(), command.positionalParameters().stream())
        .flatMap(argument -> names(argument).stream())
        .forEach(name -> prefixes(command).forEach(prefix -> keys.add(prefix + name)));
    command.subcommands().values().forEach(sub -> addKeys(sub.getCommandSpec(), keys));
  }

  /** What a command takes from the file, a line each. */
  List<String> used(ParseResult command) {
    List<String> lines = new ArrayList<>();
    for (OptionSpec option : command.commandSpec().options()) {
      fromHere(option, command)
          .ifPresent(
              entry ->
                  lines.add(
                      Text.escape(
                          at(file, entry) + ": " + Ranges.name(option) + " " + entry.value())));
    }
    return lines;
  }

  /** Where the option that a message complains of is set, if it is set here; else nothing. */
  String origin(String message, ParseResult command) {
    for (OptionSpec option : command.commandSpec().options()) {
      String name = Pattern.quote(Ranges.name(option));
      Optional<Entry> entry = fromHere(option, command);
      if (entry.isPresent()
          && Pattern.compile("(?<![\\w-])" + name + "(?![\\w-])").matcher(message).find()) {
        return " (" + at(file, entry.get()) + ")";
      }
    }
    return "";
  }

  private Optional<Entry> fromHere(OptionSpec option, ParseResult command) {
    return command.hasMatchedOption(option) ? Optional.empty() : entry(option);
  }

  /** The same, of a value that could not be read. */
  String origin(ArgSpec argument, String value) {
    return entry(argument)
        .filter(entry -> entry.value().equals(value))
        .map(entry -> " (" + at(file, entry) + ")")
        .orElse("");
  }
}
