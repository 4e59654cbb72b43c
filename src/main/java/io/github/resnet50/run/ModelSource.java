package io.github.resnet50.run;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;

/**
 * Where a run gets its engine and its model from.
 *
 * @param loader called once a run, when the engine is up
 * @param shared whether the model outlives the run, which does not close it then
 */
public record ModelSource(Engine engine, Loader loader, boolean shared) {

  /** Loads a model. */
  public interface Loader {
    LoadedModel load() throws ModelException;
  }

  /** A model of the run's own. */
  public static ModelSource of(Engine engine, ModelSpec spec, LoadRequest request) {
    return new ModelSource(engine, () -> engine.load(spec, request), false);
  }
}
