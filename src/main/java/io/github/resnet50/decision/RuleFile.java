package io.github.resnet50.decision;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules as they are written, a line each; {@link Rules} finds out which classes they mean.
 *
 * <pre>
 * house cat = tabby, Egyptian cat     # one answer of several classes: their probabilities add up
 * hound = beagle, basset              # of one class alone: another name for it
 * animal = n00015388                  # a node of the taxonomy: all classes below it
 * ignore: web site, comic book        # never an answer
 * min 0.8: hound, tiger               # these only where their probability reaches it
 * min 0.5                             # and so the others
 * margin 0.1                          # an answer leads the next one by that
 * </pre>
 *
 * <p>Text from a {@code #} on is a comment where it begins the line or a blank is before it. Names
 * with commas, equals signs or such a {@code #} stand in double quotes, a quote in them twice.
 */
public final class RuleFile {
  private static final String EXPECTED =
      "expected NAME = CLASS, …; ignore: CLASS, …; min 0.8: NAME, …; min 0.6 or margin 0.1";

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
  private static final Pattern IGNORE = Pattern.compile("(?i)ignore\\s*:(.*)");
  private static final Pattern NUMBERED =
      Pattern.compile("(?i)(min|margin)\\s+([^\\s:=]+)\\s*(?::(.*))?");

  private final Path file;
  private final List<Rule> lines = new ArrayList<>();
  private final Map<Kind, Integer> general = new HashMap<>(); // the lines of what may be there once

  /** What a line does. */
  enum Kind {
    JOIN,
    IGNORE,
    MIN,
    MARGIN
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param answer the name to the left; null where there is none
   * @param names those to the right; none: it holds for all
   * @param value a probability or a difference of two
   */
  record Rule(int number, Kind kind, String answer, List<String> names, float value) {}

  private RuleFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException that names the line which is no rule
   */
  public static RuleFile read(Path file) throws IOException {
    RuleFile rules = new RuleFile(file);
    try (BufferedReader reader = TextFile.open(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rules.add(line, ++number);
      }
    }
    if (rules.lines.isEmpty()) {
      throw new MalformedFileException(file + " has no rule; " + EXPECTED);
    }
    return rules;
  }

  /** The file. */
  @Override
  public String toString() {
    return file.toString();
  }

  List<Rule> lines() {
    return lines;
  }

  /** For a line that is not as it should be. */
  MalformedFileException wrong(int line, String what) {
    return new MalformedFileException(place(line) + ": " + what);
  }

  /** For messages. */
  String place(int line) {
    return file + ", line " + line;
  }

  private void add(String line, int number) throws MalformedFileException {
    String masked = masked(line, number);
    Matcher comment = COMMENT.matcher(masked);
    int end = comment.find() ? comment.start() : line.length();
    int start = 0;
    while (start < end && Character.isWhitespace(line.charAt(start))) {
      start++;
    }
    String rule = line.substring(start, end).stripTrailing();
    String mask = masked.substring(start, start + rule.length());
    if (rule.isEmpty()) {
      return;
    }
    Matcher ignored = IGNORE.matcher(mask);
    Matcher numbered = NUMBERED.matcher(mask);
    int equals = mask.indexOf('=');
    if (ignored.matches()) {
      List<String> names = names(rule, mask, ignored.start(1), number);
      lines.add(new Rule(number, Kind.IGNORE, null, names, 0));
    } else if (numbered.matches()) {
      Kind kind = numbered.group(1).equalsIgnoreCase("min") ? Kind.MIN : Kind.MARGIN;
      float value = value(numbered.group(2), number);
      boolean isForAll = numbered.group(3) == null;
      if (!isForAll && kind == Kind.MARGIN) {
        throw wrong(number, "a margin is for all answers: leave out the names");
      }
      Integer before = isForAll ? general.putIfAbsent(kind, number) : null;
      if (before != null) {
        throw wrong(
            number,
            "%s again, as in line %d"
                .formatted(numbered.group(1).toLowerCase(Locale.ROOT), before));
      }
      List<String> names = isForAll ? List.of() : names(rule, mask, numbered.start(3), number);
      lines.add(new Rule(number, kind, null, names, value));
    } else if (equals >= 0) {
      List<String> left = names(rule.substring(0, equals), mask.substring(0, equals), 0, number);
      if (left.size() > 1) {
        throw wrong(
            number,
            "%d names before the =; expected one, its classes behind: NAME = CLASS, …"
                .formatted(left.size()));
      }
      if (mask.indexOf('=', equals + 1) >= 0) {
        throw wrong(number, "a second =; names that have one stand in quotes");
      }
      if (left.get(0).equalsIgnoreCase(Rules.UNSURE)) {
        throw wrong(number, "'unsure' is what there is without an answer: take another name");
      }
      List<String> names = names(rule, mask, equals + 1, number);
      lines.add(new Rule(number, Kind.JOIN, left.get(0), names, 0));
    } else {
      throw wrong(number, "'" + Text.shortened(rule) + "' is no rule; " + EXPECTED);
    }
  }

  /** The line with an x for every character of quoted names, so that marks in them do not count. */
  private String masked(String line, int number) throws MalformedFileException {
    StringBuilder masked = new StringBuilder(line);
    char before = ','; // the last that was no blank
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '#' && (at == 0 || Character.isWhitespace(line.charAt(at - 1)))) {
        break;
      }
      if (c == '"' && (before == ',' || before == '=' || before == ':')) {
        int end = endOfQuoted(line, at);
        if (end < 0) {
          throw wrong(number, "a quotation mark is not closed");
        }
        masked.replace(at, end, "x".repeat(end - at));
        at = end - 1;
      }
      before = Character.isWhitespace(c) ? before : c;
    }
    return masked.toString();
  }

  /** Behind the quotation mark that closes a name; -1 where none does. */
  private static int endOfQuoted(String line, int start) {
    int at = line.indexOf('"', start + 1);
    while (at >= 0 && line.startsWith("\"\"", at)) {
      at = line.indexOf('"', at + 2);
    }
    return at < 0 ? -1 : at + 1;
  }

  private float value(String text, int number) throws MalformedFileException {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= 1) { // NaN is neither
        return value;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw wrong(
        number, "'" + Text.shortened(text) + "'; expected a number from 0 to 1, such as 0.8");
  }

  /** The names of a list. */
  private List<String> names(String rule, String mask, int from, int number)
      throws MalformedFileException {
    List<String> names = new ArrayList<>();
    int start = from;
    while (start <= rule.length()) {
      int comma = mask.indexOf(',', start);
      int end = comma < 0 ? rule.length() : comma;
      String name = rule.substring(start, end).strip();
      if (name.startsWith("\"") && endOfQuoted(name, 0) == name.length()) {
        name = name.substring(1, name.length() - 1).replace("\"\"", "\"").strip();
      } else if (name.startsWith("\"")) {
        throw wrong(number, "something follows a name in quotes; expected a comma");
      }
      if (name.isEmpty()) {
        throw wrong(number, "an empty name; expected " + (from == 0 ? "NAME = " : "") + "CLASS, …");
      }
      names.add(name);
      start = end + 1;
    }
    return names;
  }
}
