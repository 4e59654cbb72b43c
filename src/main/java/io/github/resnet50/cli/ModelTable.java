package io.github.resnet50.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.StoredModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The models of the store, one a row. */
final class ModelTable {
  private static final List<String> HEADER =
      List.of("NAME", "SOURCE", "SIZE", "INPUT", "CLASSES", "ACCURACY", "PREPARED");
  private static final String PRICE = "PRICE";
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final String UNKNOWN = "-";

  private final List<StoredModel> models;

  ModelTable(List<StoredModel> models) {
    this.models = models;
  }

  boolean isEmpty() {
    return models.isEmpty();
  }

  void print(PrintWriter out) {
    // Only compressed models have a price: where there are none, the table stays narrow.
    boolean priced = models.stream().anyMatch(model -> price(model).isPresent());
    List<List<String>> rows = new ArrayList<>(List.of(with(HEADER, priced, PRICE)));
    for (StoredModel model : models) {
      List<String> row = with(row(model), priced, price(model).orElse(UNKNOWN));
      rows.add(row.stream().map(Text::escape).toList());
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int c = column;
        int width = rows.stream().mapToInt(cells -> cells.get(c).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static List<String> with(List<String> cells, boolean more, String last) {
    List<String> row = new ArrayList<>(cells);
    if (more) {
      row.add(last);
    }
    return row;
  }

  private static Optional<String> price(StoredModel model) {
    return model.card().map(ModelCard::compression).map(LabelText::summary);
  }

  private static List<String> row(StoredModel model) {
    if (model.card().isEmpty()) {
      String source =
          BuiltInModel.of(model.name())
              .filter(builtIn -> model.builtIn())
              .map(BuiltInModel::source)
              .orElse(UNKNOWN);
      return List.of(model.name(), source, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
    }
    ModelCard card = model.card().get();
    return List.of(
        model.name(),
        card.source(),
        Text.megabytes(card.bytes()),
        card.input().width() + "x" + card.input().height(),
        card.classes() == 0 ? UNKNOWN : Integer.toString(card.classes()),
        accuracy(card.verification() == null ? card.adaptation() : card.verification()),
        card.preparation().used() ? "yes" : "no");
  }

  /** What verifying, or who has adapted it, has measured, where they have. */
  private static String accuracy(JsonElement evidence) {
    if (evidence == null || !evidence.isJsonObject()) {
      return UNKNOWN;
    }
    JsonElement accuracy = evidence.getAsJsonObject().get("accuracy");
    return accuracy == null || !accuracy.isJsonPrimitive()
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.1f%%", 100 * accuracy.getAsDouble());
  }

  void printJson(PrintWriter out) {
    JsonArray array = new JsonArray();
    for (StoredModel model : models) {
      JsonObject object =
          model
              .card()
              .map(card -> CardFile.json(card).getAsJsonObject())
              .orElseGet(JsonObject::new);
      object.addProperty("name", model.name());
      object.addProperty("built_in", model.builtIn());
      object.addProperty("directory", model.directory().path().toString());
      array.add(object);
    }
    out.println(GSON.toJson(array));
  }
}
