package io.github.resnet50.spark;

import java.util.Iterator;
import java.util.function.Function;

/** What an iterator gives, as something else: one at a time, none ahead. */
final class Mapped<A, B> implements Iterator<B> {
  private final Iterator<A> source;
  private final Function<A, B> function;

  Mapped(Iterator<A> source, Function<A, B> function) {
    this.source = source;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    return source.hasNext();
  }

  @Override
  public B next() {
    return function.apply(source.next());
  }
}
