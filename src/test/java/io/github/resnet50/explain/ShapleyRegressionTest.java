package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.Text;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On games whose Shapley values are known from the definition. */
class ShapleyRegressionTest {
  private static double additive(BitSet c) {
    return 0.3 + c.stream().mapToDouble(i -> (i + 1) * 0.1).sum();
  }

  /** Players help and hinder each other, three of them together too. */
  private static double entangled(BitSet c) {
    return additive(c) * (c.get(0) && c.get(3) ? 2 : 1)
        - (c.get(1) && !c.get(4) ? 0.4 : 0)
        + (c.get(2) && c.get(3) && c.get(4) ? 0.7 : 0);
  }

  /** As a class's probability is: a logistic function of what single players and pairs add. */
  private static ToDoubleFunction<BitSet> probability(int players, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] adds = new double[players][players];
    for (double[] row : adds) {
      for (int k = 0; k < players; k++) {
        row[k] = (random.nextDouble() - 0.45) * 6 / players;
      }
    }
    return c -> {
      double logit = -1;
      for (int j = c.nextSetBit(0); j >= 0; j = c.nextSetBit(j + 1)) {
        logit += 2 * adds[j][j];
        for (int k = c.nextSetBit(j + 1); k >= 0; k = c.nextSetBit(k + 1)) {
          logit += adds[j][k];
        }
      }
      return 1 / (1 + Math.exp(-logit));
    };
  }

  private static List<ToDoubleFunction<BitSet>> games(int players) {
    return List.of(ShapleyRegressionTest::entangled, probability(players, 3));
  }

  private static ShapleyValues solve(
      int players, int pairs, long seed, ToDoubleFunction<BitSet> game) {
    List<CoalitionStratum> strata =
        CoalitionStratum.draw(players, pairs, new SplittableRandom(seed));
    double[] halfDifferences =
        strata.stream()
            .flatMap(stratum -> stratum.drawn().stream())
            .mapToDouble(
                c -> (game.applyAsDouble(c) - game.applyAsDouble(complement(players, c))) / 2)
            .toArray();
    BitSet none = new BitSet();
    double gain = game.applyAsDouble(complement(players, none)) - game.applyAsDouble(none);
    return new ShapleyRegression(players, strata).solve(halfDifferences, gain);
  }

  private static BitSet complement(int players, BitSet coalition) {
    BitSet rest = (BitSet) coalition.clone();
    rest.flip(0, players);
    return rest;
  }

  /** The definition: a player's mean gain over all orders in which players may come. */
  private static double[] byDefinition(int players, ToDoubleFunction<BitSet> game) {
    double[] values = new double[players];
    for (long set = 0; set < 1L << players; set++) {
      double score = game.applyAsDouble(BitSet.valueOf(new long[] {set}));
      int size = Long.bitCount(set);
      for (int player = 0; player < players; player++) {
        values[player] +=
            ((set >> player) & 1) == 1
                ? weight(players, size - 1) * score
                : -weight(players, size) * score;
      }
    }
    return values;
  }

  /** Of a coalition that a player joins: the chance that just these come before it. */
  private static double weight(int players, int size) {
    double weight = 1.0 / players;
    for (int i = 1; i <= size; i++) {
      weight *= (double) i / (players - i);
    }
    return weight;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 9})
  void allCoalitionsGiveTheDefinition(int players) {
    for (ToDoubleFunction<BitSet> game : games(players)) {
      ShapleyValues found = solve(players, (1 << (players - 1)) - 1, 1, game);
      assertArrayEquals(byDefinition(players, game), found.values(), 1e-6);
      assertArrayEquals(new double[players], found.errors(), "nothing is left to chance");
      assertEquals(1, found.reliability());
    }
  }

  @Test
  void additiveGamesAreExactWithFewPairs() {
    ShapleyValues found = solve(9, 40, 5, ShapleyRegressionTest::additive);
    assertArrayEquals(byDefinition(9, ShapleyRegressionTest::additive), found.values(), 1e-6);
    assertArrayEquals(new double[9], found.errors(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 100})
  void valuesSumToTheWholeGainHoweverFewPairs(int pairs) {
    BitSet all = complement(9, new BitSet());
    double gain = entangled(all) - entangled(new BitSet());
    assertEquals(
        gain,
        Arrays.stream(solve(9, pairs, 1, ShapleyRegressionTest::entangled).values()).sum(),
        1e-12);
  }

  @Test
  void tooFewPairsTellNoErrors() {
    ShapleyValues few = solve(9, 35, 1, ShapleyRegressionTest::entangled);
    assertNull(few.errors());
    assertNull(few.reliability());
    assertNotNull(solve(9, 36, 1, ShapleyRegressionTest::entangled).errors());
  }

  @Test
  void onePlayerHasItAll() {
    ShapleyValues found = new ShapleyRegression(1, List.of()).solve(new double[0], 0.7);
    assertArrayEquals(new double[] {0.7}, found.values());
    assertArrayEquals(new double[1], found.errors());
  }

  /**
   * The shares of simulated draws in which the true value lies within 1.96 standard errors, and the
   * correlations of pairs of draws beside what they were expected to be. {@code -Dcoverage=true}
   * prints them.
   */
  @Test
  void errorsCoverTheTruthAndForetellHowDrawsAgree() {
    for (int players : new int[] {10, 14}) {
      for (int pairs : new int[] {4 * players, 10 * players, 30 * players}) {
        Simulation simulation = new Simulation();
        for (int game = 0; game < 4; game++) {
          simulation.play(players, pairs, probability(players, 10 + game));
        }
        String told = simulation + " of " + players + " players, " + pairs + " pairs";
        if (Boolean.getBoolean("coverage")) {
          System.out.println(told);
        }
        assertTrue(simulation.coverage() > 0.93, told);
        assertEquals(simulation.agreement(), simulation.reliability(), 0.06, told);
      }
    }
  }

  private static final class Simulation {
    private static final int DRAWS = 60;

    private double held;
    private double values;
    private double foretold;
    private double found;
    private double draws;

    void play(int players, int pairs, ToDoubleFunction<BitSet> game) {
      double[] truth = byDefinition(players, game);
      double[] before = null;
      for (int draw = 0; draw < DRAWS; draw++) {
        ShapleyValues drawn = solve(players, pairs, draw, game);
        for (int i = 0; i < players; i++) {
          values++;
          held += Math.abs(drawn.values()[i] - truth[i]) <= 1.96 * drawn.errors()[i] ? 1 : 0;
        }
        if (before != null) {
          found += correlation(before, drawn.values());
          foretold += drawn.reliability();
          draws++;
        }
        before = drawn.values();
      }
    }

    private static double correlation(double[] x, double[] y) {
      return map(x).correlation(map(y));
    }

    private static HeatMap map(double[] x) {
      float[] values = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        values[i] = (float) x[i];
      }
      return new HeatMap(1, x.length, values);
    }

    double coverage() {
      return held / values;
    }

    double agreement() {
      return found / draws;
    }

    double reliability() {
      return foretold / draws;
    }

    @Override
    public String toString() {
      return Text.format(
          "%.1f %% held; draws agree with r = %.3f, foretold %.3f",
          100 * coverage(), agreement(), reliability());
    }
  }
}
