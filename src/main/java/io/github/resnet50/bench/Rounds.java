package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.bench.BenchRun.BenchConfig;
import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.engine.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The order of the measurements: first every entrant is warmed up, then each round measures every
 * entrant once. A machine that becomes slower or faster meanwhile, by its heat or its neighbours,
 * affects all of them alike. Entrants that are far behind after the first round take no part in the
 * others: more precise figures of them would not change what is recommended.
 */
final class Rounds {
  /** A warm-up measurement takes at least this part of another's time. */
  private static final double WARM_UP_PART = 0.25;

  private static final double STEADY = 0.05;

  /**
   * Who has less than this part of the fastest's rate is far behind. A neighbour on the machine may
   * cost a measurement as much: so the last one of the warm-up has to say the same.
   */
  static final double FAR_BEHIND = 0.7;

  private final BenchConfig config;
  private final BenchListener listener;
  private final LongSupplier nanoTime;

  /** Runs a model's settings. */
  interface SettingMeter {
    /**
     * Measures a setting.
     *
     * @param seconds the least time that every predictor runs; it runs at least two batches
     */
    Measurement measure(Setting setting, double seconds)
        throws InferenceException, InterruptedException;
  }

  /**
   * One of the settings or models that are measured in turn.
   *
   * @param name in words: a setting, or a model
   * @param meter of one model on one engine, whose settings compete with each other
   */
  record Entrant(String name, SettingMeter meter, Setting setting) {}

  /**
   * How a warm-up went.
   *
   * @param measurements how many it took
   * @param steady whether the last two agreed
   * @param itemsPerSecond the last one's rate
   */
  record WarmUp(int measurements, boolean steady, double itemsPerSecond) {}

  /**
   * The result of one entrant.
   *
   * @param measurements one of each round, or of the first alone
   */
  record EntrantResult(Setting setting, WarmUp warmUp, List<Measurement> measurements) {
    double firstItemsPerSecond() {
      return measurements.get(0).itemsPerSecond();
    }
  }

  /**
   * @param nanoTime the clock
   */
  Rounds(BenchConfig config, BenchListener listener, LongSupplier nanoTime) {
    this.config = config;
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  /** Measures all; the results are in the order of the entrants. */
  List<EntrantResult> run(List<Entrant> entrants) throws InferenceException, InterruptedException {
    listener.planned((long) entrants.size() * (1 + config.repeats()));
    List<EntrantResult> results = new ArrayList<>();
    for (Entrant entrant : entrants) {
      WarmUp warmUp = warmUp(entrant.meter(), entrant.setting());
      listener.warm(entrant.name(), warmUp.measurements(), warmUp.steady());
      results.add(new EntrantResult(entrant.setting(), warmUp, new ArrayList<>()));
    }
    List<Integer> all = IntStream.range(0, entrants.size()).boxed().toList();
    measure(all, entrants, results);
    List<Integer> near = all.stream().filter(i -> !isFarBehind(i, entrants, results)).toList();
    listener.planned(2L * all.size() + (long) near.size() * (config.repeats() - 1));
    for (int round = 1; round < config.repeats(); round++) {
      measure(near, entrants, results);
    }
    return results;
  }

  /** Each of those places once. */
  private void measure(List<Integer> places, List<Entrant> entrants, List<EntrantResult> results)
      throws InferenceException, InterruptedException {
    for (int i : places) {
      Entrant entrant = entrants.get(i);
      Measurement measured = entrant.meter().measure(entrant.setting(), config.seconds());
      results.get(i).measurements().add(measured);
      listener.measured(entrant.name(), measured.itemsPerSecond());
    }
  }

  private static boolean isFarBehind(
      int place, List<Entrant> entrants, List<EntrantResult> results) {
    SettingMeter meter = entrants.get(place).meter();
    double best =
        IntStream.range(0, entrants.size())
            .filter(i -> entrants.get(i).meter() == meter)
            .mapToDouble(i -> results.get(i).firstItemsPerSecond())
            .max()
            .orElseThrow();
    EntrantResult result = results.get(place);
    return Math.max(result.warmUp().itemsPerSecond(), result.firstItemsPerSecond())
        < FAR_BEHIND * best;
  }

  /**
   * A setting is warm when two successive rates differ by less than 5 %, or when its warm-up time
   * is over.
   */
  WarmUp warmUp(SettingMeter meter, Setting setting)
      throws InferenceException, InterruptedException {
    double seconds = WARM_UP_PART * config.seconds();
    long start = nanoTime.getAsLong();
    double before = meter.measure(setting, seconds).itemsPerSecond();
    for (int measurements = 1; ; measurements++) {
      if ((nanoTime.getAsLong() - start) / 1e9 >= config.warmUpSeconds()) {
        return new WarmUp(measurements, false, before);
      }
      double now = meter.measure(setting, seconds).itemsPerSecond();
      if (Math.abs(now - before) < STEADY * Math.max(now, before)) {
        return new WarmUp(measurements + 1, true, now);
      }
      before = now;
    }
  }
}
