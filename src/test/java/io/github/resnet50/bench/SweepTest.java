package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.resnet50.image.ImageFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {
  private final List<String> heard = new ArrayList<>();
  private final BenchListener listener =
      new BenchListener() {
        @Override
        public void planned(long steps) {
          heard.add("planned " + steps);
        }

        @Override
        public void warm(String name, int windows, boolean steady) {
          heard.add("warm " + name);
        }

        @Override
        public void measured(String name, double imagesPerSecond) {
          heard.add("measured " + name);
        }

        @Override
        public void failed(String name, ImageFailure failure) {}
      };

  private static List<Entrant> entrants(BenchConfig config, Meter meter) {
    return config.settings().stream().map(s -> new Entrant(s.toString(), meter, s)).toList();
  }

  @Test
  void warmsAllUpAndThenMeasuresEachOnceARound() throws Exception {
    BenchConfig config = new BenchConfig(List.of(1, 4), List.of(1, 2), 3, 2, 10);
    FakeMeter meter = new FakeMeter(setting -> 10);
    new Sweep(config, listener, meter::nanoTime).run(entrants(config, meter));
    List<Setting> round =
        List.of(new Setting(1, 1), new Setting(4, 1), new Setting(1, 2), new Setting(4, 2));
    List<Setting> expected = new ArrayList<>();
    round.forEach(setting -> expected.addAll(Collections.nCopies(2, setting)));
    expected.addAll(round);
    expected.addAll(round);
    expected.addAll(round);
    assertEquals(expected, meter.asked);
    assertEquals(Collections.nCopies(8, 0.5), meter.seconds.subList(0, 8), "windows of a quarter");
    assertEquals(Collections.nCopies(12, 2.0), meter.seconds.subList(8, 20));
    assertEquals("planned 16", heard.get(0));
    assertEquals(17, heard.size());
  }

  @Test
  void toldAreMedianSpreadAndMillisecondsAnImage() throws Exception {
    Iterator<Double> rates = List.of(50.0, 50.0, 20.0, 40.0, 10.0, 25.0).iterator();
    FakeMeter meter = new FakeMeter(setting -> rates.next());
    BenchConfig config = new BenchConfig(List.of(4), List.of(1), 4, 2, 10);
    SettingStats stats =
        new Sweep(config, listener, meter::nanoTime).run(entrants(config, meter)).get(0);
    assertEquals(22.5, stats.imagesPerSecond(), 1e-9);
    assertEquals(10, stats.minImagesPerSecond(), 1e-9);
    assertEquals(40, stats.maxImagesPerSecond(), 1e-9);
    assertEquals(40, stats.p50Ms(), 0.1, "batches took 100, 160, 200 and 400 ms");
    assertEquals(100, stats.p99Ms(), 0.1);
    assertEquals(2, stats.warmUpWindows());
  }

  @Test
  void arithmeticIsToldWhereItIsKnown() {
    SettingStats stats =
        SettingStats.of(
            new Setting(1, 2), List.of(new Window(20, List.of(1L))), new WarmUp.Outcome(2, true));
    assertEquals(160, stats.withArithmetic(8e9, 200.0).gflops(), 1e-9);
    assertEquals(0.8, stats.withArithmetic(8e9, 200.0).sgemmShare(), 1e-9);
    assertNull(stats.withArithmetic(8e9, null).sgemmShare());
    assertNull(stats.withArithmetic(null, 200.0).gflops());
    assertNull(stats.withArithmetic(null, 200.0).sgemmShare());
  }
}
