package io.github.resnet50.report;

import io.github.resnet50.image.Contrast;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import java.util.List;

/** The outcome of one path: the unit of every prediction file. */
public sealed interface ItemResult {
  /** Place in the walk, from 0. */
  long index();

  /** The path as the user would write it. */
  String name();

  /** What is known of the image itself, of what was asked for. */
  ImageDetails details();

  /**
   * A classified image.
   *
   * @param width the image's own width in pixels, after orientation
   * @param height the image's own height in pixels, after orientation
   * @param predictions best first
   * @param extras what else is known
   */
  record Predicted(
      long index, String name, int width, int height, List<Prediction> predictions, Extras extras)
      implements ItemResult {
    public Predicted {
      predictions = List.copyOf(predictions);
    }

    public Predicted(long index, String name, int width, int height, List<Prediction> predictions) {
      this(index, name, width, height, predictions, Extras.NONE);
    }

    public Predicted(
        long index,
        String name,
        int width,
        int height,
        List<Prediction> predictions,
        ImageScores scores) {
      this(index, name, width, height, predictions, new Extras(scores, null, ImageDetails.NONE));
    }

    /** Of all classes; null where the run does not keep them. */
    public ImageScores scores() {
      return extras.scores();
    }

    /** Of what the model saw; null where that is not known. */
    public Contrast contrast() {
      return extras.contrast();
    }

    /** What it was rolled up to; null where that is not known, or nothing was sure enough. */
    public Answer rollup() {
      return extras.decision().rollup();
    }

    /** What rules make of it; null where that is not known. */
    public Answer rule() {
      return extras.decision().rule();
    }

    /** The same with another decision. */
    public Predicted deciding(Decision decision) {
      return new Predicted(index, name, width, height, predictions, extras.deciding(decision));
    }

    @Override
    public ImageDetails details() {
      return extras.details();
    }

    /** Whether the model saw a single colour, or nearly so. */
    public boolean isBlank() {
      return contrast() != null && contrast().isBlank();
    }
  }

  /** A path that yielded no prediction. */
  record Failed(long index, String name, ImageFailure failure, ImageDetails details)
      implements ItemResult {
    public Failed(long index, String name, ImageFailure failure) {
      this(index, name, failure, ImageDetails.NONE);
    }
  }

  /**
   * What is known of a classified image beside its best classes.
   *
   * @param scores of all classes; null where the run does not keep them
   * @param contrast of what the model saw; null where that is not known
   * @param details of the image itself
   * @param embedding the features that the model saw; null where the run does not keep them
   * @param decision what was decided of its classes
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Extras(
      ImageScores scores,
      Contrast contrast,
      ImageDetails details,
      float[] embedding,
      Decision decision) {
    /** Nothing. */
    public static final Extras NONE = new Extras(null, null, ImageDetails.NONE);

    /** Without a decision. */
    public Extras(ImageScores scores, Contrast contrast, ImageDetails details, float[] embedding) {
      this(scores, contrast, details, embedding, Decision.NONE);
    }

    /** Without an embedding. */
    public Extras(ImageScores scores, Contrast contrast, ImageDetails details) {
      this(scores, contrast, details, null);
    }

    /** The same with another decision. */
    public Extras deciding(Decision newDecision) {
      return new Extras(scores, contrast, details, embedding, newDecision);
    }
  }

  /**
   * What an image was decided to be, beyond its best class.
   *
   * @param rollup the class, or what several classes have in common; null where that was not asked,
   *     or nothing was sure enough
   * @param rule the answer by a file of rules; null where there are none
   */
  record Decision(Answer rollup, Answer rule) {
    /** Nothing. */
    public static final Decision NONE = new Decision(null, null);
  }

  /**
   * What an image was decided to be.
   *
   * @param id of the class, or of a node of a taxonomy above several; the label again where there
   *     is none
   * @param label its name
   * @param probability 0..1, of all its classes together: as precise as a float, as that of a
   *     {@link Prediction} is
   */
  record Answer(String id, String label, double probability) {}

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
