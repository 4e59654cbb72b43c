package io.github.resnet50.explain;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.StopSignal;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Explains images, in walk order; built on {@link Run}. */
public final class ExplainRun {
  private final ExplainConfig config;
  private final AtomicReference<LoadedModel> shuffled = new AtomicReference<>();
  private final Run<ExplainedImage> run;
  private final StopSignal stop = new StopSignal();

  /** Receives the outcome of each path, in walk order; called by one thread. */
  public interface ImageSink {
    void write(ExplainedImage image) throws IOException;
  }

  public ExplainRun(ExplainConfig config, ModelSpec spec, Engine engine, RunListener listener) {
    this.config = config;
    ModelSource source = ModelSource.of(engine, spec, () -> load(engine, spec));
    this.run = new Run<>(config.batches(), source, listener, stop);
  }

  private LoadedModel load(Engine engine, ModelSpec spec) throws ModelException {
    Set<ModelOutput> outputs =
        EnumSet.of(ModelOutput.PROBABILITIES, ModelOutput.FEATURE_MAP, ModelOutput.GRADIENTS);
    config.methods().forEach(method -> outputs.add(method.needed()));
    LoadRequest request =
        LoadRequest.of(outputs.toArray(ModelOutput[]::new)).at(Optional.ofNullable(config.layer()));
    if (config.sanity()) {
      shuffled.set(engine.load(spec, request.shuffled(config.settings().seed())));
    }
    return engine.load(spec, request);
  }

  /** Asks the run to end soon. May be called by any thread. */
  public void stop() {
    stop.give();
  }

  /**
   * Runs to the end.
   *
   * @throws ModelException where the engine or the model does not start or load, or a method does
   *     not apply to this model
   * @throws PipelineException for any other failure; see its cause
   */
  public RunOutcome run(ImageSink sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    try {
      return run.run(
          model -> new ExplainWork(config, model, shuffled.get(), stop::isGiven),
          (batch, images) -> {
            for (ExplainedImage image : images) {
              sink.write(image);
            }
          });
    } finally {
      if (shuffled.get() != null) {
        shuffled.get().close();
      }
    }
  }
}
