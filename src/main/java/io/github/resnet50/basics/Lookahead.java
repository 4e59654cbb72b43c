package io.github.resnet50.basics;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator that makes its next element when it is asked whether there is one. */
public abstract class Lookahead<T> implements Iterator<T> {
  private T next;
  private boolean ended;

  /** Makes the next element; null at the end, after which it is not called again. */
  protected abstract T advance();

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      next = advance();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public final T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T result = next;
    next = null;
    return result;
  }
}
