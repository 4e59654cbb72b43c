package io.github.resnet50.model.labelled;

import java.util.List;

/** The true labels of images, found by the images' names. Thread-safe. */
public interface TrueLabels {
  /** Where the labels come from, for messages. */
  String source();

  /**
   * The labels of an image, the most specific first.
   *
   * @param name the image's path as it appears in records
   * @return empty if it has no label
   */
  List<String> of(String name);
}
