package io.github.resnet50.report;

import io.github.resnet50.image.Contrast;
import io.github.resnet50.image.ImageFailure;
import java.util.List;

/** The outcome of one path: the unit of every prediction file. */
public sealed interface ItemResult {
  /** Place in the walk, from 0. */
  long index();

  /** The path as the user would write it. */
  String name();

  /**
   * A classified image.
   *
   * @param width the image's own width in pixels, after orientation
   * @param height the image's own height in pixels, after orientation
   * @param predictions best first
   * @param scores of all classes; null where the run does not keep them
   * @param contrast of what the model saw; null where that is not known
   */
  record Predicted(
      long index,
      String name,
      int width,
      int height,
      List<Prediction> predictions,
      ImageScores scores,
      Contrast contrast)
      implements ItemResult {
    public Predicted {
      predictions = List.copyOf(predictions);
    }

    public Predicted(long index, String name, int width, int height, List<Prediction> predictions) {
      this(index, name, width, height, predictions, null, null);
    }

    public Predicted(
        long index,
        String name,
        int width,
        int height,
        List<Prediction> predictions,
        ImageScores scores) {
      this(index, name, width, height, predictions, scores, null);
    }

    /** Whether the model saw a single colour, or nearly so. */
    public boolean isBlank() {
      return contrast != null && contrast.isBlank();
    }
  }

  /** A path that yielded no prediction. */
  record Failed(long index, String name, ImageFailure failure) implements ItemResult {}

  /**
   * The scores of all classes for one image, for readers that need more than the top-k.
   *
   * @param probabilities one a class
   * @param logits one a class, or null where the model gives none or they were not asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record ImageScores(float[] probabilities, float[] logits) {}

  /**
   * A class and its probability.
   *
   * @param classIndex place in the model's output, from 0
   * @param id the class's identifier (a WordNet id such as {@code n02123045}); the label where the
   *     model has no separate identifiers
   * @param label the class's name
   * @param probability 0..1
   */
  record Prediction(int classIndex, String id, String label, float probability) {}
}
