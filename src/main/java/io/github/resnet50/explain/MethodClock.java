package io.github.resnet50.explain;

import java.util.EnumMap;
import java.util.Map;

/** Time that methods take. Safe for use by many threads. */
public final class MethodClock {
  private final Map<Method, Long> nanos = new EnumMap<>(Method.class);
  private long forwardNanos;
  private long images;

  synchronized void forward(long taken, int count) {
    forwardNanos += taken;
    images += count;
  }

  synchronized void add(Method method, long taken) {
    nanos.merge(method, taken, Long::sum);
  }

  /** Milliseconds an image of one thread to classify it, with the feature map where one is kept. */
  public synchronized double classifyMs() {
    return images == 0 ? 0 : forwardNanos / 1e6 / images;
  }

  /** What a method takes beyond that, of all the image's classes; gradients are shared. */
  public synchronized double ms(Method method) {
    return images == 0 ? 0 : nanos.getOrDefault(method, 0L) / 1e6 / images;
  }
}
