package io.github.resnet50.compress;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures two models in turns, so that what else the machine does meets both alike. */
final class Stopwatch {
  private static final int BATCH = 8;
  private static final int TURNS = 5;
  private static final long TURN_NANOS = 1_000_000_000L;

  private final int threads;

  /** The measurements of both. */
  record Pair(CompressionLabel.Measured before, CompressionLabel.Measured after) {}

  /** A model in a session. */
  private record Loaded(GraphRunner runner, TensorRef input, TensorRef output, double firstBatch)
      implements AutoCloseable {
    static Loaded load(Path directory, HostTensor batch) throws SavedModelException, IOException {
      SavedModelFile file = SavedModelFile.read(directory, PreparedModelWriter.CLASSIFY);
      TensorRef input = TensorRef.parse(file.input().getValue().getName());
      TensorRef output =
          TensorRef.parse(file.signature().getOutputsOrThrow(OutputFinder.PROBABILITIES).getName());
      long start = System.nanoTime();
      GraphRunner runner = GraphRunner.load(directory, Sessions.ONE_THREAD);
      runner.run(Map.of(input, batch), List.of(output));
      return new Loaded(runner, input, output, (System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  /**
   * @param threads predictors at once
   */
  Stopwatch(int threads) {
    this.threads = threads;
  }

  /**
   * Measures both for some seconds.
   *
   * @param sizes what graph and weights of each take, in bytes
   */
  Pair compare(FloatModel model, Path before, Path after, ImageSet images, List<Long> sizes)
      throws SavedModelException, IOException, InterruptedException {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(images.pixels().get(i % images.size()));
    }
    HostTensor tensor = model.batch(batch);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Loaded first = Loaded.load(before, tensor);
        Loaded second = Loaded.load(after, tensor)) {
      turn(pool, first, tensor);
      turn(pool, second, tensor);
      double[] one = new double[TURNS];
      double[] other = new double[TURNS];
      for (int i = 0; i < TURNS; i++) {
        one[i] = turn(pool, first, tensor);
        other[i] = turn(pool, second, tensor);
      }
      return new Pair(measured(sizes.get(0), one, first), measured(sizes.get(1), other, second));
    } finally {
      pool.shutdownNow();
    }
  }

  private CompressionLabel.Measured measured(long bytes, double[] speeds, Loaded model) {
    Arrays.sort(speeds);
    return new CompressionLabel.Measured(
        bytes, speeds[TURNS / 2], threads, BATCH, model.firstBatch());
  }

  /** Images a second over one turn. */
  private double turn(ExecutorService pool, Loaded model, HostTensor batch)
      throws InterruptedException {
    long start = System.nanoTime();
    Callable<Integer> predictor =
        () -> {
          int images = 0;
          do {
            model.runner().run(Map.of(model.input(), batch), List.of(model.output()));
            images += BATCH;
          } while (System.nanoTime() - start < TURN_NANOS);
          return images;
        };
    List<Callable<Integer>> predictors = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      predictors.add(predictor);
    }
    int images = 0;
    for (Future<Integer> done : pool.invokeAll(predictors)) {
      try {
        images += done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return images / ((System.nanoTime() - start) / 1e9);
  }
}
