package io.github.resnet50.bench;

import io.github.resnet50.model.InferenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The order of the measurements: first every setting is warmed up, then each round measures every
 * setting once. A machine that becomes slower or faster meanwhile, by its heat or its neighbours,
 * does so to all settings alike.
 */
final class Sweep {
  /** A window of the warm-up takes at least this part of a measurement's time. */
  private static final double WARM_UP_WINDOW = 0.25;

  private final BenchConfig config;
  private final BenchListener listener;
  private final WarmUp warmUp;

  Sweep(BenchConfig config, BenchListener listener, LongSupplier nanoTime) {
    this.config = config;
    this.listener = listener;
    this.warmUp = new WarmUp(WARM_UP_WINDOW * config.seconds(), config.warmUpSeconds(), nanoTime);
  }

  /** What came out, in the order of {@link BenchConfig#settings()}. */
  List<SettingStats> run(Meter meter) throws InferenceException, InterruptedException {
    List<Setting> settings = config.settings();
    listener.planned((long) settings.size() * (1 + config.repeats()));
    Map<Setting, WarmUp.Outcome> warm = new LinkedHashMap<>();
    for (Setting setting : settings) {
      WarmUp.Outcome outcome = warmUp.run(meter, setting);
      warm.put(setting, outcome);
      listener.warm(setting, outcome.windows(), outcome.steady());
    }
    Map<Setting, List<Window>> measured = new LinkedHashMap<>();
    for (int round = 0; round < config.repeats(); round++) {
      for (Setting setting : settings) {
        Window window = meter.measure(setting, config.seconds());
        measured.computeIfAbsent(setting, s -> new ArrayList<>()).add(window);
        listener.measured(setting, window.imagesPerSecond());
      }
    }
    return settings.stream()
        .map(setting -> SettingStats.of(setting, measured.get(setting), warm.get(setting)))
        .toList();
  }
}
