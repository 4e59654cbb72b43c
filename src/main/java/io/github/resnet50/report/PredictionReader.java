package io.github.resnet50.report;

import com.google.gson.JsonParseException;
import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads a prediction file back, record by record, in any of the formats that it is written in, and
 * checks what a record may say. What follows the known columns or keys is passed over; columns may
 * be in any order, and separated by semicolons or tabs. What the iterator meets is thrown as {@link
 * UncheckedIOException} of a {@link MalformedFileException}.
 */
public final class PredictionReader extends Lookahead<ItemResult> implements Closeable {
  private static final double LARGEST_SUM = 1.01; // half precision

  private final Path file;
  private final Closeable source;
  private final Records records;
  private long index;
  private long overfull;

  /** The records of one format, as they come. */
  interface Records {
    /**
     * The next record, checked by {@link ReadRecord}; null at the end.
     *
     * @param index its place in the file, from 0
     * @throws IllegalArgumentException where it says what no record may say
     */
    ItemResult next(long index) throws IOException;
  }

  private PredictionReader(Path file, Closeable source, Records records) {
    this.file = file;
    this.source = source;
    this.records = records;
  }

  /**
   * Opens a file; its suffix tells the format.
   *
   * @throws IllegalArgumentException where the suffix names no format
   */
  public static PredictionReader open(Path file) throws IOException {
    return open(file, RecordExtent.ANSWERS);
  }

  /** The same with as much of the records as is asked for. */
  public static PredictionReader open(Path file, RecordExtent extent) throws IOException {
    return open(file, format(file), extent);
  }

  private static OutputFormat format(Path file) {
    return OutputFormat.forFile(file)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file + ": expected the suffix " + OutputFormat.SUFFIXES_IN_WORDS));
  }

  /** Opens a file of a known format. */
  public static PredictionReader open(Path file, OutputFormat format) throws IOException {
    return open(file, format, RecordExtent.ANSWERS);
  }

  private static PredictionReader open(Path file, OutputFormat format, RecordExtent extent)
      throws IOException {
    BufferedReader text = format.text(file, extent);
    try {
      return new PredictionReader(file, text, format.records(text, extent));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      text.close();
      if (e instanceof MalformedFileException) {
        throw e;
      }
      String what =
          format == OutputFormat.JSON
              ? "no prediction file: expected a JSON array of records"
              : e.getMessage();
      throw new MalformedFileException(file + ": " + what, e);
    }
  }

  /**
   * The classes that a file names, each as it is first met.
   *
   * @return by index
   * @throws MalformedFileException also where a class has two names
   */
  public static SortedMap<Integer, Prediction> classes(Path file) throws IOException {
    return classes(file, record -> {});
  }

  /**
   * The same for who wants to see all records on the way.
   *
   * @param records gets each of them
   */
  public static SortedMap<Integer, Prediction> classes(Path file, Consumer<ItemResult> records)
      throws IOException {
    SortedMap<Integer, Prediction> classes = new TreeMap<>();
    try (PredictionReader reader = open(file)) {
      while (reader.hasNext()) {
        ItemResult record = reader.next();
        records.accept(record);
        if (record instanceof ItemResult.Predicted image) {
          for (Prediction p : image.predictions()) {
            Prediction known = classes.putIfAbsent(p.classIndex(), p);
            if (known != null && !known.id().equals(p.id()) && !known.label().equals(p.label())) {
              throw new MalformedFileException(
                  "%s, record %d: class %d is %s, but was %s before; expected the records of one model"
                      .formatted(file, reader.index, p.classIndex(), p.label(), known.label()));
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return classes;
  }

  /**
   * How many of the records so far have probabilities that add up to more than 1, as those of a
   * model that scores each class on its own do.
   */
  public long overfull() {
    return overfull;
  }

  @Override
  protected ItemResult advance() {
    try {
      ItemResult next = records.next(index);
      index++;
      if (next instanceof ItemResult.Predicted image) {
        double sum = image.predictions().stream().mapToDouble(Prediction::probability).sum();
        overfull += sum > LARGEST_SUM ? 1 : 0;
      }
      return next;
    } catch (IOException
        | JsonParseException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new UncheckedIOException(
          TextFile.malformed(e)
              .orElseGet(
                  () ->
                      new MalformedFileException(
                          "%s, record %d is not as classify writes it: %s"
                              .formatted(file, index + 1, TextFile.reason(e)),
                          e)));
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
