package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class KernelShapTest {
  private static final int PLAYERS = 5;

  private static double[] solve(int samples, ToDoubleFunction<boolean[]> game) {
    List<boolean[]> coalitions = KernelShap.coalitions(PLAYERS, samples, new SplittableRandom(5));
    double[][] scores =
        coalitions.stream()
            .map(coalition -> new double[] {game.applyAsDouble(coalition)})
            .toArray(double[][]::new);
    return KernelShap.shapleyValues(coalitions, scores)[0];
  }

  /** The definition: a player's mean gain over all orders in which players may come. */
  private static double[] byDefinition(ToDoubleFunction<boolean[]> game) {
    double[] values = new double[PLAYERS];
    for (int set = 0; set < 1 << PLAYERS; set++) {
      for (int player = 0; player < PLAYERS; player++) {
        if ((set >> player & 1) == 0) {
          int size = Integer.bitCount(set);
          double weight = factorial(size) * factorial(PLAYERS - size - 1) / factorial(PLAYERS);
          double gain =
              game.applyAsDouble(members(set | 1 << player)) - game.applyAsDouble(members(set));
          values[player] += weight * gain;
        }
      }
    }
    return values;
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  private static boolean[] members(int set) {
    boolean[] members = new boolean[PLAYERS];
    for (int i = 0; i < PLAYERS; i++) {
      members[i] = (set >> i & 1) == 1;
    }
    return members;
  }

  private static double value(boolean[] coalition) {
    double sum = 0.3;
    for (int i = 0; i < PLAYERS; i++) {
      sum += coalition[i] ? (i + 1) * 0.1 : 0;
    }
    return sum;
  }

  @Test
  void isExactWhereGainsAdd() {
    double[] values = solve(40, KernelShapTest::value);
    for (int i = 0; i < PLAYERS; i++) {
      assertEquals((i + 1) * 0.1, values[i], 1e-4);
    }
  }

  @Test
  void approachesTheDefinitionWherePlayersDependOnEachOther() {
    ToDoubleFunction<boolean[]> game =
        c -> value(c) * (c[0] && c[3] ? 2 : 1) - (c[1] && !c[4] ? 0.4 : 0);
    double[] expected = byDefinition(game);
    double[] values = solve(20_000, game);
    for (int i = 0; i < PLAYERS; i++) {
      assertEquals(expected[i], values[i], 0.02, "player " + i);
    }
  }

  @Test
  void sumsToTheWholeGainHoweverFewSamples() {
    for (int samples : new int[] {2, 4, 10}) {
      double sum = 0;
      for (double value : solve(samples, KernelShapTest::value)) {
        sum += value;
      }
      assertEquals(1.5, sum, 1e-9);
    }
  }

  @Test
  void onePlayerHasItAll() {
    List<boolean[]> coalitions = KernelShap.coalitions(1, 10, new SplittableRandom(1));
    double[][] values = KernelShap.shapleyValues(coalitions, new double[][] {{0.2}, {0.9}});
    assertEquals(0.7, values[0][0], 1e-12);
  }
}
