package io.github.resnet50.model.intake;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A file of class names: a line a class ({@code n01440764 tench} or a bare name, or numbered as
 * Teachable Machine does: {@code 0 cat}), or JSON ({@code {"0": ["n01440764", "tench"]}} as Keras's
 * {@code imagenet_class_index.json}, {@code {"0": "cat"}}, {@code {"cat": 0}}, {@code ["cat"]}).
 */
record ClassNameFile(Path file) {

  /**
   * Reads it.
   *
   * @return one label a class, in order
   * @throws ModelException naming what is wrong with the file
   */
  List<Label> read() throws ModelException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
      List<Label> labels =
          file.getFileName().toString().endsWith(".json")
              ? json(JsonParser.parseString(text))
              : lines(text.lines().filter(line -> !line.isBlank()).toList());
      if (labels.isEmpty()) {
        throw new ModelException(file + " names no classes");
      }
      return labels;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new ModelException("cannot read the labels in " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<Label> lines(List<String> lines) {
    boolean numbered =
        lines.size() > 1
            && IntStream.range(0, lines.size())
                .allMatch(i -> lines.get(i).strip().matches(i + "[ \\t:,].*"));
    return lines.stream()
        .map(line -> Label.parse(numbered ? line.strip().replaceFirst("\\d+[\\s:,]+", "") : line))
        .toList();
  }

  private List<Label> json(JsonElement json) throws ModelException {
    if (json.isJsonArray()) {
      return json.getAsJsonArray().asList().stream().map(ClassNameFile::label).toList();
    }
    if (!json.isJsonObject()) {
      throw new ModelException(file + " is neither a JSON object nor an array of names");
    }
    Map<Integer, Label> byIndex = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
      JsonElement value = entry.getValue();
      boolean nameFirst = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
      Label label = nameFirst ? Label.parse(entry.getKey()) : label(value);
      int index = index(nameFirst ? value.getAsString() : entry.getKey());
      if (byIndex.put(index, label) != null) {
        throw new ModelException(file + " names class " + index + " twice");
      }
    }
    for (int i = 0; i < byIndex.size(); i++) {
      if (!byIndex.containsKey(i)) {
        throw new ModelException(file + " has " + byIndex.size() + " classes, but no number " + i);
      }
    }
    return new ArrayList<>(byIndex.values());
  }

  private int index(String text) throws ModelException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ModelException(file + ": '" + text + "' is no class number", e);
    }
  }

  private static Label label(JsonElement value) {
    if (!value.isJsonArray()) {
      return Label.parse(value.getAsString());
    }
    List<String> parts =
        value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    return Label.parse(String.join(" ", parts));
  }
}
