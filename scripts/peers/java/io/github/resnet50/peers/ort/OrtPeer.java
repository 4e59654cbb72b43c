package io.github.resnet50.peers.ort;

import io.github.resnet50.bench.BenchRun;
import io.github.resnet50.bench.BenchRun.BenchConfig;
import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.bench.BenchTables;
import io.github.resnet50.bench.Setting;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One process of ONNX Runtime: classifies images in the product's pipeline, or, without {@code
 * --predictions}, measures bare inference as the product's {@code bench} does.
 */
public final class OrtPeer implements Callable<Integer> {
  private static final long ANY_SIZE = Long.MAX_VALUE;
  private static final double IMAGE_SECONDS = 60; // classify's default

  @Option(names = "--onnx", required = true)
  Path onnx;

  @Option(names = "--model", required = true)
  Path model;

  @Option(names = "--batch-sizes", split = ",", required = true)
  List<Integer> batchSizes;

  @Option(names = "--predictors", required = true)
  int predictors;

  @Option(names = "--threads", required = true, description = "of each predictor")
  int threads;

  @Option(names = "--predictions")
  Path predictions;

  @Option(names = "--seconds", defaultValue = "1")
  double seconds;

  @Option(names = "--warm-up", defaultValue = "4")
  double warmUp;

  @Option(names = "--repeats", defaultValue = "1")
  int repeats;

  @Option(names = "--result", required = true)
  Path result;

  @Parameters List<String> paths;

  /** Ends the process with 0, or with another code and the reason on standard error. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new OrtPeer()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ModelSpec spec = new ModelDirectory(model).read("model");
    NativeLibrary library = new NativeLibrary(Home.of(System.getenv()));
    OrtEngine engine = new OrtEngine(library, onnx, threads);
    if (predictions == null) {
      bench(spec, engine);
      return 0;
    }
    return classify(spec, engine);
  }

  private int classify(ModelSpec spec, OrtEngine engine) throws Exception {
    RunConfig config =
        new RunConfig(
            ScanOptions.of(paths),
            batchSizes.get(0),
            5,
            new RunConfig.Limits(ANY_SIZE, IMAGE_SECONDS),
            new RunConfig.Workers(Runtime.getRuntime().availableProcessors(), predictors));
    RunOutcome outcome;
    try (OutputStream out = Files.newOutputStream(predictions)) {
      outcome =
          new ClassifyRun(config, spec, engine, new NoListener())
              .run(columns -> OutputFormat.CSV.sink(out, columns));
    }
    double rate = outcome.measurements().imagesPerSecond();
    Files.writeString(result, ReportJson.GSON.toJson(Map.of("images_per_second", rate)));
    if (outcome.tally().failed() > 0) {
      System.err.println(outcome.tally().failed() + " images failed");
      return 1;
    }
    return 0;
  }

  private void bench(ModelSpec spec, OrtEngine engine) throws Exception {
    BenchConfig config = new BenchConfig(repeats, seconds, warmUp);
    BenchRun run = new BenchRun(config, ScanOptions.of(paths), new NoListener());
    BenchRun.ModelUnderTest candidate =
        new BenchRun.ModelUnderTest(
            spec, "", engine, Setting.grid(batchSizes, List.of(predictors)));
    try (Writer out = Files.newBufferedWriter(result)) {
      BenchTables.writeJson(run.settings(List.of(candidate), OrtModel.version()), out);
    }
  }

  /** Nobody looks on. */
  private static final class NoListener implements RunListener, BenchListener {
    @Override
    public void walkEnded(long found) {}

    @Override
    public void written(ItemResult result) {}

    @Override
    public void planned(long steps) {}

    @Override
    public void leftOut(String engine, String reason) {}

    @Override
    public void warm(String name, int measurements, boolean steady) {}

    @Override
    public void measured(String name, double imagesPerSecond) {}

    @Override
    public void walked(WalkCounts walk) {}

    @Override
    public void failed(String name, ImageFailure failure) {}
  }
}
