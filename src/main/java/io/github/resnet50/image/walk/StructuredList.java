package io.github.resnet50.image.walk;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Paths out of a list that is more than a path a line: a table with a column {@code path}, a JSON
 * array of paths or of objects with a {@code path}, JSON Lines of such objects, or lines in UTF-16.
 * Its first line tells which.
 */
final class StructuredList {
  private static final String NAME = "the list of paths";
  private static final Pattern JSON_ARRAY = Pattern.compile("\\[\\s*([\\[{\"\\]].*)?");
  private static final Pattern JSON_OBJECT = Pattern.compile("\\{\\s*([\"}].*)?");

  private final Entries entries;

  /** The paths of one kind of list. */
  private interface Entries {
    /** Null after the last. */
    String next() throws IOException;
  }

  private StructuredList(Entries entries) {
    this.entries = entries;
  }

  /**
   * Recognises a list by its first line.
   *
   * @param line its bytes, without its end
   * @param rest what follows that line; read only where the list is recognised
   * @return empty for a path a line
   * @throws MalformedFileException where it is something that holds no paths
   */
  static Optional<StructuredList> of(byte[] line, InputStream rest) throws IOException {
    Optional<String> other = TextFile.otherKind(line);
    if (other.isPresent()) {
      throw new MalformedFileException(NAME + " is " + other.get());
    }
    boolean wide =
        line.length > 1 && (line[0] & 0xFF) + (line[1] & 0xFF) == 0xFF + 0xFE && line[0] < 0;
    String first = new String(line, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    char delimiter = TextFile.delimiter(first);
    List<String> cells =
        Arrays.stream(first.split(Pattern.quote(String.valueOf(delimiter)), -1))
            .map(cell -> cell.strip().replaceAll("^\"|\"$", "").toLowerCase(Locale.ROOT))
            .toList();
    boolean array = JSON_ARRAY.matcher(first).matches();
    boolean object = JSON_OBJECT.matcher(first).matches();
    Optional<String> column = cells.stream().filter(PathList.PATH_COLUMNS::contains).findFirst();
    boolean table = column.isPresent() && (cells.size() > 1 || first.equalsIgnoreCase("path"));
    if (!wide && (isFile(first) || !(array || object || table))) {
      if (cells.size() > 1 && !isFile(first)) {
        requireNoTable(first, first.split(Pattern.quote(String.valueOf(delimiter)), -1));
      }
      return Optional.empty();
    }
    InputStream all =
        new SequenceInputStream(
            new ByteArrayInputStream(line),
            new SequenceInputStream(new ByteArrayInputStream(new byte[] {'\n'}), rest));
    BufferedReader text = TextFile.open(all, NAME);
    if (wide) {
      return Optional.of(new StructuredList(text::readLine));
    }
    return Optional.of(
        new StructuredList(
            array
                ? jsonArray(text)
                : object
                    ? jsonObjects(text)
                    : table(text, delimiter, cells.indexOf(column.get()))));
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A file with a comma in its name is a path; a row that begins with a file's name is none. */
  private static void requireNoTable(String first, String[] cells) throws IOException {
    String cell = cells[0].strip().replaceAll("^\"|\"$", "");
    if (!cell.isEmpty() && isFile(cell) && !Files.isDirectory(Path.of(cell))) {
      throw new MalformedFileException(
          "%s, line 1: %s is no file, but %s is; a table needs a header with a column path"
              .formatted(NAME, first, cell));
    }
  }

  private static Entries table(BufferedReader text, char delimiter, int column) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true).get();
    CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get();
    Iterator<CSVRecord> rows = parser.iterator();
    int width = rows.next().size();
    return () -> {
      if (!rows.hasNext()) {
        return null;
      }
      CSVRecord row = rows.next();
      if (row.size() != width) {
        throw new MalformedFileException(
            "%s, line %d has %d columns; expected %d as in its header"
                .formatted(NAME, parser.getCurrentLineNumber(), row.size(), width));
      }
      return row.get(column);
    };
  }

  private static Entries jsonArray(BufferedReader text) throws IOException {
    JsonReader json = new JsonReader(text);
    json.beginArray();
    return new Entries() {
      private long count;

      @Override
      public String next() throws IOException {
        count++;
        if (json.hasNext()) {
          return pathOf(JsonParser.parseReader(json), "entry " + count);
        }
        json.endArray();
        if (json.peek() != JsonToken.END_DOCUMENT) {
          throw new IllegalStateException("something follows the array");
        }
        return null;
      }
    };
  }

  /** One after the other: JSON Lines, or a single object. */
  private static Entries jsonObjects(BufferedReader text) {
    JsonReader json = new JsonReader(text);
    json.setStrictness(Strictness.LENIENT);
    return new Entries() {
      private long count;

      @Override
      public String next() throws IOException {
        count++;
        return json.peek() == JsonToken.END_DOCUMENT
            ? null
            : pathOf(JsonParser.parseReader(json), "entry " + count);
      }
    };
  }

  private static String pathOf(JsonElement element, String where) throws IOException {
    JsonElement path = element.isJsonObject() ? element.getAsJsonObject().get("path") : element;
    if (path == null || !path.isJsonPrimitive() || !path.getAsJsonPrimitive().isString()) {
      String found =
          element.isJsonObject()
              ? "an object with the keys " + element.getAsJsonObject().keySet()
              : element.toString();
      throw new MalformedFileException(
          "%s is JSON, but its %s is %s; expected an array of paths, or objects with a path"
              .formatted(NAME, where, Text.shortened(found)));
    }
    return path.getAsString();
  }

  /** The next path that is not empty, or null after the last. */
  NamedPath next() throws IOException {
    try {
      String path = entries.next();
      while (path != null && path.isEmpty()) {
        path = entries.next();
      }
      return path == null ? null : NamedPath.of(path);
    } catch (JsonParseException | IllegalStateException | UncheckedIOException e) {
      throw TextFile.malformed(e).orElseGet(() -> damaged(e));
    } catch (MalformedFileException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(e); // cut short
    }
  }

  private static MalformedFileException damaged(Exception e) {
    return new MalformedFileException(NAME + " is damaged: " + TextFile.reason(e), e);
  }
}
