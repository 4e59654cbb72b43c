package io.github.resnet50.cli;

import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkText;
import java.util.Locale;

/** A benchmark's progress on standard error; if {@code verbose}, each measurement. */
record BenchConsole(RunConsole console, boolean verbose) implements BenchListener {
  @Override
  public void planned(long steps) {
    console.walkEnded(steps);
  }

  @Override
  public void warm(String name, int measurements, boolean steady) {
    console.done(1);
    if (verbose) {
      console.note(name + ": " + (steady ? "warm" : "not steady") + " after " + measurements);
    }
  }

  @Override
  public void measured(String name, double imagesPerSecond) {
    console.done(1);
    if (verbose) {
      console.note(String.format(Locale.ROOT, "%s: %.1f images/s", name, imagesPerSecond));
    }
  }

  @Override
  public void walked(WalkCounts walk) {
    WalkText.note(walk.passedOver()).ifPresent(console::note);
  }

  @Override
  public void failed(String name, ImageFailure failure) {
    console.note(name + ": " + failure);
  }
}
