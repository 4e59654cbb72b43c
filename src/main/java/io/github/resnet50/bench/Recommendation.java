package io.github.resnet50.bench;

import io.github.resnet50.basics.Text;
import java.util.Comparator;
import java.util.List;

/**
 * The setting to take: of those whose median is within 2 % of the best, the one with the smallest
 * batch (it needs less memory and answers sooner); of those with the same batch the fastest.
 */
public record Recommendation(int batchSize, int threads, double imagesPerSecond) {
  private static final double AS_GOOD = 0.98;

  static Recommendation of(List<SettingStats> settings) {
    double best = settings.stream().mapToDouble(SettingStats::imagesPerSecond).max().orElseThrow();
    return settings.stream()
        .filter(setting -> setting.imagesPerSecond() >= AS_GOOD * best)
        .min(
            Comparator.comparingInt(SettingStats::batchSize)
                .thenComparing(SettingStats::imagesPerSecond, Comparator.reverseOrder()))
        .map(s -> new Recommendation(s.batchSize(), s.threads(), s.imagesPerSecond()))
        .orElseThrow();
  }

  Setting setting() {
    return new Setting(batchSize, threads);
  }

  @Override
  public String toString() {
    return Text.format("%s (%.1f images/s)", setting(), imagesPerSecond);
  }
}
