package io.github.resnet50.run;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.MachineMemory;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that is for decoding, a part of the Java heap and as much beside it for what native
 * decoders allocate, handed out before it is taken: large images wait for each other rather than
 * fail together. What a decoder holds when nobody waits for it any more stays taken until it ends.
 * Safe for many threads.
 */
public final class DecodeMemory {
  /** The rest of the heap is for the batches, which take a quarter at most, and all else. */
  private static final int SHARE = 2;

  /** What the engine, a loaded model and the JVM take beside the heap, about. */
  private static final long ENGINE_BYTES = 512L << 20;

  private static final long LEAST_NATIVE_BYTES = 64L << 20;
  private static final long PERMIT_BYTES = 1024;
  private static final double MIB = 1 << 20;

  private final long heapBytes;
  private final long nativeBytes;
  private final Pool inHeap;
  private final Pool beside;

  /**
   * @param heapBytes what the heap may grow to
   * @param nativeBytes what there is for decoding beside the heap
   */
  DecodeMemory(long heapBytes, long nativeBytes) {
    this.heapBytes = heapBytes;
    this.nativeBytes = nativeBytes;
    this.inHeap = new Pool(capacityBytes(heapBytes));
    this.beside = new Pool(Math.min(capacityBytes(heapBytes), nativeBytes));
  }

  /** That of this process; to be made once. */
  public static DecodeMemory ofProcess() {
    long heap = Runtime.getRuntime().maxMemory();
    long all = MachineMemory.bytes();
    return new DecodeMemory(
        heap, all == 0 ? Long.MAX_VALUE : Math.max(LEAST_NATIVE_BYTES, all - heap - ENGINE_BYTES));
  }

  /** How much of a heap is for decoding. */
  static long capacityBytes(long heapBytes) {
    return heapBytes / SHARE;
  }

  /**
   * What one image holds. It is told of the end of the work by the thread that does it, and of
   * being left behind by the one that waits.
   */
  static final class Lease {
    private final Pool[] pools;
    private final int[] permits;
    private boolean ended;
    private boolean left;

    private Lease(Pool[] pools, int... permits) {
      this.pools = pools;
      this.permits = permits;
    }

    /** Gives everything back. */
    synchronized void end() {
      for (int i = 0; i < pools.length && !ended; i++) {
        if (left) {
          pools[i].leftBehind.addAndGet(-permits[i]);
        }
        pools[i].permits.release(permits[i]);
      }
      ended = true;
    }

    /** Nobody waits for the work any more, which goes on. */
    synchronized void leave() {
      for (int i = 0; i < pools.length && !ended; i++) {
        pools[i].leftBehind.addAndGet(permits[i]);
      }
      left = true;
    }
  }

  /** One kind of memory. */
  private static final class Pool {
    final int capacity;
    final Semaphore permits;

    /** Permits held by work that may never end. */
    final AtomicInteger leftBehind = new AtomicInteger();

    Pool(long bytes) {
      this.capacity = (int) Math.min(Integer.MAX_VALUE, bytes / PERMIT_BYTES);
      this.permits = new Semaphore(capacity, true);
    }

    /** What is larger than the whole gets all of it. */
    int permits(long bytes) {
      return bytes == 0 ? 0 : (int) Math.min(capacity, bytes / PERMIT_BYTES + 1);
    }

    /** False where what is left behind is in the way and does not end in time. */
    boolean acquire(int wanted, double seconds) throws InterruptedException {
      while (!permits.tryAcquire(wanted, (long) (seconds * 1e9), TimeUnit.NANOSECONDS)) {
        if (wanted > capacity - leftBehind.get()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Waits for so much. What is larger than the whole gets all of it, and is done alone.
   *
   * @param heap bytes of the Java heap
   * @param outside bytes that a native decoder allocates
   * @param seconds how long to wait for decoders that were left behind
   * @throws ImageException where it can never fit, or such decoders keep what it needs
   */
  Lease take(long heap, long outside, double seconds) throws ImageException, InterruptedException {
    if (heap > heapBytes) {
      throw new ImageException(
          Kind.OUT_OF_MEMORY,
          Text.format(
              "decoding it takes %.0f MiB of a Java heap of %.0f MiB (JAVA_OPTS=-Xmx...)",
              heap / MIB, heapBytes / MIB));
    }
    if (outside > nativeBytes) {
      throw new ImageException(
          Kind.OUT_OF_MEMORY,
          Text.format(
              "decoding it takes %.0f MiB beside the Java heap, where this process has %.0f MiB"
                  + " left: give it more memory, or a smaller heap (JAVA_OPTS=-Xmx...)",
              outside / MIB, nativeBytes / MIB));
    }
    return taken(inHeap.permits(heap), beside.permits(outside), seconds);
  }

  /** Waits for all of it, for work that is to be done alone. */
  Lease takeAll(double seconds) throws ImageException, InterruptedException {
    return taken(inHeap.capacity, beside.capacity, seconds);
  }

  private Lease taken(int heapPermits, int nativePermits, double seconds)
      throws ImageException, InterruptedException {
    if (!inHeap.acquire(heapPermits, seconds)) {
      throw nothingFree(seconds);
    }
    boolean both = false;
    try {
      both = beside.acquire(nativePermits, seconds);
    } finally {
      if (!both) {
        inHeap.permits.release(heapPermits);
      }
    }
    if (!both) {
      throw nothingFree(seconds);
    }
    return new Lease(new Pool[] {inHeap, beside}, heapPermits, nativePermits);
  }

  private static ImageException nothingFree(double seconds) {
    return new ImageException(
        Kind.TIMEOUT,
        "no memory for it within "
            + Decimals.measured(seconds)
            + " s (--image-timeout): images that took longer hold it still");
  }
}
