package io.github.resnet50.graph;

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
}
