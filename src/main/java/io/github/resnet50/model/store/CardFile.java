package io.github.resnet50.model.store;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializer;
import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

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
    asItCame(gson, CardPart.Verification.class, CardPart.Verification::new);
    asItCame(gson, CardPart.Compression.class, CardPart.Compression::new);
    asItCame(gson, CardPart.Adaptation.class, CardPart.Adaptation::new);
    return gson.create();
  }

  private static <P extends CardPart> void asItCame(
      GsonBuilder gson, Class<P> type, Function<JsonElement, P> part) {
    JsonDeserializer<P> reader = (json, unused, context) -> part.apply(json);
    JsonSerializer<P> writer = (value, unused, context) -> value.json();
    gson.registerTypeAdapter(type, reader).registerTypeAdapter(type, writer);
  }

  /** A model's card; empty if it has none, or an unreadable one. */
  static Optional<ModelCard> read(Path modelDirectory) {
    try {
      String text = Files.readString(modelDirectory.resolve(NAME));
      return Optional.ofNullable(GSON.fromJson(text, ModelCard.class));
    } catch (IOException | JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Writes a card, replacing an existing one atomically. */
  static void write(Path modelDirectory, ModelCard card) throws IOException {
    SafeFiles.replace(modelDirectory.resolve(NAME), GSON.toJson(card) + "\n");
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
