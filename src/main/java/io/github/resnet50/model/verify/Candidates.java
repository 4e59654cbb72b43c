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
    for (Resizing usual : List.of(Resizing.usual(side), Resizing.cropped(side), Resizing.SQUEEZE)) {
      resizings.add(usual.with(declared.resizing().interpolation()));
    }
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

  /**
   * A preprocessing to try.
   *
   * @param scalingName the usual name of its scaling, or if it has none, a distinguishing one
   * @param steps with an {@linkplain Resizing#effective effective} resizing
   */
  record Candidate(String scalingName, Preprocessing steps) {

    /** The model's declared preprocessing, with its exact numbers. */
    static Candidate declared(Preprocessing steps) {
      return of(steps, steps.channelOrder(), steps.scaling(), "declared");
    }

    /**
     * @param size the input's size and the resizing are taken from it
     * @param otherwise the name of the scaling if it is not a usual one
     */
    static Candidate of(Preprocessing size, ChannelOrder order, Scaling scaling, String otherwise) {
      return new Candidate(
          UsualScaling.of(scaling, order).map(UsualScaling::option).orElse(otherwise),
          new Preprocessing(
              size.width(), size.height(), size.resizing().effective(), scaling, order));
    }

    Candidate with(Resizing resizing) {
      return new Candidate(
          scalingName,
          new Preprocessing(
              steps.width(), steps.height(), resizing, steps.scaling(), steps.channelOrder()));
    }

    /** Whether both give a model the same numbers. */
    boolean sameAs(Candidate other) {
      return steps.channelOrder() == other.steps.channelOrder()
          && steps.resizing().equals(other.steps.resizing())
          && steps.scaling().sameAs(other.steps.scaling());
    }

    /** Such as {@code RGB, torch, short 256, crop}. */
    @Override
    public String toString() {
      return steps.channelOrder() + ", " + scalingName + ", " + steps.resizing();
    }
  }
}
