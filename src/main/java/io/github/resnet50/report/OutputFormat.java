package io.github.resnet50.report;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.report.PredictionReader.Records;
import io.github.resnet50.report.parquet.ParquetPredictions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The formats of prediction files, each named as its suffix: how they are written, read, and cut
 * into records. A format writes bytes; those of text put a {@link #writer} on top of the stream.
 */
public enum OutputFormat {
  CSV(new Framing("path,status,", "", "", true)) {
    @Override
    PredictionSink open(OutputStream out, int topK, Columns extra, boolean continued)
        throws IOException {
      return new CsvSink(writer(out), topK, extra, continued);
    }

    @Override
    Records records(BufferedReader text, RecordExtent extent) throws IOException {
      return CsvRecords.of(text, extent);
    }

    @Override
    public RecordHead head(String record) {
      return CsvRecords.head(record);
    }

    @Override
    String renamed(String record, String name) throws IOException {
      return CsvRecords.renamed(record, name);
    }

    @Override
    public String part(String header, String record) {
      return header.endsWith(",x,y") ? RecordPart.in(RecordPart.CELLS, record) : "";
    }

    @Override
    public boolean hasExtras(String record, Columns extra) {
      return true; // the header has said it
    }
  },
  JSON(new Framing("[", ",", "]", false)) {
    @Override
    PredictionSink open(OutputStream out, int topK, Columns extra, boolean continued)
        throws IOException {
      return JsonSink.array(writer(out), extra, continued);
    }

    @Override
    Records records(BufferedReader text, RecordExtent extent) throws IOException {
      return JsonRecords.array(text, extent);
    }

    @Override
    public RecordHead head(String record) throws IOException {
      return JsonRecords.head(record);
    }

    @Override
    String renamed(String record, String name) throws IOException {
      return JsonRecords.renamed(record, name);
    }

    @Override
    public boolean hasExtras(String record, Columns extra) {
      return JsonRecords.hasExtras(record, extra);
    }
  },
  JSONL(new Framing("", "", "", false)) {
    @Override
    PredictionSink open(OutputStream out, int topK, Columns extra, boolean continued) {
      return JsonSink.lines(writer(out), extra);
    }

    @Override
    Records records(BufferedReader text, RecordExtent extent) {
      return JsonRecords.lines(text, extent);
    }

    @Override
    public RecordHead head(String record) throws IOException {
      return JsonRecords.head(record);
    }

    @Override
    String renamed(String record, String name) throws IOException {
      return JsonRecords.renamed(record, name);
    }

    @Override
    public boolean hasExtras(String record, Columns extra) {
      return JsonRecords.hasExtras(record, extra);
    }
  },

  /**
   * A table is complete with its last row only: until then, and wherever its records are read or
   * put together, they are JSON Lines.
   */
  PARQUET(new Framing("", "", "", false)) {
    @Override
    PredictionSink open(OutputStream out, int topK, Columns extra, boolean continued)
        throws IOException {
      return JSONL.open(out, topK, extra, continued);
    }

    @Override
    BufferedReader text(Path file, RecordExtent extent) throws IOException {
      if (Files.isRegularFile(file) && !ParquetPredictions.isTable(file)) {
        throw new MalformedFileException(
            file + " is no Parquet file; expected one that classify has written");
      }
      return Files.isRegularFile(file)
          ? new BufferedReader(
              new InputStreamReader(
                  ParquetPredictions.records(
                      file, extent.has(RecordExtent.DETAILS), extent.has(RecordExtent.FEATURES)),
                  StandardCharsets.UTF_8))
          : TextFile.open(file); // which says what it is instead
    }

    @Override
    Records records(BufferedReader text, RecordExtent extent) throws IOException {
      return JSONL.records(text, extent);
    }

    @Override
    public RecordHead head(String record) throws IOException {
      return JSONL.head(record);
    }

    @Override
    String renamed(String record, String name) throws IOException {
      return JSONL.renamed(record, name);
    }

    @Override
    public boolean hasExtras(String record, Columns extra) {
      return JSONL.hasExtras(record, extra);
    }

    @Override
    public Optional<Packing> packing(Map<String, String> about) {
      return Optional.of((records, table) -> ParquetPredictions.write(records, table, about));
    }
  };

  // All suffixes, as literals, since only those may stand in the help of options.

  /** To choose from: {@code csv|json|jsonl|parquet}. */
  public static final String CHOICES = "csv|json|jsonl|parquet";

  /** For help texts and messages. */
  public static final String SUFFIXES_IN_WORDS = ".csv, .json, .jsonl or .parquet";

  /** The same as a list. */
  public static final String SUFFIXES_LISTED = ".csv, .json, .jsonl, .parquet";

  /**
   * How records stand in a file: after a first line, each on lines of its own, before a last line.
   *
   * @param header what the first line begins with; empty: there is none
   * @param separator what ends every record but the last, before its line end
   * @param end the last line; empty: there is none
   * @param quotesLineEnds whether line ends between double quotes are part of a record
   */
  public record Framing(String header, String separator, String end, boolean quotesLineEnds) {
    public boolean hasHeader() {
      return !header.isEmpty();
    }

    /** Whether a first line is this format's; only a table's goes on, with more columns. */
    boolean isHeader(String line) {
      return isClosed() ? line.equals(header) : line.startsWith(header);
    }

    /**
     * What stands before a record, and that after it {@link #after}: records put together so are
     * what a sink writes.
     *
     * @param headerLine the first line, as it is in the file
     */
    public byte[] before(boolean first, byte[] headerLine) {
      String line = first ? (hasHeader() ? RawRecords.text(headerLine) + "\n" : "") : separated();
      return line.getBytes(StandardCharsets.UTF_8);
    }

    /** What ends a record's last line. */
    public byte[] after() {
      return (isClosed() ? "" : "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What stands behind the last record. */
    public byte[] last() {
      return (isClosed() ? "\n" + end + "\n" : "").getBytes(StandardCharsets.UTF_8);
    }

    private String separated() {
      return isClosed() ? separator + "\n" : "";
    }

    /** Whether a file without its last line is cut short. */
    public boolean isClosed() {
      return !end.isEmpty();
    }
  }

  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  @SuppressWarnings("ImmutableEnumChecker") // a record of strings
  private final Framing framing;

  OutputFormat(Framing framing) {
    this.framing = framing;
  }

  /** How its records are taken apart and put together without understanding them. */
  public Framing framing() {
    return framing;
  }

  /** The format that a file's suffix names, whatever its case; empty where it names none. */
  public static Optional<OutputFormat> forFile(Path file) {
    Path name = file.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith("." + format)).findFirst();
  }

  /**
   * Starts or continues a file.
   *
   * @param continued whether its beginning and some records are there already
   */
  abstract PredictionSink open(OutputStream out, int topK, Columns extra, boolean continued)
      throws IOException;

  /** The records of a file as text, with as much of them as is asked for, or more. */
  BufferedReader text(Path file, RecordExtent extent) throws IOException {
    return TextFile.open(file);
  }

  /**
   * What makes a file of the records that a sink has written; empty where these are the file.
   *
   * @param about under what conditions they were made, by name
   */
  public Optional<Packing> packing(Map<String, String> about) {
    return Optional.empty();
  }

  /**
   * Reads records.
   *
   * @throws IllegalArgumentException where it is no such file
   */
  abstract Records records(BufferedReader text, RecordExtent extent) throws IOException;

  /**
   * What a record begins with.
   *
   * @param name the path that it is of
   * @param isFailed whether there are no predictions
   */
  public record RecordHead(String name, boolean isFailed) {}

  /** The beginning of a record that this program has written, as {@link RawRecords} cuts it out. */
  public abstract RecordHead head(String record) throws IOException;

  /** The same record of another path, likewise. */
  abstract String renamed(String record, String name) throws IOException;

  /**
   * Which part of its file a record is of, as {@link io.github.resnet50.image.ImageSource#part}
   * says it.
   *
   * @param header the first line of its file, as far as the format has one
   */
  public String part(String header, String record) {
    return RecordPart.in(RecordPart.KEYS, record);
  }

  /**
   * Whether a record, as {@link RawRecords} cuts it out, has these extra columns and no others, as
   * far as records say it themselves.
   */
  public abstract boolean hasExtras(String record, Columns extra);

  /** Starts a prediction file without extra columns. */
  public PredictionSink sink(OutputStream out, int topK) throws IOException {
    return sink(out, topK, Columns.NONE);
  }

  /**
   * Starts a prediction file.
   *
   * @param out flushed by the sink, never closed; what the sink has flushed can be continued by
   *     {@link #continuation}
   * @param topK predictions a record: what was asked for, or the model's number of classes where
   *     that is smaller
   * @param extra columns besides; if there are any, records come with all their scores
   */
  public PredictionSink sink(OutputStream out, int topK, Columns extra) throws IOException {
    return open(out, topK, extra, false);
  }

  /** Continues a prediction file that has records already. */
  public PredictionSink continuation(OutputStream out, int topK, Columns extra) throws IOException {
    return open(out, topK, extra, true);
  }

  /**
   * A buffered UTF-8 writer. Half a surrogate pair, possible in names on Windows, becomes U+FFFD:
   * the bytes are valid UTF-8 whatever the text.
   */
  public static Writer writer(OutputStream out) {
    return new BufferedWriter(
        new OutputStreamWriter(
            out,
            StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT)));
  }

  /** The format of a name, as {@link #toString} gives it. */
  public static OutputFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The suffix without its dot: such as {@code csv}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
