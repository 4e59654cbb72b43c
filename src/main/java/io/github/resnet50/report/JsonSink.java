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
  private String separator = "\n";
  private boolean closed;

  /** Opens the array. */
  public JsonSink(Writer out) throws IOException {
    this(out, RecordExtras.NONE);
  }

  JsonSink(Writer out, RecordExtras extras) throws IOException {
    this.out = out;
    this.extras = extras;
    out.write("[");
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
