package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A benchmark of about a second, for a model's first long run on a machine. Two batches a predictor
 * distinguish settings that differ by ten per cent, not by two: {@code bench} measures longer.
 */
public final class AutoTune {
  private static final double BUDGET_SECONDS = 1;
  private static final int SMALL = 4;
  static final int MIDDLE = 8;
  private static final int LARGE = 16;

  private final int cores;
  private final LongSupplier nanoTime;

  public AutoTune(int cores) {
    this(cores, System::nanoTime);
  }

  AutoTune(int cores, LongSupplier nanoTime) {
    this.cores = cores;
    this.nanoTime = nanoTime;
  }

  /** Starts the engine, loads the model, measures, and closes the model. */
  public SettingStats run(ModelSpec spec, Engine engine)
      throws ModelException, InferenceException, InterruptedException {
    engine.start();
    try (BenchModel model = BenchModel.load(spec, BenchModel.noise(spec), SMALL, engine)) {
      return run(engine.name(), model);
    }
  }

  /** Measures settings, the likeliest first, until the time is up; at least two. */
  SettingStats run(String engine, Rounds.SettingMeter meter)
      throws InferenceException, InterruptedException {
    Measurement unused = meter.measure(new Setting(SMALL, cores), 0); // first batches are slow
    List<SettingStats> measured = new ArrayList<>();
    long start = nanoTime.getAsLong();
    for (Setting setting : settings()) {
      if (measured.size() >= 2 && (nanoTime.getAsLong() - start) / 1e9 >= BUDGET_SECONDS) {
        break;
      }
      List<Measurement> one = List.of(meter.measure(setting, 0));
      measured.add(
          SettingStats.of(
              engine,
              new Rounds.EntrantResult(setting, new Rounds.WarmUp(1, false, 0), one),
              null,
              null));
    }
    return SettingStats.recommended(measured);
  }

  /** Half the threads are often as fast where two share a core's arithmetic units. */
  private Set<Setting> settings() {
    Set<Setting> settings = new LinkedHashSet<>();
    settings.add(new Setting(MIDDLE, cores));
    settings.add(new Setting(SMALL, cores));
    if (cores >= 4) {
      settings.add(new Setting(MIDDLE, cores / 2));
    }
    settings.add(new Setting(LARGE, cores));
    return settings;
  }
}
