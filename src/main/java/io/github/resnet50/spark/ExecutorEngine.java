package io.github.resnet50.spark;

import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.run.DecodeMemory;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.ModelSource.SharedModel;
import io.github.resnet50.run.Run;

/**
 * What all tasks of one executor share: the engine, one loaded model, and the heap for decoding.
 * Spark gives tasks nothing that outlives them, so this is the one place with static state: a model
 * a task would be a model loaded every few minutes, and one for each core in memory.
 */
final class ExecutorEngine {
  private static ExecutorEngine current;

  private final ModelBundle.ModelPlace place;
  private final ModelBundle bundle;
  private final ModelBundle.BundleEngine engine;
  private final SharedModel model;
  private final DecodeMemory decoding = DecodeMemory.ofProcess();
  private volatile double modelSeconds;

  private ExecutorEngine(ModelBundle.ModelPlace place) throws ModelException {
    this.place = place;
    this.bundle = ModelBundle.read(place.folder());
    this.engine = new ModelBundle.BundleEngine(new NativeLibrary(ExecutorHome.find()), bundle);
    this.model = new SharedModel(engine, bundle.spec(), this::load);
  }

  /** The one of this process; another model takes the place of the first. */
  static synchronized ExecutorEngine of(ModelBundle.ModelPlace place) throws ModelException {
    if (current == null || !current.place.equals(place)) {
      current = new ExecutorEngine(place); // tasks of another application's share no executor
    }
    return current;
  }

  /**
   * The memory available to a task.
   *
   * @param slots tasks that run at once
   */
  Run.Heap heap(int slots) {
    return new Run.Heap(decoding, Runtime.getRuntime().maxMemory() / slots);
  }

  private LoadedModel load() throws ModelException {
    long start = System.nanoTime();
    LoadedModel loaded = engine.load(bundle.spec(), LoadRequest.of(ModelOutput.PROBABILITIES));
    modelSeconds = (System.nanoTime() - start) / 1e9;
    return loaded;
  }

  /** For any number of tasks. */
  ModelSource source() {
    return model.source();
  }

  /** The model of all tasks, brought up now if it was not yet. */
  LoadedModel model() throws ModelException {
    engine.start();
    return model.get();
  }

  double engineSeconds() {
    return engine.startSeconds();
  }

  double modelSeconds() {
    return modelSeconds;
  }
}
