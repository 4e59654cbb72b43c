package io.github.resnet50.find;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The names with the highest scores, in their order; of equal ones those that came first. A name
 * that comes again counts once, with its highest.
 */
public final class Ranking {
  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::score).reversed().thenComparingLong(Ranked::place);

  private final int most;
  private final TreeSet<Ranked> best = new TreeSet<>(BEST_FIRST);
  private final Map<String, Ranked> byName = new HashMap<>(); // the same
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
    Ranked now = new Ranked(name, score, places++);
    Ranked before = byName.get(name);
    if (before != null && before.score() >= score) {
      return;
    }
    if (before != null) {
      best.remove(before);
    }
    best.add(now);
    byName.put(name, now);
    if (best.size() > most) {
      byName.remove(best.pollLast().name());
    }
  }

  /** The best first. */
  public List<Ranked> ranked() {
    return List.copyOf(best);
  }
}
