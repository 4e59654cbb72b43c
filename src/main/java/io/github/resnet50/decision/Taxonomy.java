package io.github.resnet50.decision;

import io.github.resnet50.model.Label;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is a kind of what: nodes, each below any number of parents, and none below itself. A model's
 * classes are nodes of it. Immutable.
 *
 * <p>Nodes are known by their ids: WordNet's, or names in a file of the user's.
 */
public final class Taxonomy {
  private static final Pattern GAP = Pattern.compile("[\\s_\u00A0]+");

  private final String source;
  private final boolean hasNamedClasses;
  private final List<String> ids;
  private final Map<String, Integer> places;
  private final List<List<String>> names;
  private final int[][] parents;
  private final int[][] children;
  private final int[] depths;
  private List<Map<String, List<String>>> named; // by their first names, and by all; once needed

  private Taxonomy(Builder from, int[] depths) {
    this.source = from.source;
    this.hasNamedClasses = from.hasNamedClasses;
    this.ids = List.copyOf(from.ids);
    this.places = from.places;
    this.names = from.names;
    this.parents = from.linked(Edge::child, Edge::parent);
    this.children = from.linked(Edge::parent, Edge::child);
    this.depths = depths;
  }

  /** For messages: {@code WordNet's tree}, or the file. */
  public String source() {
    return source;
  }

  /** How many nodes there are. */
  public int size() {
    return ids.size();
  }

  /** All nodes. */
  public List<String> ids() {
    return ids;
  }

  /** Nodes that have nothing above them. */
  public List<String> roots() {
    return where(parents);
  }

  /** Nodes that have nothing below them. */
  public List<String> leaves() {
    return where(children);
  }

  private List<String> where(int[][] isEmpty) {
    return IntStream.range(0, size())
        .filter(node -> isEmpty[node].length == 0)
        .mapToObj(ids::get)
        .toList();
  }

  public boolean has(String id) {
    return places.containsKey(id);
  }

  /** Right above a node. */
  public List<String> parents(String id) {
    return names(parents[place(id)]);
  }

  /** Right below a node. */
  public List<String> children(String id) {
    return names(children[place(id)]);
  }

  /** What a node is called: the first of its names. */
  public String label(String id) {
    return label(place(id));
  }

  /** All that a node is called; its id where it has no name. */
  public List<String> names(String id) {
    List<String> own = names.get(place(id));
    return own.isEmpty() ? List.of(id) : own;
  }

  /** A node and all that is above it, the nearest first. */
  public Set<String> ancestors(String id) {
    return new LinkedHashSet<>(names(ancestors(place(id))));
  }

  /** A node and all that is below it, the nearest first. */
  public Set<String> below(String id) {
    return new LinkedHashSet<>(names(reached(place(id), children)));
  }

  /** The longest way from a root: 0 of a root. */
  public int depth(String id) {
    return depths[place(id)];
  }

  /**
   * The nodes that a name means: the one with that id; else those whose first name it is; else
   * those that are called so too. Whether letters are capitals does not count, and underscores are
   * spaces.
   *
   * @return none, or several
   */
  public List<String> named(String nameOrId) {
    if (has(nameOrId)) {
      return List.of(nameOrId);
    }
    String key = key(nameOrId);
    List<String> none = List.of();
    List<String> first = byNames().get(0).getOrDefault(key, none);
    return first.isEmpty() ? byNames().get(1).getOrDefault(key, none) : first;
  }

  private synchronized List<Map<String, List<String>>> byNames() {
    if (named == null) {
      Map<String, List<String>> first = new HashMap<>();
      Map<String, List<String>> all = new HashMap<>();
      for (int node = 0; node < size(); node++) {
        add(first, label(node), node);
        for (String name : names.get(node)) {
          add(all, name, node);
        }
      }
      named = List.of(first, all);
    }
    return named;
  }

  private void add(Map<String, List<String>> to, String name, int node) {
    List<String> nodes = to.computeIfAbsent(key(name), key -> new ArrayList<>(1));
    if (!nodes.contains(ids.get(node))) {
      nodes.add(ids.get(node));
    }
  }

  private static String key(String name) {
    return GAP.matcher(name).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The node that a model's class is; empty where there is none, or its name is that of several.
   */
  public Optional<String> nodeOf(Label label) {
    if (has(label.id())) {
      return Optional.of(label.id());
    }
    if (!hasNamedClasses) {
      return Optional.empty();
    }
    List<String> nodes = named(label.name());
    return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
  }

  /** Nodes that share a name, for people: their ids, and what is right above each. */
  public String describe(List<String> nodes) {
    return nodes.stream()
        .map(
            id ->
                parents(id).isEmpty()
                    ? id
                    : parents(id).stream()
                        .map(this::label)
                        .collect(Collectors.joining(", ", id + " (", ")")))
        .collect(Collectors.joining(", "));
  }

  int place(String id) {
    Integer place = places.get(id);
    if (place == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return place;
  }

  String id(int node) {
    return ids.get(node);
  }

  String label(int node) {
    List<String> own = names.get(node);
    return own.isEmpty() ? ids.get(node) : own.get(0);
  }

  int depth(int node) {
    return depths[node];
  }

  int[] ancestors(int node) {
    return reached(node, parents);
  }

  /** Without recursion: a way may be as long as there are nodes. */
  private static int[] reached(int from, int[][] steps) {
    Set<Integer> reached = new LinkedHashSet<>(Set.of(from));
    Deque<Integer> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      for (int node : steps[next.remove()]) {
        if (reached.add(node)) {
          next.add(node);
        }
      }
    }
    return reached.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<String> names(int[] nodes) {
    return Arrays.stream(nodes).mapToObj(ids::get).toList();
  }

  /**
   * One node below another.
   *
   * @param line where it is said
   */
  record Edge(int child, int parent, long line) {}

  /** Takes nodes as they come. */
  static final class Builder {
    private final String source;
    private final boolean hasNamedClasses;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> names = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    /**
     * @param hasNamedClasses whether a class that is no node by its id may be one by its name
     */
    Builder(String source, boolean hasNamedClasses) {
      this.source = source;
      this.hasNamedClasses = hasNamedClasses;
    }

    /** The place of a node, which is made where it is new. */
    int node(String id) {
      Integer known = places.putIfAbsent(id, ids.size());
      if (known == null) {
        ids.add(id);
        names.add(List.of());
      }
      return known == null ? ids.size() - 1 : known;
    }

    String id(int node) {
      return ids.get(node);
    }

    boolean isEmpty() {
      return ids.isEmpty();
    }

    List<String> names(int node) {
      return names.get(node);
    }

    void call(int node, List<String> itsNames) {
      names.set(node, itsNames);
    }

    void link(Edge edge) {
      edges.add(edge);
    }

    Taxonomy build() {
      return new Taxonomy(this, depths());
    }

    /** The longest way of each node from a root; -1 of those in or below a circle. */
    private int[] depths() {
      int[][] parents = linked(Edge::child, Edge::parent);
      int[][] children = linked(Edge::parent, Edge::child);
      int[] depths = new int[ids.size()];
      int[] open = new int[ids.size()];
      Deque<Integer> next = new ArrayDeque<>();
      for (int node = 0; node < open.length; node++) {
        open[node] = parents[node].length;
        depths[node] = open[node] == 0 ? 0 : -1;
        if (open[node] == 0) {
          next.add(node);
        }
      }
      int[] longest = new int[ids.size()];
      while (!next.isEmpty()) {
        int node = next.remove();
        depths[node] = longest[node];
        for (int child : children[node]) {
          longest[child] = Math.max(longest[child], longest[node] + 1);
          if (--open[child] == 0) {
            next.add(child);
          }
        }
      }
      return depths;
    }

    /**
     * A circle that there is, each node below the next and the last below the first; else empty.
     */
    List<Edge> circle() {
      int[] depths = depths();
      Map<Integer, Edge> up = new HashMap<>(); // of each node that is in or below one
      for (Edge edge : edges) {
        if (depths[edge.child()] < 0 && depths[edge.parent()] < 0) {
          up.putIfAbsent(edge.child(), edge);
        }
      }
      if (up.isEmpty()) {
        return List.of();
      }
      Set<Integer> way = new LinkedHashSet<>();
      int node = up.values().iterator().next().child();
      while (way.add(node)) {
        node = up.get(node).parent();
      }
      List<Edge> circle = new ArrayList<>();
      int at = node;
      do {
        circle.add(up.get(at));
        at = up.get(at).parent();
      } while (at != node);
      return circle;
    }

    /** For each node the nodes that it is linked to. */
    private int[][] linked(ToIntFunction<Edge> from, ToIntFunction<Edge> to) {
      int[] counts = new int[ids.size()];
      edges.forEach(edge -> counts[from.applyAsInt(edge)]++);
      int[][] linked = new int[ids.size()][];
      Arrays.setAll(linked, node -> new int[counts[node]]);
      for (Edge edge : edges) {
        int node = from.applyAsInt(edge);
        linked[node][linked[node].length - counts[node]--] = to.applyAsInt(edge);
      }
      return linked;
    }
  }
}
