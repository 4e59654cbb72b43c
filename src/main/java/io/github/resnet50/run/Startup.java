package io.github.resnet50.run;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings up the engine, then the model, in a thread of its own, while the walk and the reading are
 * under way. Decoding waits for the engine only, predicting for the model. The two durations are
 * set once {@link #model()} has returned.
 *
 * <p>Native code cannot be interrupted, and preparing a model may take a minute: a run that is to
 * stop waits for neither. The thread is then left to itself, and closes what it still makes.
 */
final class Startup implements AutoCloseable {
  private final ModelSource source;
  private final long maxPixels;
  private final RunListener listener;
  private final CompletableFuture<ImageDecoder> decoder = new CompletableFuture<>();
  private final CompletableFuture<LoadedModel> model = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "startup");
  private volatile EngineInfo engine;
  private volatile long engineNanos;
  private volatile long modelNanos;
  private volatile boolean abandoned;
  private final AtomicInteger decodingStill = new AtomicInteger();

  Startup(ModelSource source, long maxPixels, RunListener listener) {
    this.source = source;
    this.maxPixels = maxPixels;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /** Begins; not called where there is nothing to classify. To be called once. */
  void start() {
    thread.start();
  }

  /** Ends all waiting for what is not up yet: nobody needs it any more. */
  void abandon() {
    abandoned = true;
    decoder.complete(null);
    model.complete(null);
  }

  private void run() {
    try {
      listener.loading();
      long start = System.nanoTime();
      EngineInfo started = source.engine().start();
      engineNanos = System.nanoTime() - start;
      engine = started;
      ImageDecoder opened = source.engine().decoder(maxPixels);
      if (!decoder.complete(opened)) {
        opened.close();
        return;
      }
      start = System.nanoTime();
      LoadedModel loaded = source.loader().load();
      modelNanos = System.nanoTime() - start;
      listener.loaded();
      if (!model.complete(loaded)) {
        close(loaded);
      }
    } catch (ModelException | RuntimeException | Error e) {
      decoder.completeExceptionally(e);
      model.completeExceptionally(e);
    }
  }

  /** Waits for the engine; its failure is thrown to every waiting thread. Null: abandoned. */
  ImageDecoder decoder() throws InterruptedException, ModelException {
    return await(decoder);
  }

  /** Counts threads that decode although nobody waits for them; the decoder is not closed then. */
  AtomicInteger decodingStill() {
    return decodingStill;
  }

  /** Waits for the model; its failure is thrown to every waiting thread. Null: abandoned. */
  LoadedModel model() throws InterruptedException, ModelException {
    return await(model);
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

  /** The engine in use; null if it has not started. */
  EngineInfo engine() {
    return engine;
  }

  double engineSeconds() {
    return engineNanos / 1e9;
  }

  double modelSeconds() {
    return modelNanos / 1e9;
  }

  /** Frees what was started; call it only when no worker runs any more. */
  @Override
  public void close() {
    if (!abandoned) {
      awaitEnd();
    }
    abandon();
    if (!model.isCompletedExceptionally() && model.join() != null) {
      close(model.join());
    }
    boolean inUse = decodingStill.get() > 0; // for as long as the process lives
    if (!inUse && !decoder.isCompletedExceptionally() && decoder.join() != null) {
      decoder.join().close();
    }
  }

  private void close(LoadedModel loaded) {
    if (!source.shared()) {
      loaded.close();
    }
  }

  /** A run that has failed meanwhile ends in order, with nothing at work in the engine. */
  private void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        if (!model.isDone()) {
          thread.interrupt(); // it may be waiting for another process
        }
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
