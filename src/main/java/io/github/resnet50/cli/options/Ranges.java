package io.github.resnet50.cli.options;

import io.github.resnet50.basics.Decimals;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Checks that the options of a command line are within their {@link Range}. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks all options of a command, given or not.
   *
   * @throws UsageException that names the first option that is out of its range, and the range
   */
  public static void check(CommandSpec command) throws UsageException {
    for (OptionSpec option : command.options()) {
      Range range = range(option);
      Object value = range == null ? null : option.getValue();
      if (value != null) {
        for (Object one : value instanceof Collection<?> list ? list : List.of(value)) {
          if (!holds(range, one)) {
            throw new UsageException(
                name(option) + " " + shown(one) + ": expected " + describe(range));
          }
        }
      }
    }
  }

  /** The long name of an option; where it has had another before, the one of today. */
  public static String name(OptionSpec option) {
    return Arrays.stream(option.names())
        .filter(name -> name.startsWith("--"))
        .findFirst()
        .orElse(option.longestName());
  }

  private static Range range(ArgSpec option) {
    return option.userObject() instanceof Field field ? field.getAnnotation(Range.class) : null;
  }

  private static boolean holds(Range range, Object value) {
    double number;
    if (value instanceof Number given) {
      number = given.doubleValue();
    } else if (value.equals(range.or())) {
      return true;
    } else {
      try {
        String text = value.toString();
        number = range.whole() ? Integer.parseInt(text) : Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return (range.aboveMin() ? number > range.min() : number >= range.min())
        && (range.belowMax() ? number < range.max() : number <= range.max());
  }

  private static Object shown(Object value) {
    return value instanceof Double number && number == Math.rint(number) && !number.isInfinite()
        ? Decimals.measured(number)
        : value;
  }

  /** The range in words: {@code auto, or 1 to 1024}. */
  private static String describe(Range range) {
    List<String> words = new ArrayList<>();
    if (!range.or().isEmpty()) {
      words.add(range.or());
    }
    if (!range.unit().isEmpty()) {
      words.add(range.unit());
    }
    String numbers = numbers(range);
    words.add(range.or().isEmpty() ? numbers : "or " + numbers);
    return String.join(", ", words);
  }

  private static String numbers(Range range) {
    String min = Decimals.measured(range.min());
    if (Double.isInfinite(range.max())) {
      return range.aboveMin() ? "more than " + min : min + " or more";
    }
    String max = range.maxInWords().isEmpty() ? Decimals.measured(range.max()) : range.maxInWords();
    if (range.aboveMin()) {
      return range.belowMax()
          ? "between " + min + " and " + max
          : "more than " + min + ", at most " + max;
    }
    return range.belowMax() ? min + " or more, less than " + max : min + " to " + max;
  }
}
