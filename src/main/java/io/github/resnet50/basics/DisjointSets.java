package io.github.resnet50.basics;

import java.util.stream.IntStream;

/** Numbers from 0 in disjoint sets (Galler and Fischer 1964). For one thread. */
public final class DisjointSets {
  private final int[] parents;

  /** Each number alone. */
  public DisjointSets(int size) {
    parents = IntStream.range(0, size).toArray();
  }

  /** The smallest number of a number's set. */
  public int root(int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Makes one set of those of two numbers. */
  public void join(int one, int other) {
    int a = root(one);
    int b = root(other);
    parents[Math.max(a, b)] = Math.min(a, b);
  }
}
