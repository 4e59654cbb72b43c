package io.github.resnet50.run;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;

/**
 * Where a run gets its engine and its model from.
 *
 * @param spec what the model is; known before it is loaded
 * @param loader called once a run, when the engine is up
 * @param shared whether the model outlives the run, which does not close it then
 */
public record ModelSource(Engine engine, ModelSpec spec, Loader loader, boolean shared) {

  /** Loads a model. */
  public interface Loader {
    LoadedModel load() throws ModelException;
  }

  /** A model that the run loads with a request and closes. */
  public static ModelSource of(Engine engine, ModelSpec spec, LoadRequest request) {
    return of(engine, spec, () -> engine.load(spec, request));
  }

  /** A model that the run loads in a way of its own and closes. */
  public static ModelSource of(Engine engine, ModelSpec spec, Loader loader) {
    return new ModelSource(engine, spec, loader, false);
  }

  /**
   * A model that the first of several runs loads. To be closed when none of them runs any more; a
   * load that a stopped run has left behind is not waited for, and what it loads is closed then.
   * For use by many threads.
   */
  public static final class SharedModel implements AutoCloseable {
    private final Engine engine;
    private final ModelSpec spec;
    private final Loader loader;
    private final Object loading = new Object(); // one loads, others wait
    private LoadedModel loaded; // null: not yet
    private boolean closed;

    public SharedModel(Engine engine, ModelSpec spec, Loader loader) {
      this.engine = engine;
      this.spec = spec;
      this.loader = loader;
    }

    /** For any number of runs. */
    public ModelSource source() {
      return new ModelSource(engine, spec, this::get, true);
    }

    /**
     * The model, loaded now if it was not yet; the engine must be up.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public LoadedModel get() throws ModelException {
      synchronized (loading) {
        LoadedModel known = known();
        return known == null ? kept(loader.load()) : known;
      }
    }

    private synchronized LoadedModel known() {
      if (closed) {
        throw new IllegalStateException("the model " + spec.name() + " is closed");
      }
      return loaded;
    }

    private synchronized LoadedModel kept(LoadedModel fresh) throws ModelException {
      if (closed) {
        fresh.close();
        throw new ModelException("the model " + spec.name() + " is no longer wanted");
      }
      loaded = fresh;
      return fresh;
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (loaded != null) {
        loaded.close();
      }
    }
  }
}
