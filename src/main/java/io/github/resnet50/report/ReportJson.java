package io.github.resnet50.report;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Inline;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reports as JSON: indented, {@code snake_case} keys, nulls written, numbers as {@link Decimals}
 * has them; the components of a component that is {@link Inline} stand beside the others.
 */
public final class ReportJson {
  /** Throws {@link IllegalArgumentException} where a number is not finite. */
  public static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapterFactory(new InlinedRecords())
          .registerTypeAdapter(double.class, written(Decimals::measured))
          .registerTypeAdapter(Double.class, written(Decimals::measured))
          .registerTypeAdapter(float.class, written(Decimals::shortest))
          .registerTypeAdapter(Float.class, written(Decimals::shortest))
          .registerTypeAdapter(Instant.class, written(o -> "\"" + o + "\""))
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

  /** Records with components that are {@link Inline}. */
  private static final class InlinedRecords implements TypeAdapterFactory {
    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      RecordComponent[] components = type.getRawType().getRecordComponents();
      boolean inlines =
          components != null
              && Arrays.stream(components).anyMatch(c -> c.isAnnotationPresent(Inline.class));
      return inlines ? new WriteOnly<>((out, value) -> writeObject(gson, out, value)) : null;
    }

    private static void writeObject(Gson gson, JsonWriter out, Object value) throws IOException {
      out.beginObject();
      writeComponents(gson, out, value);
      out.endObject();
    }

    private static void writeComponents(Gson gson, JsonWriter out, Object value)
        throws IOException {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = part(value, component);
        if (component.isAnnotationPresent(Inline.class)) {
          if (part != null) {
            writeComponents(gson, out, part);
          }
        } else {
          out.name(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
          gson.toJson(part, component.getGenericType(), out);
        }
      }
    }

    private static Object part(Object value, RecordComponent component) {
      try {
        return component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " must be public", e);
      }
    }
  }

  /** Values whose JSON is made by a function. */
  private static <T> TypeAdapter<T> written(Function<T, String> json) {
    return new WriteOnly<>((out, value) -> out.jsonValue(json.apply(value)));
  }

  private interface ValueWriter<T> {
    void write(JsonWriter out, T value) throws IOException;
  }

  /** Values that are never read back. */
  private static final class WriteOnly<T> extends TypeAdapter<T> {
    private final ValueWriter<T> values;

    WriteOnly(ValueWriter<T> values) {
      this.values = values;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        values.write(out, value);
      }
    }

    @Override
    public T read(JsonReader in) {
      throw new UnsupportedOperationException("reports are written only");
    }
  }
}
