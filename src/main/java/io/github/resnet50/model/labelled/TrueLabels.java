package io.github.resnet50.model.labelled;

import java.util.List;

/** What somebody says that images show, found by the images' names. Thread-safe. */
public interface TrueLabels {
  /** Where this is known from, for messages. */
  String source();

  /**
   * What names an image's class, the most exact first.
   *
   * @param name the image's path as it appears in records
   * @return empty where nothing is said of it
   */
  List<String> of(String name);
}
