package io.github.resnet50.compress;

import io.github.resnet50.basics.LoadGenerator;
import io.github.resnet50.basics.LoadGenerator.BatchWorker;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.List;

/** Measures two models alternately, so that other load on the machine affects both alike. */
final class SpeedComparison {
  static final int BATCH = 8;
  private static final int TURNS = 3;
  private static final double TURN_SECONDS = 0.5;

  private final Engine engine;
  private final int threads;
  private final List<byte[]> batch;

  /**
   * How fast a model runs on this machine.
   *
   * @param imagesPerSecond without decoding; the median over the turns
   * @param firstBatchSeconds from its file to the first batch's result
   */
  record Speed(double imagesPerSecond, double firstBatchSeconds) {}

  record Speeds(Speed before, Speed after) {}

  /** A loaded model, and the threads that run it. */
  private final class Contestant implements AutoCloseable {
    private final LoadedModel model;
    private final LoadGenerator<InferenceException> load;
    private final double firstBatchSeconds;
    private final double[] rates = new double[TURNS];

    Contestant(ModelSpec spec) throws ModelException, InferenceException {
      long start = System.nanoTime();
      this.model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
      try (Predictor first = newPredictor()) {
        run(first);
      } catch (InferenceException e) {
        model.close();
        throw e;
      }
      this.firstBatchSeconds = (System.nanoTime() - start) / 1e9;
      this.load =
          new LoadGenerator<>(number -> worker(), InferenceException.class, System::nanoTime);
    }

    private Predictor newPredictor() {
      return model.newPredictor(model.spec().preprocessing());
    }

    private BatchWorker<InferenceException> worker() {
      Predictor predictor = newPredictor();
      return new BatchWorker<>() {
        @Override
        public void work(int size) throws InferenceException {
          run(predictor);
        }

        @Override
        public void close() {
          predictor.close();
        }
      };
    }

    private void run(Predictor predictor) throws InferenceException {
      var unused = predictor.run(batch, ModelOutput.PROBABILITIES);
    }

    double measure() throws InferenceException, InterruptedException {
      return load.measure(threads, BATCH, TURN_SECONDS).itemsPerSecond();
    }

    Speed speed() {
      return new Speed(Numbers.median(rates), firstBatchSeconds);
    }

    @Override
    public void close() {
      load.close();
      model.close();
    }
  }

  /**
   * @param engine on which both run
   * @param threads predictors at once
   * @param batch {@value #BATCH} images
   */
  SpeedComparison(Engine engine, int threads, List<byte[]> batch) {
    this.engine = engine;
    this.threads = threads;
    this.batch = batch;
  }

  /** Measures both for some seconds. */
  Speeds compare(ModelSpec before, ModelSpec after)
      throws ModelException, InferenceException, InterruptedException {
    try (Contestant first = new Contestant(before);
        Contestant second = new Contestant(after)) {
      // Each has run a batch. Should its first turn be slow all the same, the median is another's.
      for (int turn = 0; turn < TURNS; turn++) {
        first.rates[turn] = first.measure();
        second.rates[turn] = second.measure();
      }
      return new Speeds(first.speed(), second.speed());
    }
  }
}
