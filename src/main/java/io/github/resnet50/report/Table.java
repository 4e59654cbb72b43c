package io.github.resnet50.report;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Columns, declared once, of a table that is shown as text on a terminal, written as CSV, and shown
 * in a page. A column takes part where it is declared for:
 *
 * <pre>{@code
 * static final Table<Setting> SETTINGS =
 *     Table.of(
 *         Column.<Setting>of("threads", Setting::threads).text("threads", "%7d").page("Threads", COUNT),
 *         Column.<Setting>of("p50_ms", Setting::p50Ms).text("p50", "%8.1f").page("Median, ms", MEASURED),
 *         Column.<Setting>of("steady", Setting::steady)); // in the CSV file only
 * }</pre>
 *
 * JSON needs no columns: {@link ReportJson} writes a row's record as it is. Immutable.
 *
 * @param <R> a row's record
 */
public final class Table<R> {
  private final List<Column<R>> columns;

  private Table(List<Column<R>> columns) {
    this.columns = List.copyOf(columns);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is read only
  public static <R> Table<R> of(Column<R>... columns) {
    return new Table<>(Arrays.asList(columns));
  }

  /** The same table with only the columns that this is true of, by their headings or keys. */
  public Table<R> without(Predicate<Column<R>> left) {
    return new Table<>(columns.stream().filter(left.negate()).toList());
  }

  /**
   * A heading and a line a row; each column as wide as its pattern says. Trailing blanks are cut.
   */
  public List<String> lines(Collection<? extends R> rows) {
    List<String> lines = new ArrayList<>(rows.size() + 1);
    lines.add(line(column -> column.text.title()));
    rows.forEach(row -> lines.add(line(column -> column.text.of(row))));
    return lines;
  }

  private String line(Function<Column<R>, String> cell) {
    StringBuilder line = new StringBuilder();
    columns.stream().filter(c -> c.text != null).forEach(c -> line.append(cell.apply(c)));
    return line.toString().stripTrailing();
  }

  /** As {@link #lines}, each column as wide as its widest cell, two blanks between them. */
  public List<String> aligned(Collection<? extends R> rows) {
    List<Column<R>> shown = columns.stream().filter(c -> c.text != null).toList();
    List<List<String>> cells = new ArrayList<>();
    cells.add(shown.stream().map(c -> c.text.heading).toList());
    for (R row : rows) {
      cells.add(shown.stream().map(c -> Text.escape(c.text.of(row))).toList());
    }
    int[] widths = new int[shown.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /**
   * Writes a header and a line a row, of the columns with keys; flushes. Absent values are empty.
   *
   * @throws IllegalArgumentException where a number is not finite
   */
  public void writeCsv(Collection<? extends R> rows, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(out, csvHeader());
    for (R row : rows) {
      CsvSink.FORMAT.printRecord(out, csvCells(row));
    }
    out.flush();
  }

  /** The header of {@link #writeCsv}, one line without its end. */
  public String csvHeaderLine() {
    return CsvSink.FORMAT.format(csvHeader());
  }

  /** A row of {@link #writeCsv}, without its end. */
  public String csvLine(R row) {
    return CsvSink.FORMAT.format(csvCells(row));
  }

  private Object[] csvHeader() {
    return keyed().map(c -> c.key).toArray();
  }

  private Object[] csvCells(R row) {
    return keyed().map(c -> csv(c.value.apply(row))).toArray();
  }

  private Stream<Column<R>> keyed() {
    return columns.stream().filter(c -> c.key != null);
  }

  private static Object csv(Object value) {
    if (value instanceof Double number) {
      return Decimals.measured(number);
    }
    if (value instanceof Float number) {
      return Decimals.shortest(number);
    }
    if (value instanceof String text) {
      return CsvSink.text(text);
    }
    return Objects.requireNonNullElse(value, "");
  }

  /**
   * The table as {@code table.html} shows it.
   *
   * @param best whether a row stands out
   */
  public View view(Collection<? extends R> rows, Predicate<? super R> best) {
    List<Column<R>> shown = columns.stream().filter(c -> c.page != null).toList();
    List<View.Row> cells = new ArrayList<>();
    for (R row : rows) {
      cells.add(
          new View.Row(best.test(row), shown.stream().map(c -> c.cell(c.page.of(row))).toList()));
    }
    return new View(shown.stream().map(c -> c.cell(c.page.heading)).toList(), cells);
  }

  /** As {@link #view(Collection, Predicate)}; no row stands out. */
  public View view(Collection<? extends R> rows) {
    return view(rows, row -> false);
  }

  /** The model of {@code table.html}: all texts are ready. */
  public record View(List<Cell> headings, List<Row> rows) {
    /** A line of the table. */
    public record Row(boolean best, List<Cell> cells) {}

    /**
     * One cell.
     *
     * @param named whether it names its row
     * @param number whether it is set to the right
     */
    public record Cell(String text, boolean named, boolean number) {}
  }

  /** A column; each method gives a copy that takes part in one more form. */
  public static final class Column<R> {
    private final String key;
    private final Function<? super R, ?> value;
    private final CellFormat<R> text;
    private final CellFormat<R> page;
    private final Side side;

    private Column(
        String key,
        Function<? super R, ?> value,
        CellFormat<R> text,
        CellFormat<R> page,
        Side side) {
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

    private View.Cell cell(String text) {
      return new View.Cell(text, side == Side.NAME, side == Side.RIGHT);
    }

    /** The header in the CSV file; null where it is not there. */
    public String key() {
      return key;
    }
  }

  /** Where a page's cells are set. */
  private enum Side {
    LEFT,
    RIGHT,
    NAME
  }

  /** How a column is shown: the value, a pattern for it, and a word where there is none. */
  private record CellFormat<R>(
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
