package io.github.resnet50.model.intake;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Writes {@code serving.properties}: one key a line, in order, the same every time. */
public record ServingFile(Path file) {

  /** Replaces the file. */
  public void write(Map<String, String> values) throws IOException {
    StringBuilder text = new StringBuilder("# How images are prepared for this model\n");
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      Properties one = new Properties();
      one.setProperty(entry.getKey(), entry.getValue());
      StringWriter written = new StringWriter();
      one.store(written, null);
      // The first line is the time of writing.
      written.toString().lines().filter(line -> !line.startsWith("#")).forEach(text::append);
      text.append('\n');
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
