package io.github.resnet50.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The recent rate of work that is done in lumps, a batch at a time.
 *
 * <p>Counted from lump to lump, never up to now: between two batches the rate stays as it is
 * instead of sinking and leaping. The window is {@value #WINDOW_SECONDS} s, or the last {@value
 * #FEWEST_LUMPS} lumps where those took longer.
 */
final class MovingRate {
  private static final int WINDOW_SECONDS = 15;
  private static final int FEWEST_LUMPS = 4;
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

  /** Work done closer together than this is one lump, which bounds how many are remembered. */
  private static final long SAME_LUMP = TimeUnit.MILLISECONDS.toNanos(100);

  private final Deque<Lump> lumps = new ArrayDeque<>();
  private long lumpStart;

  /** So much is done at that time, in nanoseconds. */
  private record Lump(long time, long done) {}

  /**
   * More is done.
   *
   * @param done altogether
   * @param time now, in nanoseconds
   */
  void advance(long done, long time) {
    if (!lumps.isEmpty() && time - lumpStart < SAME_LUMP) {
      lumps.removeLast();
    } else {
      lumpStart = time;
    }
    lumps.addLast(new Lump(time, done));
    while (lumps.size() > FEWEST_LUMPS && time - lumps.getFirst().time() > WINDOW) {
      lumps.removeFirst();
    }
  }

  /** Empty until there are two lumps. */
  OptionalDouble perSecond() {
    if (lumps.size() < 2) {
      return OptionalDouble.empty();
    }
    Lump first = lumps.getFirst();
    Lump last = lumps.getLast();
    return OptionalDouble.of((last.done() - first.done()) * 1e9 / (last.time() - first.time()));
  }
}
