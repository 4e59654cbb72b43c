package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.GraphPass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what passes do. */
final class Tally {
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** The same pass, counted under a name; several may share one. */
  GraphPass counting(String name, GraphPass pass) {
    counts.putIfAbsent(name, 0);
    return graph -> {
      int changes = pass.apply(graph);
      add(name, changes);
      return changes;
    };
  }

  void add(String name, int more) {
    counts.merge(name, more, Integer::sum);
  }

  int of(String name) {
    return counts.getOrDefault(name, 0);
  }

  /** All counts, in the order in which their names came up. */
  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }
}
