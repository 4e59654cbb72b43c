package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A model holds operations that are not allowed to run; the message names them. */
public final class UnsafeGraphException extends SavedModelException {

  private static final long serialVersionUID = 1L;
  private static final int NAMED = 5;

  private final ArrayList<GraphSafety.Violation> violations;

  UnsafeGraphException(List<GraphSafety.Violation> violations) {
    super(
        violations.stream()
            .limit(NAMED)
            .map(GraphSafety.Violation::toString)
            .collect(
                Collectors.joining(
                    "; ",
                    "the model's graph is refused: ",
                    violations.size() > NAMED
                        ? "; and " + (violations.size() - NAMED) + " more"
                        : "")));
    this.violations = new ArrayList<>(violations);
  }

  /** All refused nodes, in graph order. */
  public List<GraphSafety.Violation> violations() {
    return List.copyOf(violations);
  }
}
