package io.github.resnet50.report;

import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/**
 * Records as JSON objects, a line each: of one array, or of JSON Lines.
 *
 * <p>In an array the comma goes before the next record, never after the last: what is there after
 * any record becomes valid JSON by adding {@code ]}.
 */
public final class JsonSink implements PredictionSink {
  /** The key of the features. */
  public static final String EMBEDDING = "embedding";

  private final Writer out;
  private final Columns extra;
  private final boolean array;
  private boolean first;
  private boolean closed;

  private JsonSink(Writer out, Columns extra, boolean array, boolean first) {
    this.out = out;
    this.extra = extra;
    this.array = array;
    this.first = first;
  }

  /** Opens an array, or continues one that has an element already. */
  static JsonSink array(Writer out, Columns extra, boolean continued) throws IOException {
    if (!continued) {
      out.write("[");
    }
    return new JsonSink(out, extra, true, !continued);
  }

  /** JSON Lines. */
  static JsonSink lines(Writer out, Columns extra) {
    return new JsonSink(out, extra, false, true);
  }

  @Override
  public void write(ItemResult result) throws IOException {
    String json = of(result, extra);
    if (array) {
      out.write(first ? "\n" : ",\n");
      first = false;
    }
    out.write(array ? json : json + "\n");
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (array && !closed) {
      closed = true;
      out.write("\n]\n");
    }
    out.flush();
  }

  private static String of(ItemResult result, Columns extra) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject().name("path").value(result.name());
      if (result instanceof ItemResult.Predicted ok) {
        predicted(json, ok);
        for (DecisionColumn decision : extra.decisions()) {
          answer(json.name(decision.toString()), decision, ok);
        }
        if (extra.any()) {
          extras(json, ok, extra);
        }
      } else if (result instanceof ItemResult.Failed failed) {
        failed(json, failed.failure());
      }
      for (ImageColumn column : extra.image()) { // also where it is not known: null
        of(json.name(column.toString()), column, result.details().text(column));
      }
      if (extra.embedding() && result instanceof ItemResult.Predicted ok) {
        json.name(EMBEDDING).beginArray();
        for (float feature : ok.extras().embedding()) {
          json.jsonValue(Decimals.shortest(feature));
        }
        json.endArray();
      }
      json.endObject();
    }
    return text.toString();
  }

  private static void of(JsonWriter json, ImageColumn column, String value) throws IOException {
    if (value != null && column.isNumber()) {
      json.jsonValue(value);
    } else {
      json.value(value);
    }
  }

  private static void predicted(JsonWriter json, ItemResult.Predicted ok) throws IOException {
    json.name("status").value("ok");
    json.name("width").value(ok.width()).name("height").value(ok.height());
    json.name("predictions").beginArray();
    for (Prediction prediction : ok.predictions()) {
      json.beginObject();
      json.name("index").value(prediction.classIndex());
      json.name("id").value(prediction.id());
      json.name("label").value(prediction.label());
      json.name("prob").jsonValue(Decimals.shortest(prediction.probability()));
      json.endObject();
    }
    json.endArray();
  }

  /** Null where there is none, so that a record tells that one was asked for. */
  private static void answer(JsonWriter json, DecisionColumn decision, ItemResult.Predicted ok)
      throws IOException {
    Answer answer = decision.of(ok.extras().decision());
    if (answer == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    for (String part : decision.parts()) {
      json.name(part);
      switch (part) {
        case "id" -> json.value(answer.id());
        case "label" -> json.value(answer.label());
        default -> json.jsonValue(CsvSink.probability(answer));
      }
    }
    json.endObject();
  }

  private static void extras(JsonWriter json, ItemResult.Predicted ok, Columns extra)
      throws IOException {
    Certainty certainty = Certainty.of(ok.scores());
    if (extra.scores()) {
      json.name("scores").beginObject();
      for (Score score : Score.values()) {
        Double value = certainty.of(score);
        if (value != null) {
          json.name(score.toString()).jsonValue(Decimals.shortest(value.floatValue()));
        }
      }
      if (ok.contrast() != null) {
        json.name(CsvSink.CONTRAST).value(ok.contrast().range());
      }
      json.endObject();
    }
    if (extra.threshold() != null) {
      Boolean uncertain = extra.threshold().isUncertain(certainty);
      if (uncertain != null) {
        json.name("uncertain").value(uncertain);
      }
    }
  }

  private static void failed(JsonWriter json, ImageFailure failure) throws IOException {
    json.name("status").value("failed").name("error").beginObject();
    json.name("kind").value(failure.kind().label());
    json.name("message").value(failure.message());
    json.endObject();
  }
}
