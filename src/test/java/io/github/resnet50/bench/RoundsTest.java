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
import java.util.Iterator;
import java.util.List;
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
    assertEquals("planned 16", heard.get(0));
    assertEquals(17, heard.size());
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
            new Rounds.WarmUp(2, true),
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
    assertEquals(new Rounds.WarmUp(2, true), warmUp(60, 10.0, 10.4));
    assertEquals(new Rounds.WarmUp(4, true), warmUp(60, 2.0, 8.0, 10.0, 9.6, 1.0));
  }

  @Test
  void fivePercentIsTooMuch() throws Exception {
    assertEquals(new Rounds.WarmUp(3, true), warmUp(60, 95.0, 100.0, 100.0));
    assertEquals(new Rounds.WarmUp(3, true), warmUp(60, 100.0, 95.0, 95.0));
  }

  @Test
  void endsUnsteadyWhenTheTimeIsUp() throws Exception {
    assertEquals(new Rounds.WarmUp(3, false), warmUp(3, 1.0, 2.0, 4.0, 8.0));
    assertEquals(new Rounds.WarmUp(1, false), warmUp(0.5, 1.0));
  }
}
