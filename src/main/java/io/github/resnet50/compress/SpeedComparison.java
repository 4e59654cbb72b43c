package io.github.resnet50.compress;

import io.github.resnet50.basics.LoadGenerator;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.quantize.ModelGraph;
import java.nio.file.Path;

/** Measures two models alternately, so that other load on the machine affects both alike. */
final class SpeedComparison {
  static final int BATCH = 8;
  private static final int TURNS = 5;
  private static final double TURN_SECONDS = 1;

  private final int threads;

  /**
   * How fast a model runs on this machine.
   *
   * @param imagesPerSecond without decoding; the median over the turns
   * @param firstBatchSeconds from its file to the first batch's result
   */
  record Speed(double imagesPerSecond, double firstBatchSeconds) {}

  record Speeds(Speed before, Speed after) {}

  /** A model in a session, and the threads that run it. */
  private static final class Contestant implements AutoCloseable {
    private final GraphSession session;
    private final LoadGenerator<UnpreparableModelException> load;
    private final double firstBatchSeconds;
    private final double[] rates = new double[TURNS];

    Contestant(ModelGraph graph, Path directory, HostTensor batch)
        throws UnpreparableModelException {
      long start = System.nanoTime();
      this.session = graph.load(directory);
      try {
        run(batch);
      } catch (UnpreparableModelException e) {
        session.close();
        throw e;
      }
      this.firstBatchSeconds = (System.nanoTime() - start) / 1e9;
      this.load =
          new LoadGenerator<>(
              number -> size -> run(batch), UnpreparableModelException.class, System::nanoTime);
    }

    private void run(HostTensor batch) throws UnpreparableModelException {
      float[] unused = session.probabilities(batch);
    }

    double measure(int threads) throws UnpreparableModelException, InterruptedException {
      return load.measure(threads, BATCH, TURN_SECONDS).itemsPerSecond();
    }

    Speed speed() {
      return new Speed(Numbers.median(rates), firstBatchSeconds);
    }

    @Override
    public void close() {
      load.close();
      session.close();
    }
  }

  /**
   * @param threads predictors at once
   */
  SpeedComparison(int threads) {
    this.threads = threads;
  }

  /**
   * Measures both for some seconds.
   *
   * @param before the directory of the prepared original
   * @param made the compressed graph
   * @param after the directory of the compressed model
   * @param batch {@value #BATCH} images
   */
  Speeds compare(ModelGraph original, Path before, ModelGraph made, Path after, HostTensor batch)
      throws UnpreparableModelException, InterruptedException {
    try (Contestant first = new Contestant(original, before, batch);
        Contestant second = new Contestant(made, after, batch)) {
      double unused = first.measure(threads) + second.measure(threads); // warm-up
      for (int turn = 0; turn < TURNS; turn++) {
        first.rates[turn] = first.measure(threads);
        second.rates[turn] = second.measure(threads);
      }
      return new Speeds(first.speed(), second.speed());
    }
  }
}
