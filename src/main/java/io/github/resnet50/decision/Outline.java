package io.github.resnet50.decision;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.html.ClassOutline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A taxonomy as people look at it: of WordNet, which has 15 nodes above a beagle, those of a list
 * of useful words; of a user's own taxonomy all. A node with several above it stands below the one
 * that is deepest in the taxonomy.
 */
public final class Outline implements ClassOutline {
  private static final String FILE = "landmarks.txt";

  private final Taxonomy taxonomy;
  private final Map<String, String> words; // of landmarks; empty: all nodes are
  private final Map<String, String> same = new HashMap<>(); // the one that stands for a landmark
  private final Set<String> general = new HashSet<>(); // above landmarks alone
  private final Map<String, List<String>> above = new ConcurrentHashMap<>(); // of nodes asked for

  private Outline(Taxonomy taxonomy, Map<String, String> words) {
    this.taxonomy = taxonomy;
    this.words = words;
    Map<String, String> first = new HashMap<>();
    words.forEach((id, word) -> same.put(id, first.computeIfAbsent(word, w -> id)));
    for (String landmark : words.keySet()) {
      general.addAll(above(landmark));
    }
    general.removeIf(node -> parent(node) != null || isLandmark(node));
  }

  /** Of WordNet. */
  public static Outline ofWordNet(Taxonomy wordNet) {
    return new Outline(wordNet, landmarks());
  }

  /** Nothing is known above any class. */
  public static Outline none() {
    return of(new Taxonomy.Builder("no tree", false).build());
  }

  /** Of any other. */
  public static Outline of(Taxonomy taxonomy) {
    return new Outline(taxonomy, Map.of());
  }

  /** The words of nodes of WordNet. */
  static Map<String, String> landmarks() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Outline.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(
              Collectors.toMap(line -> line[0], line -> line[1], (a, b) -> a, LinkedHashMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String node(String id, String label) {
    return one(taxonomy.nodeOf(new Label(id, label)).orElse(id));
  }

  /** Landmarks of one word, such as WordNet's two nodes for food, are one. */
  private String one(String id) {
    return same.getOrDefault(id, id);
  }

  @Override
  public List<String> above(String id) {
    if (!taxonomy.has(id)) {
      return List.of();
    }
    return above.computeIfAbsent(id, this::sortedAbove);
  }

  private List<String> sortedAbove(String id) {
    return taxonomy.ancestors(id).stream()
        .sorted(
            Comparator.comparingInt((String node) -> -taxonomy.depth(taxonomy.place(node)))
                .thenComparing(Comparator.naturalOrder()))
        .map(this::one)
        .filter(node -> !node.equals(one(id)))
        .distinct()
        .toList();
  }

  @Override
  public boolean isLandmark(String id) {
    return words.isEmpty() || words.containsKey(id);
  }

  @Override
  public boolean isGeneral(String id) {
    return general.contains(id);
  }

  @Override
  public String label(String id) {
    return words.getOrDefault(id, taxonomy.label(id));
  }

  /**
   * Where an answer stands, from the general to the particular: {@code animal, dog, beagle}. Its
   * own label comes last.
   *
   * @return empty where it is more general than any word that people look for, as object is
   */
  public List<String> path(Answer answer) {
    if (isGeneral(node(answer.id(), answer.label()))) {
      return List.of();
    }
    List<String> path = new ArrayList<>(List.of(answer.label()));
    for (String node = parent(node(answer.id(), answer.label()));
        node != null;
        node = parent(node)) {
      if (path.size() > 1 || !label(node).equalsIgnoreCase(answer.label())) {
        path.add(label(node));
      }
    }
    Collections.reverse(path);
    return path;
  }

  /** The landmark above a node; null where there is none. */
  private String parent(String id) {
    return above(id).stream().filter(this::isLandmark).findFirst().orElse(null);
  }
}
