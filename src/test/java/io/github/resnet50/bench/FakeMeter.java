package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Remembers what it is asked for, and answers as told; its clock goes on by what is asked for. */
final class FakeMeter implements Rounds.SettingMeter {
  private final ToDoubleFunction<Setting> rate;
  final List<Setting> asked = new ArrayList<>();
  final List<Double> seconds = new ArrayList<>();
  long nanos;

  FakeMeter(ToDoubleFunction<Setting> rate) {
    this.rate = rate;
  }

  @Override
  public Measurement measure(Setting setting, double atLeast) {
    asked.add(setting);
    seconds.add(atLeast);
    nanos += (long) (atLeast * 1e9);
    double now = rate.applyAsDouble(setting);
    return new Measurement(now, List.of((long) (1e9 * setting.batchSize() / now)));
  }

  long nanoTime() {
    return nanos;
  }
}
