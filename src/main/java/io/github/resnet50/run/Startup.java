package io.github.resnet50.run;

import io.github.resnet50.image.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Brings up the engine, then the model, in a thread of its own, while the walk and the reading are
 * under way. Decoding waits for the engine only, predicting for the model. The two durations are
 * set once {@link #classifier()} has returned.
 */
final class Startup implements AutoCloseable {
  private final Backend backend;
  private final ModelSpec spec;
  private final long maxPixels;
  private final CompletableFuture<ImageDecoder> decoder = new CompletableFuture<>();
  private final CompletableFuture<Classifier> classifier = new CompletableFuture<>();
  private volatile EngineInfo engine;
  private volatile long engineNanos;
  private volatile long modelNanos;

  Startup(Backend backend, ModelSpec spec, long maxPixels) {
    this.backend = backend;
    this.spec = spec;
    this.maxPixels = maxPixels;
  }

  /** To be run by one thread. */
  void run() throws ModelException {
    try {
      long start = System.nanoTime();
      engine = backend.startEngine();
      engineNanos = System.nanoTime() - start;
      decoder.complete(backend.decoder(maxPixels));
      start = System.nanoTime();
      Classifier loaded = backend.load(spec);
      modelNanos = System.nanoTime() - start;
      classifier.complete(loaded);
    } catch (ModelException | RuntimeException | Error e) {
      decoder.completeExceptionally(e);
      classifier.completeExceptionally(e);
      throw e;
    }
  }

  /** Waits for the engine; its failure is thrown to everybody who waits. */
  ImageDecoder decoder() throws InterruptedException, ModelException {
    return await(decoder);
  }

  /** Waits for the model; its failure is thrown to everybody who waits. */
  Classifier classifier() throws InterruptedException, ModelException {
    return await(classifier);
  }

  private static <T> T await(CompletableFuture<T> future)
      throws InterruptedException, ModelException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      // As it was thrown: whichever thread reports it first, the user sees the same.
      if (e.getCause() instanceof ModelException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** What computes; null where it has not come up. */
  EngineInfo engine() {
    return engine;
  }

  double engineSeconds() {
    return engineNanos / 1e9;
  }

  double modelSeconds() {
    return modelNanos / 1e9;
  }

  /** Frees what has come up; to be called when no worker runs any more. */
  @Override
  public void close() {
    if (classifier.isDone() && !classifier.isCompletedExceptionally()) {
      classifier.join().close();
    }
    if (decoder.isDone() && !decoder.isCompletedExceptionally()) {
      decoder.join().close();
    }
  }
}
