package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.image.preprocess.UsualScaling;

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
