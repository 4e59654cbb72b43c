package io.github.resnet50.model.labelled;

import io.github.resnet50.image.ImageException;
import java.util.List;

/**
 * An image with its true label.
 *
 * @param name the path as it was given, for messages
 * @param labels what names its class, the most exact first: a WordNet id, a name, an index
 * @param content reads the encoded image; may be called by any thread
 */
public record LabelledImage(String name, List<String> labels, Content content) {
  public LabelledImage {
    labels = List.copyOf(labels);
  }

  /** Reads an encoded image. */
  public interface Content {
    byte[] read() throws ImageException;
  }
}
