package io.github.resnet50.model.inference;

import io.github.resnet50.graph.InferenceGraph;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.ImageShape;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.InputFiller;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.exceptions.TensorFlowException;

/** Runs batches of pixels through any outputs of a prepared model. For one thread. */
public final class PreparedPredictor {
  private final InferenceGraph graph;
  private final ImageShape inputShape;
  private final Preprocessing preprocessing;
  private final InputFiller filler;

  /**
   * @param graph not closed by this
   */
  public PreparedPredictor(
      InferenceGraph graph, ImageShape inputShape, Preprocessing preprocessing) {
    this.graph = graph;
    this.inputShape = inputShape;
    this.preprocessing = preprocessing;
    this.filler =
        new InputFiller(
            graph.takesLevels() ? asLevels(preprocessing) : preprocessing,
            inputShape.channelsFirst());
  }

  /** The model scales them itself. */
  private static Preprocessing asLevels(Preprocessing p) {
    return new Preprocessing(p.width(), p.height(), p.resizing(), Scaling.NONE, p.channelOrder());
  }

  /**
   * What a prepared graph's classes are called.
   *
   * @throws ModelException where labels and scores do not fit
   */
  public static List<Label> labels(ModelSpec spec, InferenceGraph graph) throws ModelException {
    int scores = Math.toIntExact(graph.shape(InferenceGraph.LOGITS).get(1));
    int classes = Math.max(2, scores);
    if (!spec.labels().isEmpty() && spec.labels().size() != classes) {
      throw new ModelException(
          "%s names %d classes, but the model tells %d apart"
              .formatted(spec.name(), spec.labels().size(), classes));
    }
    return spec.labels().isEmpty()
        ? IntStream.range(0, classes).mapToObj(Label::unnamed).toList()
        : spec.labels();
  }

  /**
   * Runs a batch.
   *
   * @param images model-sized pixels, each {@code height × width × 3} bytes, red first
   * @param outputs names of outputs of the graph
   * @return their values, row-major, in the order of {@code outputs}
   */
  public List<float[]> run(List<byte[]> images, List<String> outputs) throws InferenceException {
    FloatBuffer batch =
        FloatBuffer.allocate(images.size() * filler.values(images.get(0).length / 3));
    images.forEach(image -> filler.fill(image, batch));
    try {
      return graph.run(batch.array(), inputShape.batch(images.size(), preprocessing), outputs);
    } catch (TensorFlowException e) {
      throw failure(e);
    }
  }

  /**
   * A row of probabilities an image; one score is the second class's, and the first has the rest.
   */
  public float[][] probabilities(List<byte[]> images) throws InferenceException {
    return rows(run(images, List.of(InferenceGraph.PROBABILITIES)).get(0), images.size());
  }

  /** As {@link #probabilities}, of scores that are there already. */
  public static float[][] rows(float[] scores, int count) {
    int width = scores.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] =
          width == 1
              ? new float[] {1 - scores[i], scores[i]}
              : Arrays.copyOfRange(scores, i * width, (i + 1) * width);
    }
    return rows;
  }

  /** What is told of a failure of TensorFlow. */
  public static InferenceException failure(TensorFlowException e) {
    return new InferenceException(String.valueOf(e.getMessage()), e);
  }
}
