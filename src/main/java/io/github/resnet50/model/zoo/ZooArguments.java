package io.github.resnet50.model.zoo;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Makes {@code serving.properties} of the arguments in a zoo's metadata. DJL hands both to the same
 * translator, so keys and values stay; keys that are absent stay absent, and mean DJL's defaults in
 * either place.
 */
final class ZooArguments {
  private static final String FILE = "serving.properties";

  private final Map<String, Object> arguments;

  ZooArguments(Map<String, Object> arguments) {
    this.arguments = arguments;
  }

  /** Writes the file; what the archive brought in one of its own counts where the zoo is silent. */
  void write(Path model, String synsetFileName) throws IOException {
    Properties properties = new Properties();
    Path file = model.resolve(FILE);
    if (Files.isRegularFile(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IllegalArgumentException e) {
        throw new IOException("the model's own " + FILE + ": " + e.getMessage(), e);
      }
      Files.delete(file); // it may be a second name of DJL's copy
    }
    arguments.forEach((key, value) -> properties.setProperty(key, text(key, value)));
    if (synsetFileName != null && !synsetFileName.equals("synset.txt")) {
      properties.putIfAbsent("synsetFileName", synsetFileName);
    }
    Files.writeString(file, sorted(properties), StandardCharsets.UTF_8);
  }

  private static String text(String key, Object value) {
    // JSON knows one kind of number, and Gson reads it as this one.
    if (value instanceof Double number && number == Math.rint(number)) {
      return Long.toString(number.longValue());
    }
    String text = String.valueOf(value);
    if (key.equals("normalize") && text.split(",", -1).length == 3) {
      return text + ",1,1,1"; // means alone, as the metadata of old had them
    }
    return text;
  }

  /** Escaped as {@link Properties} does, without its date: the same model gives the same file. */
  private static String sorted(Properties properties) throws IOException {
    StringWriter writer = new StringWriter();
    properties.store(writer, null);
    return writer
        .toString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
