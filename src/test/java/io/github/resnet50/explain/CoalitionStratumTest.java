package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoalitionStratumTest {
  private static List<CoalitionStratum> draw(int players, int pairs) {
    return CoalitionStratum.draw(players, pairs, new SplittableRandom(3));
  }

  @ParameterizedTest
  @CsvSource({
    "3,2", "4,5", "7,40", "8,90", "8,126", "8,127", "12,300", "36,71", "36,249", "36,2000"
  })
  void noPairIsDrawnTwiceNorMoreThanAsked(int players, int pairs) {
    List<CoalitionStratum> strata = draw(players, pairs);
    Set<BitSet> seen = new HashSet<>();
    int drawn = 0;
    double weight = 0;
    for (CoalitionStratum stratum : strata) {
      weight += stratum.weight();
      for (BitSet coalition : stratum.drawn()) {
        BitSet complement = (BitSet) coalition.clone();
        complement.flip(0, players);
        assertTrue(seen.add(coalition) && seen.add(complement), coalition + " again");
        drawn++;
      }
      assertTrue(stratum.drawn().size() >= Math.min(2, stratum.population()));
    }
    assertTrue(drawn <= pairs && drawn >= pairs - 2, drawn + " of " + pairs);
    assertEquals(1, weight, 1e-9, "all sizes");
  }

  @Test
  void smallGamesAreScoredWhole() {
    for (int players = 2; players < 12; players++) {
      int all = (1 << (players - 1)) - 1;
      int drawn = 0;
      for (CoalitionStratum stratum : draw(players, all)) {
        assertTrue(stratum.isComplete());
        drawn += stratum.drawn().size();
      }
      assertEquals(all, drawn);
    }
  }

  @Test
  void sizesThatTheBudgetCoversAreComplete() {
    List<CoalitionStratum> strata = draw(16, 1000);
    assertEquals(8, strata.size());
    assertEquals(16, strata.get(0).drawn().size());
    assertEquals(120, strata.get(1).drawn().size());
    assertTrue(strata.get(1).isComplete());
    assertEquals(560, strata.get(2).population());
    assertTrue(!strata.get(2).isComplete());
    assertEquals(6435, strata.get(7).population(), "halves come in pairs");
  }

  @Test
  void morePairsAreThoseOfFewerAndOthers() {
    List<BitSet> few = draw(16, 60).stream().flatMap(s -> s.drawn().stream()).toList();
    List<BitSet> many = draw(16, 1000).stream().flatMap(s -> s.drawn().stream()).toList();
    assertTrue(new HashSet<>(many).containsAll(few));
  }

  @Test
  void eachPlayerIsAsLikelyAsAnother() {
    int[] times = new int[10];
    for (int seed = 0; seed < 300; seed++) {
      for (BitSet coalition :
          CoalitionStratum.draw(10, 40, new SplittableRandom(seed)).get(3).drawn()) {
        coalition.stream().forEach(player -> times[player]++);
      }
    }
    double mean = Arrays.stream(times).average().orElseThrow();
    for (int count : times) {
      assertEquals(mean, count, 5 * Math.sqrt(mean));
    }
  }
}
