package io.github.resnet50.model.labelled;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What a label means among some classes: one of them, none, or several that share the name. An
 * ambiguous label is never taken for one of its candidates.
 *
 * @param candidates indices of the classes, rising
 */
public record ClassMatch(List<Integer> candidates) {
  static final ClassMatch NONE = new ClassMatch(List.of());

  public ClassMatch {
    candidates = List.copyOf(new TreeSet<>(candidates));
  }

  public static ClassMatch of(int index) {
    return new ClassMatch(List.of(index));
  }

  /** The class; empty where there is none, or more than one. */
  public OptionalInt index() {
    return candidates.size() == 1 ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
  }

  /** Whether it is the name of no class. */
  public boolean isNone() {
    return candidates.isEmpty();
  }

  /** Whether it is the name of several classes. */
  public boolean isAmbiguous() {
    return candidates.size() > 1;
  }
}
