package io.github.resnet50.run;

/** Hears how a run gets on, from several threads; must be quick. */
public interface RunListener {
  /** The walk found a path. */
  void found();

  /** The walk has ended: what was found is the total. */
  void walkEnded();

  /** A record was written. */
  void written(boolean ok);
}
