package io.github.resnet50.bench;

import io.github.resnet50.image.ImageFailure;

/** Follows a benchmark's progress; called by one thread. */
public interface BenchListener {
  /** How many times {@link #measured} and {@link #warm} will be called, together. */
  void planned(long steps);

  /** A setting or model is warm, or its time for that is up, after so many measurements. */
  void warm(String name, int measurements, boolean steady);

  /** One measurement is done. */
  void measured(String name, double imagesPerSecond);

  /** An image is left out. */
  void failed(String name, ImageFailure failure);
}
