package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.GraphPass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the changes made by passes. */
final class Tally {
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Wraps a pass so that its changes are counted under a name; several passes may share one. */
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

  /** All counts, in the order in which their names first occurred. */
  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }
}
