package io.github.resnet50.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Coalitions of one size, each with its complement, and which of these pairs are scored. A pair is
 * named by the smaller of the two. Scoring both takes out whatever depends on an even number of
 * players together, and so most of the noise (Covert and Lee 2021).
 *
 * @param weight of all its pairs in the Shapley kernel; those of all sizes sum to 1
 * @param population how many pairs there are
 * @param drawn the pairs that are scored, none twice; at least one
 */
record CoalitionStratum(double weight, double population, List<BitSet> drawn) {
  /** Of fewer pairs it is not known how much they differ. */
  static final int FEWEST = 2;

  private static final double ROUNDING = 1e-9;

  /** Whether all pairs are scored, so that nothing is left to chance. */
  boolean isComplete() {
    return drawn.size() >= population;
  }

  /** How much of the kernel's weight each scored pair stands for. */
  double weightOfPair() {
    return weight / drawn.size();
  }

  /**
   * Draws pairs without replacement. From single players on all pairs of a size are taken, as long
   * as the number that its weight gives it is enough for that (as Lundberg's own program does); of
   * each larger size as many as its weight gives it, but two at least. Of the same seed, more pairs
   * are those of fewer and others.
   *
   * @param players at least 1
   * @param pairs how many at most
   * @return what is drawn, by size; without those sizes that get nothing
   */
  static List<CoalitionStratum> draw(int players, double pairs, SplittableRandom random) {
    double[] populations = new double[players / 2];
    double[] weights = new double[players / 2];
    double coalitions = 1;
    for (int i = 0; i < weights.length; i++) {
      int size = i + 1;
      coalitions *= (double) (players - i) / size;
      double half = 2 * size == players ? 0.5 : 1; // both of a pair are of this size
      populations[i] = Math.rint(half * coalitions);
      weights[i] = half / ((double) size * (players - size));
    }
    double all = Arrays.stream(weights).sum();
    double[] counts = counts(populations, weights, pairs);
    List<CoalitionStratum> strata = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      SplittableRandom ofSize = random.split();
      if (counts[i] > 0) {
        List<BitSet> drawn =
            counts[i] == populations[i]
                ? all(players, i + 1)
                : some(players, i + 1, (int) counts[i], ofSize);
        strata.add(new CoalitionStratum(weights[i] / all, populations[i], drawn));
      }
    }
    return strata;
  }

  /** How many pairs of each size are to be drawn. */
  private static double[] counts(double[] populations, double[] weights, double pairs) {
    double[] counts = new double[weights.length];
    double left = pairs;
    double weightLeft = Arrays.stream(weights).sum();
    int first = 0;
    while (first < counts.length
        && left * weights[first] / weightLeft >= populations[first] * (1 - ROUNDING)) {
      counts[first] = populations[first];
      left -= populations[first];
      weightLeft -= weights[first];
      first++;
    }
    double beyondFewest = Math.max(0, left - FEWEST * (double) (counts.length - first));
    double due = 0; // beyond the fewest, up to a size
    double given = 0;
    for (int i = first; i < counts.length && left >= FEWEST; i++) {
      due += beyondFewest * weights[i] / weightLeft;
      double more = Math.min(Math.rint(due) - given, populations[i] - FEWEST);
      given += more;
      counts[i] = FEWEST + more;
      left -= counts[i];
    }
    return counts;
  }

  /** All pairs of a size, of which there are not too many for that. */
  private static List<BitSet> all(int players, int size) {
    List<BitSet> all = new ArrayList<>();
    int[] members = new int[size];
    for (int i = 0; i < size; i++) {
      members[i] = i;
    }
    // The first player is in every half, whose complements have the rest.
    while (2 * size < players || members[0] == 0) {
      BitSet coalition = new BitSet(players);
      Arrays.stream(members).forEach(coalition::set);
      all.add(coalition);
      int last = size - 1;
      while (last >= 0 && members[last] == players - size + last) {
        last--;
      }
      if (last < 0) {
        break;
      }
      members[last]++;
      for (int i = last + 1; i < size; i++) {
        members[i] = members[i - 1] + 1;
      }
    }
    return all;
  }

  /** Random pairs of a size, none twice. */
  private static List<BitSet> some(int players, int size, int count, SplittableRandom random) {
    int[] order = new int[players];
    for (int i = 0; i < players; i++) {
      order[i] = i;
    }
    Set<BitSet> seen = new HashSet<>();
    List<BitSet> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      BitSet coalition = new BitSet(players);
      for (int i = 0; i < size; i++) {
        int other = i + random.nextInt(players - i);
        int player = order[other];
        order[other] = order[i];
        order[i] = player;
        coalition.set(player);
      }
      if (2 * size == players && !coalition.get(0)) {
        coalition.flip(0, players);
      }
      if (seen.add(coalition)) {
        drawn.add(coalition);
      }
    }
    return drawn;
  }
}
