package io.github.resnet50.explain;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.run.Backend;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.StopSignal;
import java.io.IOException;
import java.util.List;

/** Images in, explanations out, in walk order; wired on {@link Run}. */
public final class ExplainRun {
  private final ExplainConfig config;
  private final Loading backend;
  private final Run<List<ExplainedImage>> run;
  private final StopSignal stop = new StopSignal();

  /** Takes what became of each path, in walk order; called by one thread. */
  public interface Sink {
    void write(ExplainedImage image) throws IOException;
  }

  public ExplainRun(ExplainConfig config, ModelSpec spec, Backend backend, RunListener listener) {
    this.config = config;
    this.backend = new Loading(backend, config);
    this.run = new Run<>(config.batches(), spec, this.backend, listener, stop);
  }

  /** Asks the run to end soon. */
  public void stop() {
    stop.give();
  }

  /**
   * Runs to the end.
   *
   * @throws ModelException where the engine or the model does not come up, or a method is not for
   *     this model
   * @throws PipelineException for any other failure; the cause tells
   */
  public RunOutcome run(Sink sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    try (backend) {
      return run.run(
          classifier -> new ExplainWork(config, backend.model, backend.shuffled, stop::isGiven),
          (batch, images) -> {
            for (ExplainedImage image : images) {
              sink.write(image);
            }
          });
    }
  }

  /** Loads models that one can look into. */
  private static final class Loading implements Backend, AutoCloseable {
    private final Backend backend;
    private final ExplainConfig config;
    private volatile ExplainableModel model;
    private volatile ExplainableModel shuffled;

    Loading(Backend backend, ExplainConfig config) {
      this.backend = backend;
      this.config = config;
    }

    @Override
    public EngineInfo startEngine() throws ModelException {
      return backend.startEngine();
    }

    /** Closed by the run. */
    @Override
    public Classifier load(ModelSpec spec) throws ModelException {
      if (config.sanity()) {
        shuffled = backend.loadShuffled(spec, config.layer(), config.settings().seed());
      }
      model = backend.loadExplainable(spec, config.layer());
      return model;
    }

    @Override
    public ImageDecoder decoder(long maxPixels) {
      return backend.decoder(maxPixels);
    }

    @Override
    public void close() {
      if (shuffled != null) {
        shuffled.close();
      }
    }
  }
}
