package io.github.resnet50.find;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The names with the highest scores, in their order; of equal ones those that came first. */
public final class Ranking {
  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::score).reversed().thenComparingLong(Ranked::place);

  private final int most;
  private final PriorityQueue<Ranked> best = new PriorityQueue<>(BEST_FIRST.reversed());
  private long places;

  /** One of them. */
  public record Ranked(String name, double score, long place) {}

  /**
   * @param most how many are kept
   */
  public Ranking(int most) {
    this.most = most;
  }

  public void add(String name, double score) {
    best.add(new Ranked(name, score, places++));
    if (best.size() > most) {
      best.poll();
    }
  }

  /** The best first. */
  public List<Ranked> ranked() {
    List<Ranked> ranked = new ArrayList<>(best);
    ranked.sort(BEST_FIRST);
    return ranked;
  }
}
