package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.bench.BenchRun.BenchConfig;
import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.walk.WalkCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> heard = new ArrayList<>();
  private final BenchListener listener =
      new BenchListener() {
        @Override
        public void planned(long steps) {
          heard.add("planned " + steps);
        }

        @Override
        public void leftOut(String engine, String reason) {
          throw new AssertionError(engine);
        }

        @Override
        public void warm(String name, int measurements, boolean steady) {
          heard.add("warm " + name);
        }

        @Override
        public void measured(String name, double imagesPerSecond) {
          heard.add("measured " + name);
        }

        @Override
        public void walked(WalkCounts walk) {}

        @Override
        public void failed(String name, ImageFailure failure) {}
      };

  private static List<Rounds.Entrant> entrants(List<Setting> settings, FakeMeter meter) {
    return settings.stream().map(s -> new Rounds.Entrant(s.toString(), meter, s)).toList();
  }

  @Test
  void warmsAllUpAndThenMeasuresEachOnceARound() throws Exception {
    FakeMeter meter = new FakeMeter(setting -> 10);
    new Rounds(new BenchConfig(3, 2, 10), listener, meter::nanoTime)
        .run(entrants(Setting.grid(List.of(1, 4), List.of(1, 2)), meter));
    List<Setting> round =
        List.of(new Setting(1, 1), new Setting(4, 1), new Setting(1, 2), new Setting(4, 2));
    List<Setting> expected = new ArrayList<>();
    round.forEach(setting -> expected.addAll(Collections.nCopies(2, setting)));
    expected.addAll(round);
    expected.addAll(round);
    expected.addAll(round);
    assertEquals(expected, meter.asked);
    assertEquals(Collections.nCopies(8, 0.5), meter.seconds.subList(0, 8), "a quarter of the time");
    assertEquals(Collections.nCopies(12, 2.0), meter.seconds.subList(8, 20));
    assertEquals(List.of("planned 16", "planned 16"), planned());
    assertEquals(18, heard.size());
  }

  private List<String> planned() {
    return heard.stream().filter(line -> line.startsWith("planned")).toList();
  }

  /** What each setting's measurements say one after the other, the last one again and again. */
  private List<Rounds.EntrantResult> run(int rounds, Map<Setting, List<Double>> rates)
      throws Exception {
    Map<Setting, Integer> asked = new HashMap<>();
    FakeMeter meter =
        new FakeMeter(
            setting -> {
              List<Double> all = rates.get(setting);
              return all.get(Math.min(asked.merge(setting, 1, Integer::sum), all.size()) - 1);
            });
    return new Rounds(new BenchConfig(rounds, 2, 10), listener, meter::nanoTime)
        .run(entrants(List.copyOf(rates.keySet()), meter));
  }

  private static Setting batch(int size) {
    return new Setting(size, 1);
  }

  private static List<Integer> rounds(List<Rounds.EntrantResult> results) {
    return results.stream().map(result -> result.measurements().size()).toList();
  }

  @Test
  void whoIsFarBehindIsMeasuredInOneRound() throws Exception {
    Map<Setting, List<Double>> rates = new LinkedHashMap<>();
    rates.put(batch(1), List.of(69.9));
    rates.put(batch(2), List.of(70.0));
    rates.put(batch(4), List.of(100.0));
    List<Rounds.EntrantResult> results = run(5, rates);
    assertEquals(List.of(1, 5, 5), rounds(results));
    assertEquals(69.9, results.get(0).measurements().get(0).itemsPerSecond());
    assertEquals(List.of("planned 18", "planned 14"), planned());
    assertEquals(14, heard.stream().filter(line -> !line.startsWith("planned")).count());
  }

  @Test
  void oneDisturbedMeasurementLeavesNobodyOut() throws Exception {
    Map<Setting, List<Double>> rates = new LinkedHashMap<>();
    rates.put(batch(1), List.of(50.0, 50.0, 110.0, 50.0)); // measured in a quiet moment
    rates.put(batch(2), List.of(120.0, 120.0, 40.0, 120.0)); // in a loud one
    rates.put(batch(4), List.of(100.0));
    List<Rounds.EntrantResult> results = run(3, rates);
    assertEquals(List.of(3, 3, 3), rounds(results));
    List<SettingStats> stats =
        results.stream().map(result -> SettingStats.of("TensorFlow", result, null, null)).toList();
    assertEquals(2, SettingStats.recommended(stats).batchSize());
  }

  @Test
  void otherModelsAndEnginesAreNoMeasure() throws Exception {
    FakeMeter slow = new FakeMeter(setting -> 10);
    FakeMeter fast = new FakeMeter(setting -> 100);
    List<Rounds.Entrant> both = new ArrayList<>(entrants(List.of(batch(1), batch(2)), slow));
    both.addAll(entrants(List.of(batch(1)), fast));
    assertEquals(
        List.of(2, 2, 2),
        rounds(new Rounds(new BenchConfig(2, 2, 10), listener, System::nanoTime).run(both)));
  }

  @Test
  void resultsAreMedianSpreadAndMillisecondsAnImage() throws Exception {
    Iterator<Double> rates = List.of(50.0, 50.0, 20.0, 40.0, 10.0, 25.0).iterator();
    FakeMeter meter = new FakeMeter(setting -> rates.next());
    Rounds.EntrantResult result =
        new Rounds(new BenchConfig(4, 2, 10), listener, meter::nanoTime)
            .run(entrants(List.of(new Setting(4, 1)), meter))
            .get(0);
    SettingStats stats = SettingStats.of("TensorFlow", result, null, null);
    assertEquals(22.5, stats.imagesPerSecond(), 1e-9);
    assertEquals(10, stats.minImagesPerSecond(), 1e-9);
    assertEquals(40, stats.maxImagesPerSecond(), 1e-9);
    assertEquals(40, stats.p50Ms(), 0.1, "batches took 100, 160, 200 and 400 ms");
    assertEquals(100, stats.p99Ms(), 0.1);
    assertEquals(2, stats.warmUpWindows());
  }

  @Test
  void arithmeticIsThereWhereItIsKnown() {
    Rounds.EntrantResult result =
        new Rounds.EntrantResult(
            new Setting(1, 2),
            new Rounds.WarmUp(2, true, 20),
            List.of(new Measurement(20, List.of(1L))));
    assertEquals(160, SettingStats.of("TensorFlow", result, 8e9, 200.0).gflops(), 1e-9);
    assertEquals(0.8, SettingStats.of("TensorFlow", result, 8e9, 200.0).sgemmShare(), 1e-9);
    assertNull(SettingStats.of("TensorFlow", result, 8e9, null).sgemmShare());
    assertNull(SettingStats.of("TensorFlow", result, null, 200.0).gflops());
    assertNull(SettingStats.of("TensorFlow", result, null, 200.0).sgemmShare());
  }

  private Rounds.WarmUp warmUp(double mostSeconds, Double... rates) throws Exception {
    Iterator<Double> next = List.of(rates).iterator();
    FakeMeter meter = new FakeMeter(setting -> next.next());
    return new Rounds(new BenchConfig(1, 4, mostSeconds), listener, meter::nanoTime)
        .warmUp(meter, new Setting(1, 1));
  }

  @Test
  void endsWithTheSecondOfTwoWindowsThatAgree() throws Exception {
    assertEquals(new Rounds.WarmUp(2, true, 10.4), warmUp(60, 10.0, 10.4));
    assertEquals(new Rounds.WarmUp(4, true, 9.6), warmUp(60, 2.0, 8.0, 10.0, 9.6, 1.0));
  }

  @Test
  void fivePercentIsTooMuch() throws Exception {
    assertEquals(new Rounds.WarmUp(3, true, 100), warmUp(60, 95.0, 100.0, 100.0));
    assertEquals(new Rounds.WarmUp(3, true, 95), warmUp(60, 100.0, 95.0, 95.0));
  }

  @Test
  void endsUnsteadyWhenTheTimeIsUp() throws Exception {
    assertEquals(new Rounds.WarmUp(3, false, 4), warmUp(3, 1.0, 2.0, 4.0, 8.0));
    assertEquals(new Rounds.WarmUp(1, false, 1), warmUp(0.5, 1.0));
  }
}
