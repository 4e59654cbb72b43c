package io.github.resnet50.model.zoo;

import java.time.Duration;

/**
 * How long a zoo may be silent. DJL itself waits for ever.
 *
 * @param connect until a connection stands
 * @param read until the next bytes come
 * @param metadata for the whole of the first answer, finding the host included: the name service
 *     has no time-out that Java could set
 */
public record Timeouts(Duration connect, Duration read, Duration metadata) {

  /** Together under 15 s for a zoo that cannot be reached, however it fails. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(12));
}
