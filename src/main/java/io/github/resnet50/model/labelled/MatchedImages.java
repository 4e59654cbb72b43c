package io.github.resnet50.model.labelled;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Labelled images as a model's classes.
 *
 * @param matched those whose label is one of the model's, in their order
 * @param unmatched the others
 */
public record MatchedImages(List<Matched> matched, List<LabelledImage> unmatched) {

  /**
   * @param trueClass index in the model's output
   */
  public record Matched(LabelledImage image, int trueClass) {}

  public MatchedImages {
    matched = List.copyOf(matched);
    unmatched = List.copyOf(unmatched);
  }

  public static MatchedImages of(List<LabelledImage> images, LabelIndex index) {
    List<Matched> matched = new ArrayList<>();
    List<LabelledImage> unmatched = new ArrayList<>();
    for (LabelledImage image : images) {
      OptionalInt found = index.find(image.labels());
      if (found.isPresent()) {
        matched.add(new Matched(image, found.getAsInt()));
      } else {
        unmatched.add(image);
      }
    }
    return new MatchedImages(matched, unmatched);
  }
}
