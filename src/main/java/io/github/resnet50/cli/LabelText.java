package io.github.resnet50.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.store.ModelCard;
import java.io.PrintWriter;
import java.util.Locale;

/** A compressed model's label for people: a line a fact. */
final class LabelText {
  private final PrintWriter out;

  LabelText(PrintWriter out) {
    this.out = out;
  }

  /** The price in one line; a dash where the label has none that can be read. */
  static String summary(JsonElement label) {
    return label.isJsonObject() && label.getAsJsonObject().has("summary")
        ? label.getAsJsonObject().get("summary").getAsString()
        : "-";
  }

  void print(ModelCard card) {
    line("model", card.name());
    if (card.compression().isJsonObject() && card.compression().getAsJsonObject().has("lines")) {
      for (JsonElement fact : card.compression().getAsJsonObject().getAsJsonArray("lines")) {
        JsonArray pair = fact.getAsJsonArray();
        line(pair.get(0).getAsString(), pair.get(1).getAsString());
      }
    }
    line("use it", "resnet50 classify -m " + card.name() + " PATH...");
  }

  private void line(String name, String value) {
    out.println(String.format(Locale.ROOT, "%-10s %s", name, Text.escape(value)));
  }
}
