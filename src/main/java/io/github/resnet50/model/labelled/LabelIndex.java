package io.github.resnet50.model.labelled;

import io.github.resnet50.model.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds a model's class by a label: its id, its name, one of the names where it has several with
 * commas between them, or its index. Letter case does not count, and an underscore is a space. A
 * name shared by several classes (ImageNet's {@code crane}) matches none of them.
 */
public final class LabelIndex {
  private static final int AMBIGUOUS = -1;

  private final Map<String, Integer> classes;
  private final int size;

  /**
   * @param labels one a class, in the order of the model's output
   */
  public LabelIndex(List<Label> labels) {
    this.size = labels.size();
    Map<String, Integer> synonyms = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Label label = labels.get(i);
      add(ids, label.id(), i);
      add(names, label.name(), i);
      for (String synonym : label.name().split(",", -1)) {
        add(synonyms, synonym, i);
      }
    }
    // More specific names take precedence over less specific ones.
    classes = synonyms;
    classes.putAll(names);
    classes.putAll(ids);
  }

  private static void add(Map<String, Integer> classes, String name, int index) {
    classes.merge(key(name), index, (one, other) -> one.equals(other) ? one : AMBIGUOUS);
  }

  private static String key(String name) {
    return name.replace('_', ' ').strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether one of the labels matches a class, regardless of other classes.
   *
   * @param index of the class
   */
  public static boolean isNamed(int index, Label label, List<String> labels) {
    Map<String, Integer> names = new HashMap<>();
    add(names, label.id(), index);
    add(names, label.name(), index);
    for (String synonym : label.name().split(",", -1)) {
      add(names, synonym, index);
    }
    add(names, Integer.toString(index), index);
    return labels.stream().anyMatch(name -> names.containsKey(key(name)));
  }

  /** The class matched by the first label that matches any; empty if none does. */
  public OptionalInt find(List<String> labels) {
    for (String label : labels) {
      int index = find(label);
      if (index >= 0) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }

  private int find(String label) {
    Integer named = classes.get(key(label));
    if (named != null) {
      return named;
    }
    if (label.strip().matches("\\d{1,9}")) {
      int index = Integer.parseInt(label.strip());
      return index < size ? index : -1;
    }
    return -1;
  }
}
