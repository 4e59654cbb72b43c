package io.github.resnet50.graph;

import java.util.Map;

/**
 * One step on a graph's way to its prepared form. What a pass needs besides the graph (shapes,
 * constants' values, the engine's operations) is passed to its constructor, so that it can be
 * tested without an engine.
 */
@FunctionalInterface
public interface GraphPass {

  /**
   * Rewrites the graph in place.
   *
   * @return how many places were changed
   * @throws UnpreparableModelException if the graph cannot be prepared; it may be half rewritten
   */
  int apply(FlatGraph graph) throws UnpreparableModelException;

  /**
   * The same pass, which adds its changes to a count.
   *
   * @param name of the count, 0 from now on; several passes may share one
   */
  default GraphPass counted(String name, Map<String, Integer> counts) {
    counts.putIfAbsent(name, 0);
    return graph -> {
      int changes = apply(graph);
      counts.merge(name, changes, Integer::sum);
      return changes;
    };
  }
}
