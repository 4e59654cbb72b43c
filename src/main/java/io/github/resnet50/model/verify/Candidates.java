package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.image.preprocess.UsualScaling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The preprocessings to try: first every order and scaling with the declared resizing, because they
 * matter most; then other resizings for the best few. No two of a list are the same.
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
    this.resizings = resizings(this.declared.steps());
    this.scaled = !takesLevels;
  }

  private static List<Resizing> resizings(Preprocessing declared) {
    int side = Math.min(declared.width(), declared.height());
    Set<Resizing> resizings = new LinkedHashSet<>();
    resizings.add(declared.resizing());
    resizings.add(Resizing.usual(side));
    resizings.add(Resizing.cropped(side));
    resizings.add(Resizing.SQUEEZE);
    return List.copyOf(resizings);
  }

  Candidate declared() {
    return declared;
  }

  /** All resizings that are tried, the declared one first. */
  List<Resizing> resizings() {
    return resizings;
  }

  /** Orders and scalings; the declared candidate first. */
  List<Candidate> first() {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(declared);
    ChannelOrder order = declared.steps().channelOrder();
    if (order == ChannelOrder.GRAY) {
      addUsual(candidates, ChannelOrder.GRAY);
      return candidates;
    }
    ChannelOrder other = order == ChannelOrder.RGB ? ChannelOrder.BGR : ChannelOrder.RGB;
    // Only the order may be wrong, with the numbers right for their positions, or the numbers may
    // be in the wrong order too.
    Scaling numbers = declared.steps().scaling();
    add(candidates, other, numbers, "same numbers");
    if (scaled) {
      add(candidates, other, numbers.reversed(), "swapped numbers");
    }
    addUsual(candidates, ChannelOrder.RGB);
    addUsual(candidates, ChannelOrder.BGR);
    return candidates;
  }

  private void addUsual(List<Candidate> candidates, ChannelOrder order) {
    if (scaled) {
      for (UsualScaling usual : UsualScaling.of(order)) {
        add(candidates, order, usual.scaling(order), usual.option());
      }
    }
  }

  private void add(
      List<Candidate> candidates, ChannelOrder order, Scaling scaling, String otherwise) {
    Candidate candidate = Candidate.of(declared.steps(), order, scaling, otherwise);
    if (candidates.stream().noneMatch(candidate::sameAs)) {
      candidates.add(candidate);
    }
  }

  /** The other resizings for some of the first candidates, without duplicates. */
  List<Candidate> second(List<Candidate> seeds) {
    return seeds.stream()
        .flatMap(
            seed ->
                resizings.stream()
                    .filter(resizing -> !resizing.equals(seed.steps().resizing()))
                    .map(seed::with))
        .toList();
  }
}
