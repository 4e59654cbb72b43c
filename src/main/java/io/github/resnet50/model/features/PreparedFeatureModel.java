package io.github.resnet50.model.features;

import io.github.resnet50.graph.InferenceGraph;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ImageShape;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.LoadableGraph;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.inference.PreparedPredictor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.exceptions.TensorFlowException;

/** The features of a prepared model. */
public final class PreparedFeatureModel implements FeatureModel {
  private final ModelSpec spec;
  private final InferenceGraph graph;
  private final ImageShape inputShape;
  private final List<Label> labels;
  private final int featureCount;
  private final Object first = new Object();
  private volatile boolean ran;

  private PreparedFeatureModel(ModelSpec spec, InferenceGraph graph, boolean firstAlone)
      throws ModelException {
    this.spec = spec;
    this.graph = graph;
    this.inputShape = ImageShape.of(spec, graph.inputShape());
    this.labels = PreparedPredictor.labels(spec, graph);
    if (!graph.outputs().contains(InferenceGraph.FEATURES)) {
      throw new ModelException(
          "model "
              + spec.name()
              + " has no features: its scores do not come from one dense layer at its end");
    }
    this.featureCount = Math.toIntExact(graph.shape(InferenceGraph.FEATURES).get(1));
    this.ran = !firstAlone;
  }

  /**
   * Loads a model; the engine must be up.
   *
   * @param prepared its prepared form
   * @throws ModelException where it has no features, or does not load
   */
  public static FeatureModel load(ModelSpec spec, LoadableGraph prepared) throws ModelException {
    InferenceGraph graph;
    try {
      graph = InferenceGraph.open(prepared.directory());
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw new ModelException(
          "cannot load the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
    }
    try {
      return new PreparedFeatureModel(spec, graph, prepared.firstAlone());
    } catch (ModelException e) {
      graph.close();
      throw e;
    }
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public List<Label> labels() {
    return labels;
  }

  @Override
  public int featureCount() {
    return featureCount;
  }

  @Override
  public boolean takesLevels() {
    return graph.takesLevels();
  }

  @Override
  public FeaturePredictor newPredictor(Preprocessing preprocessing) {
    return new GraphPredictor(preprocessing);
  }

  @Override
  public void close() {
    graph.close();
  }

  private final class GraphPredictor implements FeaturePredictor {
    private final PreparedPredictor predictor;

    GraphPredictor(Preprocessing preprocessing) {
      this.predictor = new PreparedPredictor(graph, inputShape, preprocessing);
    }

    @Override
    public float[][] predict(List<byte[]> images) throws InferenceException {
      return PreparedPredictor.rows(run(images, InferenceGraph.PROBABILITIES), images.size());
    }

    @Override
    public float[][] features(List<byte[]> images) throws InferenceException {
      float[] flat = run(images, InferenceGraph.FEATURES);
      float[][] rows = new float[images.size()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(flat, i * featureCount, (i + 1) * featureCount);
      }
      return rows;
    }

    private float[] run(List<byte[]> images, String output) throws InferenceException {
      if (!ran) {
        synchronized (first) {
          if (!ran) {
            float[] values = predictor.run(images, List.of(output)).get(0);
            ran = true;
            return values;
          }
        }
      }
      return predictor.run(images, List.of(output)).get(0);
    }

    @Override
    public void close() {}
  }
}
