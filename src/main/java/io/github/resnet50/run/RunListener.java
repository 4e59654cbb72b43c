package io.github.resnet50.run;

import io.github.resnet50.report.ItemResult;

/** Hears how a run gets on, from several threads; must be quick. */
public interface RunListener {
  /** The walk has ended: so many paths were found. */
  void walkEnded(long found);

  /** A record was written. */
  void written(ItemResult result);

  /** Records of an earlier run were taken over. */
  default void kept(int ok, int failed) {}
}
