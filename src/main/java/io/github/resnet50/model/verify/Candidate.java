package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;

/** A preprocessing to be tried. */
record Candidate(ChannelOrder order, Scaling scaling, Resizing resizing) {

  static Candidate declared(Preprocessing steps) {
    return new Candidate(steps.channelOrder(), Scaling.of(steps), Resizing.of(steps));
  }

  Candidate with(Resizing other) {
    return new Candidate(order, scaling, other);
  }

  /** Whether a model gets the same numbers from both. */
  boolean sameAs(Candidate other) {
    return order == other.order && resizing.equals(other.resizing) && scaling.sameAs(other.scaling);
  }

  Preprocessing preprocessing(int width, int height) {
    return new Preprocessing(
        width,
        height,
        resizing.resize(),
        resizing.resizeShort(),
        resizing.centerCrop(),
        scaling.scale(),
        scaling.mean(),
        scaling.std(),
        order);
  }

  /** Such as {@code RGB, torch, short 256, crop}. */
  @Override
  public String toString() {
    return order + ", " + scaling.name() + ", " + resizing;
  }
}
