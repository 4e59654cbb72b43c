package io.github.resnet50.report;

import io.github.resnet50.basics.Decimals;
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
    cells.add(shown.stream().map(c -> c.text.heading()).toList());
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
    return new View(shown.stream().map(c -> c.cell(c.page.heading())).toList(), cells);
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
}
