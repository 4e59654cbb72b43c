package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AutoTuneTest {
  @Test
  void takesTheFastestOfWhatItHasTimeFor() throws Exception {
    FakeMeter meter = new FakeMeter(setting -> setting.threads() == 2 ? 30 : 20);
    assertRecommended(8, 2, 30, new AutoTune(4, meter::nanoTime).run("TensorFlow", meter));
    assertEquals(
        List.of(
            new Setting(4, 4), // not counted: every predictor's first batches
            new Setting(8, 4),
            new Setting(4, 4),
            new Setting(8, 2),
            new Setting(16, 4)),
        meter.asked);
  }

  @Test
  void triesNoHalfOfTwoCores() throws Exception {
    FakeMeter meter = new FakeMeter(Setting::batchSize);
    assertRecommended(16, 2, 16, new AutoTune(2, meter::nanoTime).run("TensorFlow", meter));
    assertEquals(4, meter.asked.size());
  }

  @Test
  void stopsWhenTheTimeIsUp() throws Exception {
    FakeMeter meter = new FakeMeter(Setting::batchSize);
    long[] clock = {0};
    AutoTune tuning = new AutoTune(8, () -> clock[0] += 1_100_000_000L);
    assertRecommended(8, 8, 8, tuning.run("TensorFlow", meter));
    assertEquals(3, meter.asked.size(), "the first, and two that count");
  }

  private static void assertRecommended(
      int batchSize, int threads, double imagesPerSecond, SettingStats best) {
    assertEquals(new Setting(batchSize, threads), best.setting());
    assertEquals(imagesPerSecond, best.imagesPerSecond());
  }
}
