package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What is tried: every order and scaling with the declared resizing first, for they matter most;
 * then the other resizings, for the few that are worth it. No two of a list are the same.
 */
final class Candidates {
  private final Candidate declared;
  private final List<Resizing> resizings;
  private final boolean scaled;

  /**
   * @param takesLevels whether the model scales by itself, so that only one scaling is to be tried
   */
  Candidates(Preprocessing declared, boolean takesLevels) {
    this.declared = Candidate.declared(declared);
    this.resizings = Resizing.choices(declared);
    this.scaled = !takesLevels;
  }

  Candidate declared() {
    return declared;
  }

  /** All that occur, the declared one first. */
  List<Resizing> resizings() {
    return resizings;
  }

  /** Orders and scalings; the declared candidate first. */
  List<Candidate> first() {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(declared);
    if (declared.order() == ChannelOrder.GRAY) {
      addUsual(candidates, ChannelOrder.GRAY);
      return candidates;
    }
    ChannelOrder other = declared.order() == ChannelOrder.RGB ? ChannelOrder.BGR : ChannelOrder.RGB;
    // Only the order may be wrong, with the numbers right where they stand, or the numbers too.
    add(candidates, other, named(declared.scaling(), other, "same numbers"));
    if (scaled) {
      add(candidates, other, named(declared.scaling().reversed(), other, "swapped numbers"));
    }
    addUsual(candidates, ChannelOrder.RGB);
    addUsual(candidates, ChannelOrder.BGR);
    return candidates;
  }

  private void addUsual(List<Candidate> candidates, ChannelOrder order) {
    if (scaled) {
      Scaling.usual(order).forEach(scaling -> add(candidates, order, scaling));
    }
  }

  /** The other resizings of some of the first, which are distinct. */
  List<Candidate> second(List<Candidate> seeds) {
    return seeds.stream()
        .flatMap(
            seed ->
                resizings.stream()
                    .filter(resizing -> !resizing.equals(seed.resizing()))
                    .map(seed::with))
        .toList();
  }

  /** By its usual name, where it has one for that order. */
  private static Scaling named(Scaling scaling, ChannelOrder order, String otherwise) {
    return Scaling.usual(order).stream()
        .filter(scaling::sameAs)
        .findFirst()
        .map(usual -> scaling.named(usual.name()))
        .orElse(scaling.named(otherwise));
  }

  private void add(List<Candidate> candidates, ChannelOrder order, Scaling scaling) {
    Candidate candidate = new Candidate(order, scaling, declared.resizing());
    if (candidates.stream().noneMatch(candidate::sameAs)) {
      candidates.add(candidate);
    }
  }
}
