package io.github.resnet50.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Sets of players drawn as the Shapley kernel weighs them. */
final class Coalitions {
  private Coalitions() {}

  /**
   * Draws coalitions; nobody's and everybody's are the first two, and each of the others is
   * followed by its complement, which steadies the estimate (Covert and Lee 2021).
   *
   * @param players at least 1
   * @param samples about how many
   */
  static List<boolean[]> of(int players, int samples, SplittableRandom random) {
    List<boolean[]> coalitions = new ArrayList<>();
    boolean[] all = new boolean[players];
    Arrays.fill(all, true);
    coalitions.add(new boolean[players]);
    coalitions.add(all);
    if (players == 1) {
      return coalitions;
    }
    double[] upTo = new double[players]; // cumulated weights of the sizes 1 .. players - 1
    for (int size = 1; size < players; size++) {
      upTo[size] = upTo[size - 1] + 1.0 / ((double) size * (players - size));
    }
    int[] order = new int[players];
    for (int i = 0; i < players; i++) {
      order[i] = i;
    }
    while (coalitions.size() < samples) {
      double drawn = random.nextDouble() * upTo[players - 1];
      int size = 1;
      while (size < players - 1 && upTo[size] < drawn) {
        size++;
      }
      boolean[] coalition = new boolean[players];
      boolean[] rest = all.clone();
      for (int i = 0; i < size; i++) {
        int other = i + random.nextInt(players - i);
        int player = order[other];
        order[other] = order[i];
        order[i] = player;
        coalition[player] = true;
        rest[player] = false;
      }
      coalitions.add(coalition);
      coalitions.add(rest);
    }
    return coalitions;
  }
}
