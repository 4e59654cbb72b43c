package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Measures the speed of this machine in TensorFlow on products of large single-precision matrices:
 * a ceiling to compare a network's speed with. Threads work as a classifier's predictors do, each
 * in a call of its own with one engine thread.
 */
public final class SgemmPeak {
  /** A matrix takes 4 MiB: more than a core's own cache, so that blocking is part of it. */
  private static final int SIDE = 1024;

  /** Products per call, chained, so that the cost of passing the matrix is negligible. */
  private static final int CHAIN = 6;

  private static final int ROUNDS = 8;

  private static final TensorRef INPUT = new TensorRef("x", 0);
  private static final TensorRef OUTPUT = new TensorRef("product" + (CHAIN - 1), 0);

  private SgemmPeak() {}

  /**
   * Measures for a second or two. The engine must be up.
   *
   * @param threads how many compute at once
   * @return 10⁹ floating-point operations a second, of all threads, in the best of some rounds
   */
  public static double gflops(int threads) throws InterruptedException {
    float[] values = new float[SIDE * SIDE];
    Arrays.fill(
        values, 1f / SIDE); // its square is itself: no product of the chain over- or underflows
    HostTensor matrix = HostTensor.floats(List.of((long) SIDE, (long) SIDE), values);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (GraphRunner runner = GraphRunner.of(graph(), GraphRunner.IN_CALLERS_THREAD)) {
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, round(runner, matrix, workers, threads));
      }
      return best;
    } finally {
      workers.shutdownNow();
    }
  }

  /** The sum of the threads' own rates. */
  private static double round(
      GraphRunner runner, HostTensor matrix, ExecutorService workers, int threads)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      rates.add(
          workers.submit(
              () -> {
                start.await();
                long before = System.nanoTime();
                List<HostTensor> unused = runner.run(Map.of(INPUT, matrix), List.of(OUTPUT));
                return 2.0 * CHAIN * SIDE * SIDE * SIDE / (System.nanoTime() - before);
              }));
    }
    double sum = 0;
    try {
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("matrix products fail", e.getCause());
    }
    return sum;
  }

  private static GraphDef graph() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.addNode(
        Attributes.placeholder(INPUT.node(), DataType.DT_FLOAT, Attributes.shape(SIDE, SIDE)));
    String last = INPUT.node();
    for (int i = 0; i < CHAIN; i++) {
      NodeDef product =
          NodeDef.newBuilder()
              .setName("product" + i)
              .setOp("MatMul")
              .addInput(last)
              .addInput(INPUT.node())
              .putAttr("T", Attributes.type(DataType.DT_FLOAT))
              .build();
      graph.addNode(product);
      last = product.getName();
    }
    return graph.build();
  }
}
