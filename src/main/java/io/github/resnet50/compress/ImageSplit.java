package io.github.resnet50.compress;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The images that a model is fitted to and those that its price is taken on.
 *
 * @param disjoint whether no image is in both; else they are the same
 */
record ImageSplit(ImageSet calibration, ImageSet evaluation, boolean disjoint) {
  private static final int HELD_OUT = 3;

  /** Of two sets: what is in the first is not evaluated on, unless nothing else is there. */
  static ImageSplit of(ImageSet calibration, ImageSet evaluation) {
    Set<ByteBuffer> seen = new HashSet<>();
    calibration.pixels().forEach(pixels -> seen.add(ByteBuffer.wrap(pixels)));
    List<Integer> fresh = new ArrayList<>();
    for (int i = 0; i < evaluation.size(); i++) {
      if (!seen.contains(ByteBuffer.wrap(evaluation.pixels().get(i)))) {
        fresh.add(i);
      }
    }
    return fresh.isEmpty()
        ? new ImageSplit(calibration, evaluation, false)
        : new ImageSplit(calibration, evaluation.pick(fresh), true);
  }

  /** Of one set: every third is evaluated on. */
  static ImageSplit heldOut(ImageSet images) {
    if (images.size() < HELD_OUT) {
      return new ImageSplit(images, images, false);
    }
    List<Integer> fitted = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      (i % HELD_OUT == HELD_OUT - 1 ? held : fitted).add(i);
    }
    return new ImageSplit(images.pick(fitted), images.pick(held), true);
  }
}
