package io.github.resnet50.bench;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Keeps predictors busy, each in a thread of its own and with nothing to wait for, as the predict
 * stage of a run is whose decoding is fast enough. Threads and predictors are made when a setting
 * first needs them and kept, so that no measurement pays for them.
 *
 * <p>The rate is the sum of the predictors' own: where one ends its last batch later than another,
 * the time in which that one has nothing to do any more is no part of the measurement. Divided by
 * the time of the last, a rate would fall with the batch size for no reason that a long run has.
 *
 * <p>Called by one thread.
 */
final class Load implements Meter, AutoCloseable {
  private static final int LEAST_BATCHES = 2;
  private static final double NANOS_A_SECOND = 1e9;

  private final LoadedModel model;
  private final List<byte[]> images;
  private final LongSupplier nanoTime;
  private final List<Worker> workers = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param model not closed here
   * @param images model-sized pixels, at least one; used over and over
   */
  Load(LoadedModel model, List<byte[]> images, LongSupplier nanoTime) {
    this.model = model;
    this.images = List.copyOf(images);
    this.nanoTime = nanoTime;
  }

  @Override
  public Window measure(Setting setting, double seconds)
      throws InferenceException, InterruptedException {
    while (workers.size() < setting.threads()) {
      workers.add(new Worker(workers.size()));
    }
    CyclicBarrier start = new CyclicBarrier(setting.threads());
    List<Future<Share>> shares = new ArrayList<>();
    for (Worker worker : workers.subList(0, setting.threads())) {
      shares.add(
          worker.thread.submit(
              () -> {
                start.await();
                return worker.work(setting.batchSize(), (long) (seconds * NANOS_A_SECOND));
              }));
    }
    double rate = 0;
    List<Long> batchNanos = new ArrayList<>();
    for (Future<Share> future : shares) {
      Share share = await(future);
      rate += share.rate();
      batchNanos.addAll(share.batchNanos());
    }
    return new Window(rate, batchNanos);
  }

  private static <T> T await(Future<T> future) throws InferenceException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InferenceException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Waits until nothing runs any more: the model beneath can be closed afterwards. */
  @Override
  public void close() {
    workers.forEach(Worker::end);
    boolean interrupted = false;
    for (Worker worker : workers) {
      interrupted |= worker.join();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one predictor did in a measurement. */
  private record Share(double rate, List<Long> batchNanos) {}

  /** A thread and its predictor. */
  private final class Worker {
    private final ExecutorService thread;
    private final int number;
    private final Predictor predictor;

    Worker(int number) throws InferenceException, InterruptedException {
      this.number = number;
      this.thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread made = new Thread(task, "predict-" + number);
                made.setDaemon(true);
                return made;
              });
      Callable<Predictor> opening = () -> model.newPredictor(model.spec().preprocessing());
      this.predictor = await(thread.submit(opening));
    }

    Share work(int batchSize, long leastNanos) throws InferenceException {
      List<Long> batchNanos = new ArrayList<>();
      int next = number; // no two predictors go through the images in step
      long start = nanoTime.getAsLong();
      long end = start;
      while (!stopping && (end - start < leastNanos || batchNanos.size() < LEAST_BATCHES)) {
        List<byte[]> batch = batch(next, batchSize);
        next = (next + batchSize) % images.size();
        long before = nanoTime.getAsLong();
        BatchOutputs unused = predictor.run(batch, Output.PROBABILITIES);
        end = nanoTime.getAsLong();
        batchNanos.add(end - before);
      }
      double elapsed = Math.max(1, end - start) / NANOS_A_SECOND;
      return new Share(batchNanos.size() * (double) batchSize / elapsed, batchNanos);
    }

    private List<byte[]> batch(int from, int size) {
      return IntStream.range(from, from + size)
          .mapToObj(i -> images.get(i % images.size()))
          .toList();
    }

    void end() {
      stopping = true;
      // In its own thread, after whatever it is still doing: a predictor is confined to one.
      thread.execute(predictor::close);
      thread.shutdown();
    }

    /** Waits for the last batch; true if an interrupt came meanwhile. */
    boolean join() {
      boolean interrupted = false;
      while (true) {
        try {
          if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
            return interrupted;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }
}
