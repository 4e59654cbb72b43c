package io.github.resnet50.cli;

import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ModelStore;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.run.ClassifyConfig;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.TensorFlowBackend;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code classify}: images in, predictions out. */
@Command(
    name = "classify",
    description = "Classifies images and writes one record for each path.",
    versionProvider = Version.class,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin InputOptions input;
  @Mixin EngineOptions engine;
  @Mixin OutputOptions output;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "Stop once more than N images have failed (default: never).")
  Long maxFailures;

  @Option(names = "--fail-fast", description = "Stop at the first failed image.")
  boolean failFast;

  @Mixin CommonOptions common;

  ClassifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ClassifyConfig config =
        new ClassifyConfig(
            input.scan(context),
            engine.batchSize(),
            output.topK(),
            toleratedFailures(),
            engine.maxPixels(),
            engine.decoders(),
            engine.threads());
    Home home = Home.of(context.environment());
    ModelSpec spec = new ModelStore(home).find(engine.model);
    try (Output predictions = output.open(context)) {
      ClassifyRun run =
          new ClassifyRun(
              config, spec, new TensorFlowBackend(new NativeLibrary(home)), new Quiet());
      OutputFormat format = output.format();
      RunOutcome outcome = run.run(columns -> format.sink(predictions.stream(), columns));
      if (outcome.end() == RunOutcome.End.COMPLETE && outcome.found() > 0) {
        predictions.commit();
      }
      context.err().println(outcome);
      return exitCode(outcome);
    }
  }

  private static final class Quiet implements io.github.resnet50.run.RunListener {
    @Override public void found() {}

    @Override public void walkEnded() {}

    @Override public void written(boolean ok) {}
  }

  private long toleratedFailures() throws UsageException {
    if (failFast) {
      return 0;
    }
    if (maxFailures == null) {
      return -1;
    }
    if (maxFailures < 0) {
      throw new UsageException("--max-failures " + maxFailures + ": expected 0 or more");
    }
    return maxFailures;
  }

  private static int exitCode(RunOutcome outcome) {
    if (outcome.end() == RunOutcome.End.STOPPED) {
      return ExitCode.INTERRUPTED;
    }
    if (outcome.found() == 0) {
      return ExitCode.NO_IMAGE;
    }
    return outcome.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
  }
}
