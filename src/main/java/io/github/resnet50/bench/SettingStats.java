package io.github.resnet50.bench;

import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.StageStats;
import java.util.Arrays;
import java.util.List;

/**
 * What one setting came to.
 *
 * @param imagesPerSecond the median over the measurements
 * @param minImagesPerSecond the slowest measurement
 * @param maxImagesPerSecond the fastest
 * @param p50Ms milliseconds an image: a batch's time over its size, of all measurements' batches
 * @param p90Ms as {@code p50Ms}
 * @param p99Ms as {@code p50Ms}
 * @param gflops 10⁹ floating-point operations a second at the median; null where the model's are
 *     not known
 * @param sgemmShare {@code gflops} over what matrix products reach on as many threads; null where
 *     either is not known
 * @param warmUpWindows windows it took to be warm
 * @param steady whether it was warm by its rates, not by the clock
 */
public record SettingStats(
    int batchSize,
    int threads,
    double imagesPerSecond,
    double minImagesPerSecond,
    double maxImagesPerSecond,
    double p50Ms,
    double p90Ms,
    double p99Ms,
    Double gflops,
    Double sgemmShare,
    int warmUpWindows,
    boolean steady) {

  static SettingStats of(Setting setting, List<Window> windows, WarmUp.Outcome warmUp) {
    double[] rates = windows.stream().mapToDouble(Window::imagesPerSecond).sorted().toArray();
    StageClock clock = new StageClock();
    windows.forEach(window -> window.batchNanos().forEach(clock::record));
    StageStats batches = clock.snapshot();
    int size = setting.batchSize();
    return new SettingStats(
        size,
        setting.threads(),
        median(rates),
        rates[0],
        Arrays.stream(rates).max().orElseThrow(),
        batches.p50Ms() / size,
        batches.p90Ms() / size,
        batches.p99Ms() / size,
        null,
        null,
        warmUp.windows(),
        warmUp.steady());
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The same with what the arithmetic units did.
   *
   * @param flops floating-point operations an image, or null
   * @param sgemmGflops what matrix products reach on as many threads, or null
   */
  SettingStats withArithmetic(Double flops, Double sgemmGflops) {
    Double reached = flops == null ? null : Double.valueOf(imagesPerSecond * flops / 1e9);
    Double share =
        reached == null || sgemmGflops == null ? null : Double.valueOf(reached / sgemmGflops);
    return new SettingStats(
        batchSize,
        threads,
        imagesPerSecond,
        minImagesPerSecond,
        maxImagesPerSecond,
        p50Ms,
        p90Ms,
        p99Ms,
        reached,
        share,
        warmUpWindows,
        steady);
  }
}
