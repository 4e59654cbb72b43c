package io.github.resnet50.report;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.function.Function;

/**
 * Reports as JSON: indented, {@code snake_case} keys, nulls written, numbers as {@link Decimals}
 * has them.
 */
public final class ReportJson {
  /** Throws {@link IllegalArgumentException} where a number is not finite. */
  public static final Gson GSON =
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
          .create();

  private ReportJson() {}

  /**
   * Writes a report, one object, and flushes.
   *
   * @throws IllegalArgumentException where a number is not finite; nothing is written then
   */
  public static void write(Object report, Writer out) throws IOException {
    out.write(GSON.toJson(report) + "\n");
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
      throw new UnsupportedOperationException("reports are written only");
    }
  }
}
