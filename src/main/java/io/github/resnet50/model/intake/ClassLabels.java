package io.github.resnet50.model.intake;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The class labels of a model.
 *
 * @param source the file they are from, for messages; null where there are none
 * @param labels one a class; empty where there are none
 */
record ClassLabels(String source, List<Label> labels) {
  private static final int IMAGENET = 1000;
  private static final String FIRST_IMAGENET = "n01440764";

  /**
   * Reads the file that the user named, or else the first usual one beside the model.
   *
   * @param named by the user, or null
   * @param declared by {@code serving.properties}, or null
   */
  static ClassLabels of(ModelFiles files, Path named, String declared) throws ModelException {
    if (named != null) {
      if (!Files.isRegularFile(named)) {
        throw new ModelException(named + " is no file (--labels)");
      }
      return new ClassLabels(named.getFileName().toString(), read(named));
    }
    Set<String> usual = new LinkedHashSet<>();
    if (declared != null && ModelDirectory.isFileName(declared)) {
      usual.add(declared);
    }
    usual.addAll(List.of("synset.txt", "labels.txt", "imagenet_class_index.json"));
    for (String name : usual) {
      Optional<Path> file = files.find(name);
      if (file.isPresent()) {
        return new ClassLabels(name, read(file.get()));
      }
    }
    Optional<TimmConfig> config = TimmConfig.of(files);
    if (config.isPresent() && !config.get().labels().isEmpty()) {
      return new ClassLabels(config.get().source(), config.get().labels());
    }
    List<Label> said = files.said().labels();
    return new ClassLabels(said.isEmpty() ? null : OnnxMetadata.SOURCE, said);
  }

  /**
   * The same labels, adjusted to the number of classes; none where those of a file's metadata, by
   * some key that may stand for anything, are of another number.
   *
   * @param scores the model's outputs an image; one stands for two classes; 0: unknown
   * @param notes receives what was adjusted
   * @throws ModelException naming both counts
   */
  ClassLabels fittedTo(int scores, Consumer<String> notes) throws ModelException {
    int classes = scores == 1 ? 2 : scores;
    if (labels.isEmpty() || scores == 0 || labels.size() == classes) {
      return this;
    }
    if (classes == IMAGENET + 1 && labels.size() == IMAGENET && isImageNet()) {
      notes.accept(
          "labels: the model has a background class before ImageNet's 1000; it is named so");
      List<Label> all = new ArrayList<>(List.of(new Label("background", "background")));
      all.addAll(labels);
      return new ClassLabels(source, all);
    }
    String need =
        scores == 1
            ? "has one score for two classes, and needs 2: first what a score near 0 means"
            : "tells " + classes + " apart";
    String trouble =
        "%s names %s classes, but the model %s (--labels FILE)"
            .formatted(source, labels.size(), need);
    if (source.equals(OnnxMetadata.SOURCE)) {
      notes.accept("labels: " + trouble);
      return new ClassLabels(null, List.of());
    }
    throw new ModelException(trouble);
  }

  private boolean isImageNet() {
    return labels.get(0).id().equals(FIRST_IMAGENET) || labels.get(0).name().startsWith("tench");
  }

  /** Writes them as a synset file, if there are any. */
  void write(Path file) throws IOException {
    if (!labels.isEmpty()) {
      List<String> lines = labels.stream().map(ClassLabels::line).toList();
      Files.write(file, lines, StandardCharsets.UTF_8);
    }
  }

  private static String line(Label label) {
    return label.id().equals(label.name()) ? label.name() : label.id() + " " + label.name();
  }

  /**
   * Reads a file of class names: a line a class ({@code n01440764 tench} or a bare name, or
   * numbered as Teachable Machine does: {@code 0 cat}), or JSON ({@code {"0": ["n01440764",
   * "tench"]}} as Keras's {@code imagenet_class_index.json}, {@code {"0": "cat"}}, {@code {"cat":
   * 0}}, {@code ["cat"]}).
   *
   * @return one label a class, in order
   * @throws ModelException naming what is wrong with the file
   */
  static List<Label> read(Path file) throws ModelException {
    try {
      String text = TextFile.read(file);
      List<Label> labels =
          file.getFileName().toString().endsWith(".json")
              ? json(file, JsonParser.parseString(text))
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

  /** Reads the JSON of {@link #read}. */
  static List<Label> json(Path file, JsonElement json) throws ModelException {
    if (json.isJsonArray()) {
      return json.getAsJsonArray().asList().stream().map(ClassLabels::label).toList();
    }
    if (!json.isJsonObject()) {
      throw new ModelException(file + " is neither a JSON object nor an array of names");
    }
    Map<Integer, Label> byIndex = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
      JsonElement value = entry.getValue();
      boolean nameFirst = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
      Label label = nameFirst ? parsed(entry.getKey()) : label(value);
      int index = index(file, nameFirst ? value.getAsString() : entry.getKey());
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

  private static int index(Path file, String text) throws ModelException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ModelException(file + ": '" + text + "' is no class number", e);
    }
  }

  private static Label label(JsonElement value) {
    if (!value.isJsonArray()) {
      return parsed(text(value));
    }
    List<String> parts = value.getAsJsonArray().asList().stream().map(ClassLabels::text).toList();
    return parsed(String.join(" ", parts));
  }

  private static String text(JsonElement value) {
    if (!value.isJsonPrimitive()) {
      throw new JsonParseException(Text.shortened(value.toString()) + " is no class name");
    }
    return value.getAsString();
  }

  /** A name in JSON may hold line breaks; in a synset file each would begin another class. */
  private static Label parsed(String name) {
    return Label.parse(name.replaceAll("\\R", " "));
  }
}
