package io.github.resnet50.run;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.model.ModelException;

/** A model that the first of several runs loads; closed with this, when none of them runs. */
public final class SharedModel implements AutoCloseable {
  private final Engine engine;
  private final ModelSource.Loader loader;
  private LoadedModel loaded;

  public SharedModel(Engine engine, ModelSource.Loader loader) {
    this.engine = engine;
    this.loader = loader;
  }

  /** For any number of runs. */
  public ModelSource source() {
    return new ModelSource(engine, this::get, true);
  }

  /** The model, loaded now if it was not yet; the engine must be up. */
  public synchronized LoadedModel get() throws ModelException {
    if (loaded == null) {
      loaded = loader.load();
    }
    return loaded;
  }

  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.close();
    }
  }
}
