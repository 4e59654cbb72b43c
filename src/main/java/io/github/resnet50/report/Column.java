package io.github.resnet50.report;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a {@link Table}; each method gives a copy that takes part in one more form.
 *
 * @param <R> a row's record
 */
public final class Column<R> {
  final String key;
  final Function<? super R, ?> value;
  final CellFormat<R> text;
  final CellFormat<R> page;
  private final Side side;

  private Column(
      String key, Function<? super R, ?> value, CellFormat<R> text, CellFormat<R> page, Side side) {
    this.key = key;
    this.value = value;
    this.text = text;
    this.page = page;
    this.side = side;
  }

  /**
   * A column of the CSV file.
   *
   * @param key its header there
   * @param value null where a row has none
   */
  public static <R> Column<R> of(String key, Function<? super R, ?> value) {
    return new Column<>(Objects.requireNonNull(key), value, null, null, Side.RIGHT);
  }

  /** A column that is not in the CSV file. */
  public static <R> Column<R> shown(Function<? super R, ?> value) {
    return new Column<>(null, value, null, null, Side.RIGHT);
  }

  /**
   * On a terminal: {@link Text#format} of the value; the heading gets the pattern's width. An
   * absent value is {@code -}.
   *
   * @param pattern of one value, with its blanks: {@code " %8.1f"}
   */
  public Column<R> text(String heading, String pattern) {
    return text(heading, pattern, value);
  }

  /** As {@link #text(String, String)}, of another value than the CSV file's. */
  public Column<R> text(String heading, String pattern, Function<? super R, ?> shown) {
    return new Column<>(key, value, new CellFormat<>(heading, pattern, shown, "-"), page, side);
  }

  /** In a page: the value as it is. An absent value is {@code –}. */
  public Column<R> page(String heading) {
    return page(heading, value);
  }

  /** In a page: a number as pages write it. */
  public Column<R> page(String heading, Figure figure) {
    return page(heading, figure, value);
  }

  /** As {@link #page(String, Figure)}, of another value than the CSV file's. */
  public Column<R> page(String heading, Figure figure, Function<? super R, ?> shown) {
    return page(
        heading, row -> shown.apply(row) instanceof Number n ? figure.of(n.doubleValue()) : null);
  }

  /** As {@link #page(String)}, of another value than the CSV file's. */
  public Column<R> page(String heading, Function<? super R, ?> shown) {
    return new Column<>(key, value, text, new CellFormat<>(heading, "%s", shown, "–"), side);
  }

  /** What stands for an absent value, on a terminal and in a page, instead of a dash. */
  public Column<R> absent(String word) {
    return new Column<>(key, value, absent(text, word), absent(page, word), side);
  }

  private static <R> CellFormat<R> absent(CellFormat<R> form, String word) {
    return form == null ? null : new CellFormat<>(form.heading, form.pattern, form.shown, word);
  }

  /** The column that names its row in a page, to the left. */
  public Column<R> naming() {
    return new Column<>(key, value, text, page, Side.NAME);
  }

  /** In a page to the left, as words are; numbers are to the right. */
  public Column<R> left() {
    return new Column<>(key, value, text, page, Side.LEFT);
  }

  /** As a page has it. */
  Table.View.Cell cell(String text) {
    return new Table.View.Cell(text, side == Side.NAME, side == Side.RIGHT);
  }

  /** The header in the CSV file; null where it is not there. */
  public String key() {
    return key;
  }

  /** Where a page's cells are set. */
  private enum Side {
    LEFT,
    RIGHT,
    NAME
  }

  /** How a column is shown: the value, a pattern for it, and a word where there is none. */
  record CellFormat<R>(
      String heading, String pattern, Function<? super R, ?> shown, String absent) {
    private static final Pattern CONVERSION =
        Pattern.compile("%(-?\\d*)[,+]?(\\d*)(\\.\\d+)?[a-zA-Z]");

    String of(R row) {
      Object value = shown.apply(row);
      return value == null ? Text.format(asText(), absent) : Text.format(pattern, value);
    }

    String title() {
      return Text.format(asText(), heading);
    }

    /** The pattern for a text in the place of the value; what follows the value is left out. */
    private String asText() {
      Matcher conversion = CONVERSION.matcher(pattern);
      if (!conversion.find()) {
        throw new IllegalArgumentException("no conversion in " + pattern);
      }
      String width = conversion.group(1) + conversion.group(2);
      int after = Text.format(pattern.substring(conversion.end())).length();
      if (after > 0 && !width.isEmpty()) {
        int wide = Integer.parseInt(width);
        width = String.valueOf(wide < 0 ? wide - after : wide + after);
      }
      return Text.format(pattern.substring(0, conversion.start())) + "%" + width + "s";
    }
  }
}
