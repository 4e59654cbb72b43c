package io.github.resnet50.report;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Writes a timing report; the writer is flushed and stays open. */
public final class TimingReportWriter {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapter(double.class, number(Decimals::measured))
          .registerTypeAdapter(Double.class, number(Decimals::measured))
          .registerTypeAdapter(float.class, number(Decimals::shortest))
          .registerTypeAdapter(Float.class, number(Decimals::shortest))
          .registerTypeAdapter(Instant.class, new AsWritten<>(o -> "\"" + o + "\""))
          .registerTypeAdapter(Stage.class, new AsWritten<>(o -> "\"" + o + "\""))
          .create();

  private TimingReportWriter() {}

  /**
   * Writes one indented object.
   *
   * @throws IllegalArgumentException where a number is not finite
   */
  public static void writeJson(TimingReport report, Writer out) throws IOException {
    out.write(GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** Writes a header and a line a stage: the report's {@code stages}, nothing else. */
  public static void writeCsv(TimingReport report, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out,
        "stage",
        "count",
        "total_seconds",
        "mean_ms",
        "p50_ms",
        "p90_ms",
        "p95_ms",
        "p99_ms",
        "max_ms",
        "blocked_seconds");
    for (Map.Entry<Stage, StageStats> entry : report.stages().entrySet()) {
      StageStats stats = entry.getValue();
      CsvSink.FORMAT.printRecord(
          out,
          entry.getKey(),
          stats.count(),
          Decimals.measured(stats.totalSeconds()),
          Decimals.measured(stats.meanMs()),
          Decimals.measured(stats.p50Ms()),
          Decimals.measured(stats.p90Ms()),
          Decimals.measured(stats.p95Ms()),
          Decimals.measured(stats.p99Ms()),
          Decimals.measured(stats.maxMs()),
          Decimals.measured(stats.blockedSeconds()));
    }
    out.flush();
  }

  private static <T> TypeAdapter<T> number(Function<T, String> text) {
    return new AsWritten<>(text);
  }

  /** Values whose JSON is made by a function; they are never read back. */
  private static final class AsWritten<T> extends TypeAdapter<T> {
    private final Function<T, String> json;

    AsWritten(Function<T, String> json) {
      this.json = json;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.jsonValue(value == null ? "null" : json.apply(value));
    }

    @Override
    public T read(JsonReader in) {
      throw new UnsupportedOperationException("timing reports are written only");
    }
  }
}
