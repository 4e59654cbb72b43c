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
  private final RecordExtras extras;
  private String separator;
  private boolean closed;

  /** Opens the array. */
  public JsonSink(Writer out) throws IOException {
    this(out, RecordExtras.NONE, false);
  }

  /**
   * @param continued whether there is an element in the array already
   */
  JsonSink(Writer out, RecordExtras extras, boolean continued) throws IOException {
    this.out = out;
    this.extras = extras;
    this.separator = continued ? ",\n" : "\n";
    if (!continued) {
      out.write("[");
    }
  }

  @Override
  public void write(ItemResult result) throws IOException {
    String json = RecordJson.of(result, extras);
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
