package io.github.resnet50.model.store;

import io.github.resnet50.graph.HeadGradients;
import io.github.resnet50.graph.InferenceGraph;
import io.github.resnet50.graph.Layers;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.WeightShuffler;
import io.github.resnet50.model.ImageShape;
import io.github.resnet50.model.LoadableGraph;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.TensorFlowClassifier;
import io.github.resnet50.model.explain.BlindModel;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.model.explain.PreparedExplainableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Loads a model to look into: activations from its fast form, gradients from the head of its
 * differentiable one.
 */
final class ExplainableLoader {
  private final PreparedModels fast;
  private final PreparedModels differentiable;
  private final Consumer<String> notes;

  ExplainableLoader(PreparedModels fast, PreparedModels differentiable, Consumer<String> notes) {
    this.fast = fast;
    this.differentiable = differentiable;
    this.notes = notes;
  }

  /**
   * @param layer whose activations are the feature map; null for the last that has places
   */
  ExplainableModel load(ModelSpec spec, boolean trustModel, String layer) throws ModelException {
    if (PreparedModels.isCompressed(spec)) {
      return new BlindModel(
          TensorFlowClassifier.load(spec, fast.graph(spec, trustModel)),
          "the model " + spec.name() + " is compressed, and its 8-bit graph has no gradients");
    }
    Preparation preparation = fast.prepare(spec, trustModel);
    LoadableGraph graph = fast.graph(spec, trustModel);
    if (!preparation.prepared()) {
      return new BlindModel(
          TensorFlowClassifier.load(spec, graph),
          "the model " + spec.name() + " runs as it came: " + preparation.reason());
    }
    try {
      if (layer != null) {
        return layered(spec, preparation, gradientsOf(spec, trustModel), layer);
      }
      HeadGradients head = head(spec, preparation, () -> gradientsOf(spec, trustModel));
      return model(spec, preparation, head, InferenceGraph.open(graph.directory()));
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw unloadable(spec, e);
    }
  }

  /** The model with shuffled weights. */
  ExplainableModel loadShuffled(ModelSpec spec, boolean trustModel, String layer, long seed)
      throws ModelException {
    Preparation preparation =
        PreparedModels.isCompressed(spec) ? null : differentiable.prepare(spec, trustModel);
    if (preparation == null || !preparation.prepared()) {
      throw new ModelException(
          "the weights of " + spec.name() + " cannot be shuffled: it has no prepared form");
    }
    try {
      Path folder = Files.createTempDirectory("resnet50-shuffled");
      try {
        Path prepared = differentiable.graph(spec, trustModel).directory();
        new WeightShuffler().shuffle(prepared, folder, seed);
        if (layer != null) {
          return layered(spec, preparation, folder, layer);
        }
        HeadGradients head = head(spec, preparation, () -> folder);
        return model(spec, preparation, head, InferenceGraph.open(folder));
      } finally {
        PathUtils.deleteDirectory(folder);
      }
    } catch (SavedModelException
        | UnpreparableModelException
        | IOException
        | TensorFlowException e) {
      throw unloadable(spec, e);
    }
  }

  /** Of one graph that has the layer as a node of its own: the fused one may not. */
  private static ExplainableModel layered(
      ModelSpec spec, Preparation preparation, Path differentiable, String layer)
      throws ModelException, SavedModelException, IOException {
    if (differentiable == null) {
      throw new ModelException("the model " + spec.name() + " has no form with gradients");
    }
    Layers layers = new Layers(SavedModelFile.read(differentiable, PreparedModelWriter.ALL));
    String node =
        layers
            .find(layer)
            .orElseThrow(
                () ->
                    new ModelException(
                        "the model %s has no layer %s; the last of each size: %s"
                            .formatted(spec.name(), layer, String.join(", ", layers.examples()))));
    SavedModelFile file = layers.select(node);
    try {
      return model(spec, preparation, HeadGradients.open(file), InferenceGraph.open(file));
    } catch (UnpreparableModelException e) {
      throw new ModelException("no gradients to layer " + node + ": " + e.getMessage(), e);
    }
  }

  private static ExplainableModel model(
      ModelSpec spec, Preparation preparation, HeadGradients head, InferenceGraph inference)
      throws ModelException {
    ImageShape shape = ImageShape.of(spec, preparation.input());
    try {
      return new PreparedExplainableModel(spec, shape, inference, head);
    } catch (ModelException e) {
      inference.close();
      if (head != null) {
        head.close();
      }
      throw e;
    }
  }

  private static ModelException unloadable(ModelSpec spec, Exception e) {
    return new ModelException(
        "cannot load the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
  }

  /** Where a graph with gradients lies; null where there is none. */
  private interface Gradients {
    Path directory() throws ModelException;
  }

  private Path gradientsOf(ModelSpec spec, boolean trustModel) throws ModelException {
    LoadableGraph graph = differentiable.graph(spec, trustModel);
    return graph.prepared() ? graph.directory() : null;
  }

  /** Null where the model has no feature map, or nothing to follow back to it. */
  private HeadGradients head(ModelSpec spec, Preparation preparation, Gradients gradients)
      throws ModelException, SavedModelException, IOException {
    Path directory =
        preparation.outputs().containsKey(InferenceGraph.FEATURE_MAP)
            ? gradients.directory()
            : null;
    if (directory == null) {
      return null;
    }
    try {
      return HeadGradients.open(directory);
    } catch (UnpreparableModelException e) {
      notes.accept("no gradients for model " + spec.name() + ": " + e.getMessage());
      return null;
    }
  }
}
