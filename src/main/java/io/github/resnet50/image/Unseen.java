package io.github.resnet50.image;

import java.util.Optional;

/**
 * What a walk was to walk and has not seen, so that nobody knows whether what an earlier walk gave
 * below is gone. Complete once the walk has ended.
 */
public final class Unseen {
  private final Subtrees unread = new Subtrees();
  private final Subtrees empty = new Subtrees();

  /** Adds a folder or an archive that could not be entered, or not be read to its end. */
  public void unread(String name) {
    unread.add(name);
  }

  /** Adds one that was named and in which there is nothing: a disk may not be mounted there. */
  public void empty(String root) {
    empty.add(root);
  }

  /** Adds all: a stream, whose names have nothing in common, has not come to its end. */
  public void everything() {
    unread.addAll();
  }

  /** Whether an image of this name may be there although the walk has not given it. */
  public boolean holds(String name) {
    return unread.above(name).isPresent() || emptyAbove(name).isPresent();
  }

  /** What the name begins with of the empty one that it would be in; empty where it is in none. */
  public Optional<String> emptyAbove(String name) {
    return empty.above(name);
  }
}
