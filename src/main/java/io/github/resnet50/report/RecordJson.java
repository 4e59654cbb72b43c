package io.github.resnet50.report;

import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.Certainty.Score;
import java.io.IOException;
import java.io.StringWriter;

/** One record as one JSON object without line breaks: what JSON and JSON Lines share. */
final class RecordJson {
  private RecordJson() {}

  static String of(ItemResult result, RecordExtras extras) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject().name("path").value(result.name());
      if (result instanceof ItemResult.Predicted ok) {
        predicted(json, ok);
        if (extras.any()) {
          extras(json, Certainty.of(ok.scores()), extras);
        }
      } else if (result instanceof ItemResult.Failed failed) {
        failed(json, failed.failure());
      }
      json.endObject();
    }
    return text.toString();
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

  private static void extras(JsonWriter json, Certainty certainty, RecordExtras extras)
      throws IOException {
    if (extras.scores()) {
      json.name("scores").beginObject();
      for (Score score : Score.values()) {
        Double value = certainty.of(score);
        if (value != null) {
          json.name(score.toString()).jsonValue(Decimals.shortest(value.floatValue()));
        }
      }
      json.endObject();
    }
    if (extras.threshold() != null) {
      Boolean uncertain = extras.threshold().isUncertain(certainty);
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
