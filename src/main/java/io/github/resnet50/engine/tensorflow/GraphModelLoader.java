package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HeadGradients;
import io.github.resnet50.graph.Layers;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.WeightShuffler;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Loads models that give more than scores: activations from the fast prepared form, gradients from
 * the head of the differentiable one. A model without a prepared form gives its scores alone.
 */
final class GraphModelLoader {
  private final PreparedModels fast;
  private final PreparedModels differentiable;
  private final boolean trustModel;
  private final Consumer<String> notes;

  GraphModelLoader(PreparedModels prepared, boolean trustModel, Consumer<String> notes) {
    this.fast = prepared;
    this.differentiable = prepared.differentiable();
    this.trustModel = trustModel;
    this.notes = notes;
  }

  /** A model with features, where it has them. */
  LoadedModel loadWithFeatures(ModelSpec spec) throws ModelException {
    LoadableGraph graph = fast.graph(spec, trustModel);
    if (!graph.prepared()) {
      return DjlModel.load(
          spec,
          graph,
          "model "
              + spec.name()
              + " has no features: it runs as it came, because "
              + fast.prepare(spec, trustModel).reason());
    }
    try {
      SavedModelFile form = PreparedModels.form(spec, graph.directory());
      return model(spec, form, Optional.empty(), false, graph.firstAlone());
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw unloadable(spec, e);
    }
  }

  /** A model with a feature map and gradients, and with attention where that is asked for. */
  LoadedModel loadWithMap(ModelSpec spec, LoadRequest request) throws ModelException {
    LoadableGraph graph = fast.graph(spec, trustModel);
    if (spec.compression().isPresent()) {
      return DjlModel.load(
          spec,
          graph,
          "the model " + spec.name() + " is compressed, and its 8-bit graph has no gradients");
    }
    Preparation preparation = fast.prepare(spec, trustModel);
    if (!preparation.prepared()) {
      return DjlModel.load(
          spec, graph, "the model " + spec.name() + " runs as it came: " + preparation.reason());
    }
    try {
      if (request.layer().isPresent()) {
        return layered(spec, gradientsOf(spec), request);
      }
      Optional<MapGradients> head = head(spec, preparation, () -> gradientsOf(spec));
      SavedModelFile form = PreparedModels.form(spec, graph.directory());
      return model(spec, form, head, request.wants(ModelOutput.ATTENTION), false);
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw unloadable(spec, e);
    }
  }

  /** Gradients with respect to the last feature map; empty where there are none. */
  Optional<MapGradients> gradients(ModelSpec spec) throws ModelException {
    Preparation preparation = differentiable.prepare(spec, trustModel);
    try {
      return preparation.prepared()
          ? head(spec, preparation, () -> gradientsOf(spec))
          : Optional.empty();
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw unloadable(spec, e);
    }
  }

  /** The same with shuffled weights. */
  LoadedModel loadShuffled(ModelSpec spec, LoadRequest request) throws ModelException {
    Optional<Preparation> preparation =
        spec.compression().isPresent()
            ? Optional.empty()
            : Optional.of(differentiable.prepare(spec, trustModel)).filter(Preparation::prepared);
    if (preparation.isEmpty()) {
      throw new ModelException(
          "the weights of " + spec.name() + " cannot be shuffled: it has no prepared form");
    }
    try {
      Path folder = Files.createTempDirectory("resnet50-shuffled");
      try {
        Path prepared = differentiable.graph(spec, trustModel).directory();
        new WeightShuffler().shuffle(prepared, folder, request.shuffleSeed().orElseThrow());
        if (request.layer().isPresent()) {
          return layered(spec, Optional.of(folder), request);
        }
        Optional<MapGradients> head = head(spec, preparation.get(), () -> Optional.of(folder));
        SavedModelFile form = PreparedModels.form(spec, folder);
        return model(spec, form, head, request.wants(ModelOutput.ATTENTION), false);
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

  /**
   * One graph for all outputs, which keeps the layer as a node of its own: the fused graph may not.
   */
  private static LoadedModel layered(
      ModelSpec spec, Optional<Path> differentiable, LoadRequest request)
      throws ModelException, SavedModelException, IOException {
    String layer = request.layer().orElseThrow();
    if (differentiable.isEmpty()) {
      throw new ModelException("the model " + spec.name() + " has no form with gradients");
    }
    Layers layers = new Layers(PreparedModels.form(spec, differentiable.get()));
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
      Optional<MapGradients> head = Optional.of(new MapGradients(HeadGradients.open(file)));
      return model(spec, file, head, request.wants(ModelOutput.ATTENTION), false);
    } catch (UnpreparableModelException e) {
      throw new ModelException("no gradients to layer " + node + ": " + e.getMessage(), e);
    }
  }

  private static LoadedModel model(
      ModelSpec spec,
      SavedModelFile file,
      Optional<MapGradients> head,
      boolean wantsAttention,
      boolean firstAlone)
      throws ModelException, SavedModelException {
    GraphSession graph = GraphSession.of(file);
    try {
      return new GraphModel(spec, file, graph, head, wantsAttention, firstAlone);
    } catch (ModelException | SavedModelException e) {
      graph.close();
      head.ifPresent(MapGradients::close);
      throw e;
    }
  }

  private static ModelException unloadable(ModelSpec spec, Exception e) {
    return new ModelException(
        "cannot load the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
  }

  /** The directory of a graph with gradients; empty if there is none. */
  private interface Gradients {
    Optional<Path> directory() throws ModelException;
  }

  private Optional<Path> gradientsOf(ModelSpec spec) throws ModelException {
    return Optional.of(differentiable.graph(spec, trustModel))
        .filter(LoadableGraph::prepared)
        .map(LoadableGraph::directory);
  }

  /**
   * Empty if the model has no feature map, or no path from it to the logits can be differentiated.
   */
  private Optional<MapGradients> head(ModelSpec spec, Preparation preparation, Gradients gradients)
      throws ModelException, SavedModelException, IOException {
    if (!preparation.outputs().containsKey(OutputFinder.FEATURE_MAP)) {
      return Optional.empty();
    }
    Optional<Path> directory = gradients.directory();
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      SavedModelFile form = PreparedModels.form(spec, directory.get());
      return Optional.of(new MapGradients(HeadGradients.open(form)));
    } catch (UnpreparableModelException e) {
      notes.accept("no gradients for model " + spec.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
