package io.github.resnet50.model.compress;

/** Hears how compressing gets on; must be quick. */
public interface CompressListener {

  /** A line that the user should see. */
  void note(String line);

  /** What is done now, in words such as {@code calibrating}. */
  void step(String what);
}
