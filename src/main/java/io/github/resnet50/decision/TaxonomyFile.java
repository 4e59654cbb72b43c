package io.github.resnet50.decision;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.decision.Taxonomy.Edge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a taxonomy of the user's own: CSV (RFC 4180, also with semicolons or tabs), a line {@code
 * class,parent} or {@code class,parent,label} for each parent of each class or node. A first line
 * that names the columns {@code class} (or {@code id}, {@code child}) and {@code parent} is a
 * header: columns may then be in any order, with others between, and the label's is {@code label}
 * or {@code name}. A parent that no line has a parent of is a root; a line of no parent gives a
 * label alone. Every other empty cell, a line twice, two labels of one node and circles are
 * refused.
 */
public final class TaxonomyFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
  private static final Set<String> CLASSES = Set.of("class", "id", "child");
  private static final Set<String> PARENTS = Set.of("parent");
  private static final Set<String> LABELS = Set.of("label", "name");
  private static final int SHOWN = 5; // nodes of a circle

  private final Path file;
  private final Taxonomy.Builder nodes;
  private final Map<Long, Long> known = new HashMap<>(); // the lines of pairs of places
  private Columns columns;

  private TaxonomyFile(Path file) {
    this.file = file;
    this.nodes = new Taxonomy.Builder(file.toString(), true);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException that names the line where it is no taxonomy
   */
  public static Taxonomy read(Path file) throws IOException {
    return new TaxonomyFile(file).read();
  }

  private Taxonomy read() throws IOException {
    try (BufferedReader reader = TextFile.open(file);
        CSVParser rows =
            CSVParser.builder()
                .setReader(reader)
                .setFormat(FORMAT.builder().setDelimiter(TextFile.delimiter(reader)).get())
                .get()) {
      for (CSVRecord row : rows) {
        add(row, rows.getCurrentLineNumber());
      }
    } catch (UncheckedIOException e) {
      throw TextFile.malformed(e)
          .orElseGet(
              () -> new MalformedFileException(file + " is no CSV: " + TextFile.reason(e), e));
    }
    if (nodes.isEmpty()) {
      throw new MalformedFileException(
          file + " has no line class,parent: expected one for each class of the model");
    }
    requireNoCircle(nodes.circle());
    return nodes.build();
  }

  private void add(CSVRecord row, long line) throws MalformedFileException {
    if (columns == null) {
      columns = Columns.of(row);
      if (columns.isHeader()) {
        return;
      }
    }
    if (!columns.fit(row)) {
      throw wrong(
          line,
          "%d columns; expected %s"
              .formatted(
                  row.size(),
                  columns.isHeader()
                      ? columns.width() + " as in the header"
                      : "class,parent or class,parent,label"));
    }
    String id = Columns.cell(row, columns.node());
    String above = Columns.cell(row, columns.parent());
    String label = Columns.cell(row, columns.label());
    if (id.isEmpty()) {
      throw wrong(line, "no class, but " + quoted(above.isEmpty() ? label : above));
    }
    if (above.isEmpty() && label.isEmpty()) {
      throw wrong(line, quoted(id) + " has no parent; a root needs no line, unless for its label");
    }
    int node = nodes.node(id);
    if (!label.isEmpty()) {
      call(node, label, line);
    }
    if (!above.isEmpty()) {
      link(node, nodes.node(above), line);
    }
  }

  private void call(int node, String label, long line) throws MalformedFileException {
    List<String> before = nodes.names(node);
    if (!before.isEmpty() && !before.get(0).equals(label)) {
      throw wrong(
          line,
          "%s has the label %s here, and %s before"
              .formatted(quoted(nodes.id(node)), quoted(label), quoted(before.get(0))));
    }
    nodes.call(node, List.of(label));
  }

  private void link(int node, int parent, long line) throws MalformedFileException {
    if (node == parent) {
      throw wrong(line, quoted(nodes.id(node)) + " is its own parent");
    }
    Long first = known.putIfAbsent(((long) node << Integer.SIZE) | parent, line);
    if (first != null) {
      throw wrong(
          line,
          "%s below %s again, as in line %d"
              .formatted(quoted(nodes.id(node)), quoted(nodes.id(parent)), first));
    }
    nodes.link(new Edge(node, parent, line));
  }

  private void requireNoCircle(List<Edge> circle) throws MalformedFileException {
    if (circle.isEmpty()) {
      return;
    }
    long last = circle.stream().mapToLong(Edge::line).max().orElseThrow();
    String way =
        circle.stream()
            .limit(SHOWN)
            .map(edge -> quoted(nodes.id(edge.child())))
            .collect(Collectors.joining(" < "));
    throw wrong(
        last,
        "a circle of %s: %s < %s"
            .formatted(
                Figure.COUNT.of(circle.size()),
                way,
                circle.size() > SHOWN ? "…" : quoted(nodes.id(circle.get(0).child()))));
  }

  private static String quoted(String name) {
    return "'" + Text.shortened(name) + "'";
  }

  private MalformedFileException wrong(long line, String what) {
    return new MalformedFileException("%s, line %d: %s".formatted(file, line, what));
  }

  /**
   * Where a row has what.
   *
   * @param label -1 where there is none
   * @param width how many columns a header has; 0 where there is none
   */
  private record Columns(int node, int parent, int label, int width) {
    static Columns of(CSVRecord first) {
      List<String> names =
          first.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      int node = place(names, CLASSES);
      int parent = place(names, PARENTS);
      return node >= 0 && parent >= 0
          ? new Columns(node, parent, place(names, LABELS), names.size())
          : new Columns(0, 1, 2, 0);
    }

    private static int place(List<String> names, Set<String> wanted) {
      for (int place = 0; place < names.size(); place++) {
        if (wanted.contains(names.get(place))) {
          return place;
        }
      }
      return -1;
    }

    boolean isHeader() {
      return width > 0;
    }

    boolean fit(CSVRecord row) {
      return isHeader() ? row.size() == width : row.size() == 2 || row.size() == 3;
    }

    static String cell(CSVRecord row, int place) {
      return place >= 0 && place < row.size() ? row.get(place).strip() : "";
    }
  }
}
