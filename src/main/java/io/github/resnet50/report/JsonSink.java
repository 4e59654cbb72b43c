package io.github.resnet50.report;

import java.io.IOException;
import java.io.Writer;

/**
 * One JSON array, a line a record.
 *
 * <p>The comma goes before the next record, never after the last: what is there after any record
 * becomes valid JSON by adding {@code ]}.
 */
public final class JsonSink implements PredictionSink {
  private final Writer out;
  private String separator;
  private boolean closed;

  private JsonSink(Writer out, String separator) {
    this.out = out;
    this.separator = separator;
  }

  /** Opens the array. */
  public JsonSink(Writer out) throws IOException {
    this(out, "\n");
    out.write("[");
  }

  /** Goes on in an array that has an element already. */
  static JsonSink continued(Writer out) {
    return new JsonSink(out, ",\n");
  }

  @Override
  public void write(ItemResult result) throws IOException {
    String json = RecordJson.of(result);
    out.write(separator);
    out.write(json);
    separator = ",\n";
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.write("\n]\n");
    }
    out.flush();
  }
}
