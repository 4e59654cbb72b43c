package io.github.resnet50.bench;

import io.github.resnet50.image.ImageFailure;

/** Follows a benchmark's progress; called by one thread. */
public interface BenchListener {
  /** How many times {@link #measured} and {@link #warm} will be called, together. */
  void planned(long steps);

  /** A setting or model is warm, or its warm-up time is over. */
  void warm(String name, int measurements, boolean steady);

  /** Called after each measurement. */
  void measured(String name, double imagesPerSecond);

  /** An image could not be used and is left out. */
  void failed(String name, ImageFailure failure);
}
