package io.github.resnet50.report;

import java.io.IOException;
import java.io.Writer;

/** A JSON object a line. */
public final class JsonLinesSink implements PredictionSink {
  private final Writer out;
  private final RecordExtras extras;

  public JsonLinesSink(Writer out) {
    this(out, RecordExtras.NONE);
  }

  JsonLinesSink(Writer out, RecordExtras extras) {
    this.out = out;
    this.extras = extras;
  }

  @Override
  public void write(ItemResult result) throws IOException {
    out.write(RecordJson.of(result, extras));
    out.write("\n");
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
