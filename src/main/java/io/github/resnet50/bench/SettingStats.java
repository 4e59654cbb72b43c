package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.StageClock.Stats;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The measurements of one setting. The components are keys of the JSON report and columns of the
 * CSV report.
 *
 * @param engine that computed, by its name in reports
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
 * @param warmUpWindows measurements it took to be warm
 * @param steady whether it was warm by its rates, not by the clock
 * @param rounds in which it was measured: in the first alone where it was far behind
 */
public record SettingStats(
    String engine,
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
    boolean steady,
    int rounds) {
  private static final double AS_GOOD = 0.98;
  private static final int USUAL_BATCH = AutoTune.MIDDLE;

  /**
   * Aggregates measurements.
   *
   * @param flops floating-point operations an image; null where they are not known
   * @param sgemmGflops what matrix products reach on as many threads; null where it is not known
   */
  static SettingStats of(
      String engine, Rounds.EntrantResult result, Double flops, Double sgemmGflops) {
    double[] rates =
        result.measurements().stream().mapToDouble(Measurement::itemsPerSecond).toArray();
    StageClock clock = new StageClock();
    result.measurements().forEach(measured -> measured.batchNanos().forEach(clock::record));
    Stats batches = clock.snapshot();
    int size = result.setting().batchSize();
    double rate = Numbers.median(rates);
    Double gflops = flops == null ? null : Double.valueOf(rate * flops / 1e9);
    return new SettingStats(
        engine,
        size,
        result.setting().threads(),
        rate,
        Arrays.stream(rates).min().orElseThrow(),
        Arrays.stream(rates).max().orElseThrow(),
        batches.p50Ms() / size,
        batches.p90Ms() / size,
        batches.p99Ms() / size,
        gflops,
        gflops == null || sgemmGflops == null ? null : Double.valueOf(gflops / sgemmGflops),
        result.warmUp().measurements(),
        result.warmUp().steady(),
        rates.length);
  }

  Setting setting() {
    return new Setting(batchSize, threads);
  }

  /**
   * The setting to take: of those whose median is within 2 % of the best, the one whose batch is
   * the nearest to {@value #USUAL_BATCH}, the smaller of two (small ones cost a run more of Java
   * for each image, large ones leave predictors without work at its end); of those with the same
   * batch the fastest. None that was measured in fewer rounds than others.
   */
  static SettingStats recommended(List<SettingStats> all) {
    int rounds = all.stream().mapToInt(SettingStats::rounds).max().orElseThrow();
    List<SettingStats> settings = all.stream().filter(s -> s.rounds() == rounds).toList();
    double best = settings.stream().mapToDouble(SettingStats::imagesPerSecond).max().orElseThrow();
    return settings.stream()
        .filter(setting -> setting.imagesPerSecond() >= AS_GOOD * best)
        .min(
            Comparator.comparingDouble(SettingStats::fromUsualBatch)
                .thenComparing(SettingStats::batchSize)
                .thenComparing(SettingStats::imagesPerSecond, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private double fromUsualBatch() {
    return Math.abs(Math.log((double) batchSize / USUAL_BATCH));
  }

  /** The setting as options, its rate, and what no option chooses. */
  String words() {
    String plain = HostEngine.plain(engine);
    String variant = engine.equals(plain) ? "" : ", on " + engine + ", which --save keeps";
    return Text.format("%s (%.1f images/s%s)", options(), imagesPerSecond, variant);
  }

  /** The engine is an option too where it is not the default one. */
  String options() {
    String plain = HostEngine.plain(engine);
    return plain.equals(HostEngine.FIRST)
        ? setting().toString()
        : "--engine " + plain.toLowerCase(Locale.ROOT).replace(" ", "") + " " + setting();
  }
}
