package io.github.resnet50.bench;

import io.github.resnet50.engine.InferenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The order of the measurements: first every entrant is warmed up, then each round measures every
 * entrant once. A machine that becomes slower or faster meanwhile, by its heat or its neighbours,
 * does so to all alike.
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

  /** What came out, in the order of the entrants. */
  List<SettingStats> run(List<Entrant> entrants) throws InferenceException, InterruptedException {
    listener.planned((long) entrants.size() * (1 + config.repeats()));
    Map<Entrant, WarmUp.Outcome> warm = new LinkedHashMap<>();
    for (Entrant entrant : entrants) {
      WarmUp.Outcome outcome = warmUp.run(entrant.meter(), entrant.setting());
      warm.put(entrant, outcome);
      listener.warm(entrant.name(), outcome.windows(), outcome.steady());
    }
    Map<Entrant, List<Window>> measured = new LinkedHashMap<>();
    for (int round = 0; round < config.repeats(); round++) {
      for (Entrant entrant : entrants) {
        Window window = entrant.meter().measure(entrant.setting(), config.seconds());
        measured.computeIfAbsent(entrant, e -> new ArrayList<>()).add(window);
        listener.measured(entrant.name(), window.imagesPerSecond());
      }
    }
    return entrants.stream()
        .map(e -> SettingStats.of(e.setting(), measured.get(e), warm.get(e)))
        .toList();
  }
}
