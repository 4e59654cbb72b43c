package io.github.resnet50.model.store;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializer;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.store.ModelCard.CardPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes {@code card.json}. */
public final class CardFile {
  static final String NAME = "card.json";

  private static final Gson GSON = gson();

  private CardFile() {}

  private static Gson gson() {
    GsonBuilder gson =
        new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES);
    JsonDeserializer<CardPart> reader = (json, unused, context) -> new CardPart(json);
    JsonSerializer<CardPart> writer = (part, unused, context) -> part.json();
    return gson.registerTypeAdapter(CardPart.class, reader)
        .registerTypeAdapter(CardPart.class, writer)
        .create();
  }

  /** A model's card; empty if it has none, or an unreadable one. */
  static Optional<ModelCard> read(Path modelDirectory) {
    try {
      String text = Files.readString(modelDirectory.resolve(NAME));
      return Optional.ofNullable(GSON.fromJson(text, ModelCard.class)).filter(CardFile::isCard);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isCard(ModelCard card) {
    return card.name() != null
        && card.source() != null
        && card.input() != null
        && card.preparation() != null;
  }

  /** The card of a model, where there is one that cannot be read. */
  public static Optional<Path> damaged(Path modelDirectory) {
    Path file = modelDirectory.resolve(NAME);
    return Files.exists(file) && read(modelDirectory).isEmpty()
        ? Optional.of(file)
        : Optional.empty();
  }

  /** Writes a card, replacing an existing one atomically. */
  static void write(Path modelDirectory, ModelCard card) throws IOException {
    SafeFiles.replace(modelDirectory.resolve(NAME), GSON.toJson(card) + "\n");
  }

  /** The card with other evidence that preprocessing and weights match. */
  static ModelCard withVerification(ModelCard card, JsonElement evidence) {
    JsonObject json = GSON.toJsonTree(card).getAsJsonObject();
    json.add("verification", evidence);
    return GSON.fromJson(json, ModelCard.class);
  }

  /** A card as JSON, indented. */
  public static String text(ModelCard card) {
    return GSON.toJson(card);
  }

  /** A card as JSON. */
  public static JsonElement json(ModelCard card) {
    return GSON.toJsonTree(card);
  }
}
