package io.github.resnet50.model.zoo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model came from. It lies in the model's directory as {@code zoo.json}, so that whoever
 * finds the model there finds this too.
 *
 * @param name as the user calls the model
 * @param repository the zoo's address
 * @param coordinates {@code group:artifact:version}, as DJL writes them
 * @param artifact which artifact of these, such as {@code resnet50}
 * @param properties what the zoo says about it: {@code layers}, {@code flavor}, {@code dataset}
 * @param files what was fetched
 */
public record ZooSource(
    String name,
    String repository,
    String coordinates,
    String artifact,
    Map<String, String> properties,
    List<ZooFile> files) {

  private static final String FILE = "zoo.json";

  /** Reads what is written in a model's directory; empty where the model is not from a zoo. */
  public static Optional<ZooSource> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      String json = Files.readString(file, StandardCharsets.UTF_8);
      return Optional.ofNullable(new Gson().fromJson(json, ZooSource.class));
    } catch (JsonParseException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  void write(Path directory) throws IOException {
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.deleteIfExists(directory.resolve(FILE));
    Files.writeString(directory.resolve(FILE), gson.toJson(this) + "\n", StandardCharsets.UTF_8);
  }
}
