package io.github.resnet50.spark;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.run.Backend;
import io.github.resnet50.run.DecodeMemory;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.SharedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * What all tasks of one executor share: the engine, one loaded model, and the heap for decoding.
 * Spark gives tasks nothing that outlives them, so this is the one place with static state: a model
 * a task would be a model loaded every few minutes, and one for each core in memory.
 */
final class ExecutorEngine implements Backend {
  private static ExecutorEngine current;

  private final ModelPlace place;
  private final ModelBundle bundle;
  private final SharedBackend backend;
  private final DecodeMemory decoding = new DecodeMemory(Runtime.getRuntime().maxMemory());
  private EngineInfo engine;
  private double engineSeconds;
  private double modelSeconds;

  private ExecutorEngine(ModelPlace place) throws ModelException {
    this.place = place;
    this.bundle = ModelBundle.read(place.folder());
    this.backend = new SharedBackend(new BundleBackend(new NativeLibrary(home()), bundle));
  }

  /** The one of this process; another model takes the place of the first. */
  static synchronized ExecutorEngine of(ModelPlace place) throws ModelException {
    if (current == null || !current.place.equals(place)) {
      current = new ExecutorEngine(place); // tasks of another application's share no executor
    }
    return current;
  }

  /** The user's own where that can be written; else beside what is temporary here anyway. */
  static Home home() throws ModelException {
    Map<String, String> environment = System.getenv();
    Home home = Home.of(environment);
    try {
      Files.createDirectories(home.natives());
      if (Files.isWritable(home.natives())) {
        return home;
      }
    } catch (IOException e) {
      if (environment.containsKey("RESNET50_HOME")) {
        throw new ModelException("cannot write to " + home.root() + " (RESNET50_HOME): " + e, e);
      }
    }
    String user = System.getProperty("user.name", "");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new Home(PrivateFolder.of(temporary.resolve("resnet50-" + user)));
  }

  ModelSpec spec() {
    return bundle.spec();
  }

  /**
   * What a task may reckon with.
   *
   * @param slots tasks that run at once
   */
  Run.Heap heap(int slots) {
    return new Run.Heap(decoding, Runtime.getRuntime().maxMemory() / slots);
  }

  @Override
  public synchronized EngineInfo startEngine() throws ModelException {
    if (engine == null) {
      long start = System.nanoTime();
      ImageIO.scanForPlugins(); // with this thread's class loader, which knows what was submitted
      engine = backend.startEngine();
      engineSeconds = (System.nanoTime() - start) / 1e9;
    }
    return engine;
  }

  @Override
  public synchronized Classifier load(ModelSpec spec) throws ModelException {
    long start = System.nanoTime();
    Classifier classifier = backend.load(spec);
    if (modelSeconds == 0) {
      modelSeconds = (System.nanoTime() - start) / 1e9;
    }
    return classifier;
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return backend.decoder(maxPixels);
  }

  synchronized double engineSeconds() {
    return engineSeconds;
  }

  synchronized double modelSeconds() {
    return modelSeconds;
  }
}
