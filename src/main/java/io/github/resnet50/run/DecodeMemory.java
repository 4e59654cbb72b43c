package io.github.resnet50.run;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * The part of the Java heap that is for decoding, handed out before it is taken: large images wait
 * for each other rather than fail together. Safe for many threads.
 */
public final class DecodeMemory {
  /** The rest is for the batches, which take a quarter at most, and for everything else. */
  private static final int SHARE = 2;

  private static final long PERMIT_BYTES = 1024;
  private static final double MIB = 1 << 20;

  private final long heapBytes;
  private final int capacity;
  private final Semaphore permits;

  /**
   * @param heapBytes what the heap may grow to
   */
  public DecodeMemory(long heapBytes) {
    this.heapBytes = heapBytes;
    this.capacity = (int) Math.min(Integer.MAX_VALUE, capacityBytes(heapBytes) / PERMIT_BYTES);
    this.permits = new Semaphore(capacity, true);
  }

  /** How much of a heap is for decoding. */
  static long capacityBytes(long heapBytes) {
    return heapBytes / SHARE;
  }

  /** What is done with some of the memory. */
  interface Decoding<T> {
    T run() throws ImageException, InterruptedException;
  }

  /**
   * Waits for so much, and does the work with it. What is larger than the whole gets all of it, and
   * is done alone.
   *
   * @throws ImageException the work's own, or that it can never fit into the heap
   */
  <T> T with(long bytes, Decoding<T> work) throws ImageException, InterruptedException {
    if (bytes > heapBytes) {
      throw new ImageException(
          Kind.OUT_OF_MEMORY,
          String.format(
              Locale.ROOT,
              "decoding it takes %.0f MiB of a Java heap of %.0f MiB (JAVA_OPTS=-Xmx...)",
              bytes / MIB,
              heapBytes / MIB));
    }
    return holding((int) Math.min(capacity, bytes / PERMIT_BYTES + 1), work);
  }

  /** Waits for all of it, and does the work alone. */
  <T> T withAll(Decoding<T> work) throws ImageException, InterruptedException {
    return holding(capacity, work);
  }

  private <T> T holding(int wanted, Decoding<T> work) throws ImageException, InterruptedException {
    permits.acquire(wanted);
    try {
      return work.run();
    } finally {
      permits.release(wanted);
    }
  }
}
