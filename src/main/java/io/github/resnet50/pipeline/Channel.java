package io.github.resnet50.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded first-in first-out channel between two stages. A full channel blocks its producers and
 * an empty one its consumers; nothing is ever dropped. The time of both waits is measured; it shows
 * which stage limits the others.
 *
 * <p>Thread-safe. {@code null} is not an element: it marks the end.
 */
public final class Channel<T> {
  private final int capacity;
  private final Deque<T> elements = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private boolean closed;
  private long putBlockedNanos;
  private long takeBlockedNanos;

  public Channel(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Adds an element, waiting while the channel is full.
   *
   * @throws IllegalStateException if the channel has been closed, also while waiting
   */
  public void put(T element) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (elements.size() >= capacity) {
        long start = System.nanoTime();
        while (elements.size() >= capacity && !closed) {
          notFull.await();
        }
        putBlockedNanos += System.nanoTime() - start;
      }
      if (closed) {
        throw new IllegalStateException("put after close");
      }
      elements.addLast(element);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest element, waiting for one; null once the channel is closed and empty. */
  public T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (elements.isEmpty() && !closed) {
        long start = System.nanoTime();
        while (elements.isEmpty() && !closed) {
          notEmpty.await();
        }
        takeBlockedNanos += System.nanoTime() - start;
      }
      T element = elements.pollFirst();
      notFull.signal();
      return element;
    } finally {
      lock.unlock();
    }
  }

  /** No element will be put any more; the remaining ones can still be taken. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Time that producers have spent waiting for room, summed over threads, in nanoseconds. */
  public long putBlockedNanos() {
    lock.lock();
    try {
      return putBlockedNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Time that consumers have spent waiting for elements, summed over threads, in nanoseconds. */
  public long takeBlockedNanos() {
    lock.lock();
    try {
      return takeBlockedNanos;
    } finally {
      lock.unlock();
    }
  }
}
