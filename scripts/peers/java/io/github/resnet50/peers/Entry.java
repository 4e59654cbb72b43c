package io.github.resnet50.peers;

import io.github.resnet50.peers.Answers.Agreement;
import io.github.resnet50.peers.Contestant.Kind;
import java.util.Map;

/**
 * A contestant at the start line, or why it is not there.
 *
 * @param contestant null where it does not start
 * @param agreement of its predictions with the product's; null where nothing was compared
 * @param sameInputs the same on the product's own pixels, where it usually makes others
 * @param problem why it does not start; null where it does
 */
record Entry(
    String id,
    String title,
    Kind kind,
    Contestant contestant,
    Agreement agreement,
    Agreement sameInputs,
    String problem) {
  static final String NOT_INSTALLED = "not installed";

  static Entry of(Contestant contestant, Agreement agreement) {
    return of(contestant, agreement, null);
  }

  static Entry of(Contestant contestant, Agreement agreement, Agreement sameInputs) {
    return new Entry(
        contestant.id(),
        contestant.title(),
        contestant.kind(),
        contestant,
        agreement,
        sameInputs,
        null);
  }

  /** This one, or, where it failed meanwhile, why it is not there. */
  Entry failed(Map<String, String> failures) {
    return failures.containsKey(id)
        ? new Entry(id, title, kind, null, agreement, sameInputs, failures.get(id))
        : this;
  }

  static Entry absent(Names names, String problem) {
    return new Entry(names.id, names.title, names.kind, null, null, null, problem);
  }

  static Entry disqualified(Names names, Agreement agreement, String problem) {
    return new Entry(names.id, names.title, names.kind, null, agreement, null, problem);
  }
}
