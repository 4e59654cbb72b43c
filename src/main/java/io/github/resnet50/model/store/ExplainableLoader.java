package io.github.resnet50.model.store;

import io.github.resnet50.model.ImageShape;
import io.github.resnet50.model.LoadableGraph;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.TensorFlowClassifier;
import io.github.resnet50.model.explain.BlindModel;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.model.explain.PreparedExplainableModel;
import io.github.resnet50.model.prepare.HeadGradients;
import io.github.resnet50.model.prepare.InferenceGraph;
import io.github.resnet50.model.prepare.SavedModelException;
import io.github.resnet50.model.prepare.UnpreparableModelException;
import java.io.IOException;
import java.util.function.Consumer;
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

  ExplainableModel load(ModelSpec spec, boolean trustModel) throws ModelException {
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
      ImageShape shape = ImageShape.of(spec, preparation.input());
      HeadGradients head = head(spec, trustModel, preparation);
      InferenceGraph inference = InferenceGraph.open(graph.directory());
      try {
        return new PreparedExplainableModel(spec, shape, inference, head);
      } catch (ModelException e) {
        inference.close();
        if (head != null) {
          head.close();
        }
        throw e;
      }
    } catch (SavedModelException | IOException | TensorFlowException e) {
      throw new ModelException(
          "cannot load the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
    }
  }

  /** Null where the model has no feature map, or nothing to follow back to it. */
  private HeadGradients head(ModelSpec spec, boolean trustModel, Preparation preparation)
      throws ModelException, SavedModelException, IOException {
    if (!preparation.outputs().containsKey(InferenceGraph.FEATURE_MAP)) {
      return null;
    }
    LoadableGraph graph = differentiable.graph(spec, trustModel);
    if (!graph.prepared()) {
      return null;
    }
    try {
      return HeadGradients.open(graph.directory());
    } catch (UnpreparableModelException e) {
      notes.accept("no gradients for model " + spec.name() + ": " + e.getMessage());
      return null;
    }
  }
}
