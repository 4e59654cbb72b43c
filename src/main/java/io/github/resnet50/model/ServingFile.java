package io.github.resnet50.model;

import io.github.resnet50.basics.TextFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The file {@code serving.properties} of a model, without interpreting its keys. */
public record ServingFile(Path path) {
  private static final String NAME = "serving.properties";

  /** The file in a model's directory. */
  public static ServingFile in(Path directory) {
    return new ServingFile(directory.resolve(NAME));
  }

  public boolean exists() {
    return Files.isRegularFile(path);
  }

  /**
   * The keys and values of the file.
   *
   * @return a new map that the caller may change, sorted by key
   * @throws java.nio.file.NoSuchFileException where it is missing
   * @throws IOException where it cannot be read or has a malformed escape; with a message
   */
  public Map<String, String> read() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = reader()) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  private Reader reader() throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return TextFile.open(path);
  }

  /** Replaces the file: one key per line, in order, with the same bytes for the same values. */
  public void write(Map<String, String> values) throws IOException {
    Files.writeString(path, "# How images are prepared for this model\n" + text(values));
  }

  /** The lines, escaped as by {@link Properties}, but without its date. */
  public static String text(Map<String, String> values) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      Properties one = new Properties();
      one.setProperty(entry.getKey(), entry.getValue());
      StringWriter written = new StringWriter();
      one.store(written, null);
      written.toString().lines().filter(line -> !line.startsWith("#")).forEach(text::append);
      text.append('\n');
    }
    return text.toString();
  }
}
