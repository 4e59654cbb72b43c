package io.github.resnet50.cli;

import io.github.resnet50.bench.BenchConfig;
import io.github.resnet50.bench.BenchPage;
import io.github.resnet50.bench.BenchReport;
import io.github.resnet50.bench.BenchReportWriter;
import io.github.resnet50.bench.BenchRun;
import io.github.resnet50.bench.ComparisonPage;
import io.github.resnet50.bench.ComparisonReport;
import io.github.resnet50.bench.ComparisonRun;
import io.github.resnet50.bench.ComparisonWriter;
import io.github.resnet50.bench.NoImageException;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Setting;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ModelOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: how fast a model is on this machine, and how to run it. */
@Command(
    name = "bench",
    description = {
      "Measures bare inference for every batch size and number of threads, and recommends one.",
      "Decoding and writing are no part of it. Best run on a machine that does nothing else."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "First every setting is warmed up: it runs in windows of at least 2 batches a predictor and a"
          + " quarter of --seconds, until two successive windows' rates differ by less than 5 %%,"
          + " or until --warm-up is over (looked at after each window; marked * then). Each round"
          + " then measures every setting once, so that drift hits all alike: every predictor runs"
          + " for --seconds, and for 2 batches at least. A measurement's rate is the sum of its"
          + " predictors' own; a setting's is the median over the rounds, with [min .. max].",
      "ms/image is a batch's time over its size, of all batches. On a model's first use the time to"
          + " the first prediction and the peak memory include its preparation: run again for"
          + " theirs.",
      "GFLOP/s count multiply-accumulates of convolutions and matrix products twice; they stand"
          + " beside what products of large matrices reach on as many threads (of sgemm), and can"
          + " exceed it.",
      "Recommended is the best median; among those within 2 %% of it the smallest batch.",
      "",
      "Examples:",
      "  resnet50 bench -m resnet50 --batch-sizes 4,8,16 --save",
      "  resnet50 bench -m resnet50 --compare mobilenet,resnet50:int8 photos --html speed.html"
    })
final class BenchCommand implements Callable<Integer> {
  private static final List<Integer> DEFAULT_SIZES = List.of(1, 2, 4, 8, 16, 32);
  private static final int LARGEST = 1024;
  private static final double LONGEST_SECONDS = 3600;

  private final Context context;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Images, or directories of them, to measure with: the first 256, decoded beforehand"
              + " (default: noise).")
  List<String> paths = new ArrayList<>();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|DIR",
      description =
          "A model of the store by name, a SavedModel directory, or random: ResNet50 with random"
              + " weights (default: $RESNET50_MODEL, else resnet50).")
  String model;

  @Option(
      names = "--trust-model",
      description = "Run a model's operations even where they could touch files or processes.")
  boolean trustModel;

  @Option(
      names = "--batch-sizes",
      paramLabel = "N",
      split = ",",
      description = "Images a batch (default: 1,2,4,8,16,32).")
  List<Integer> batchSizes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description =
          "Engine threads, each with a predictor of its own (default: powers of two up to the"
              + " cores, and the cores).")
  List<Integer> threads;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measurements a setting (default: ${DEFAULT-VALUE}).")
  int repeats;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "The least that one measurement takes (default: ${DEFAULT-VALUE}).")
  double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "The most that a setting's warm-up takes (default: ${DEFAULT-VALUE}).")
  double warmUp;

  @Option(
      names = "--compare",
      paramLabel = "NAME|DIR",
      split = ",",
      description =
          "Measure these models beside --model, in turn: each at the batch size and threads that"
              + " classify takes for it, or at those given.")
  List<String> compared = new ArrayList<>();

  @Mixin BenchOutputs outputs;

  @Option(
      names = "--save",
      description =
          "Keep the recommendation for this model and machine: classify then takes it where"
              + " --batch-size is auto, and where --threads is not given.")
  boolean save;

  @Mixin CommonOptions common;

  BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    BenchConfig config = config();
    checkComparison();
    outputs.check();
    ScanOptions scan = paths.isEmpty() ? null : ScanOptions.of(paths);
    Models models = new Models(context, common.quiet);
    List<ModelSpec> specs = new ArrayList<>();
    specs.add(models.find(name()));
    for (String other : compared) {
      specs.add(models.find(other));
    }
    try (BenchOutputs.Opened files = outputs.open(context)) {
      Measured measured;
      try (RunConsole console = new RunConsole("bench", "measurements", context, common.quiet)) {
        measured =
            compared.isEmpty()
                ? sweep(config, scan, specs.get(0), models, console)
                : compare(config, scan, specs, models, console);
      }
      files.write(measured.forms());
      measured.forms().table().write(OutputFormat.writer(context.out()));
      return measured.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
    } catch (NoImageException e) {
      context.err().println("resnet50: " + e.getMessage());
      return ExitCode.NO_IMAGE;
    }
  }

  /** What came out, however it was measured. */
  private record Measured(BenchOutputs.Forms forms, int failed) {}

  private String name() {
    return ModelOptions.name(model, context.environment());
  }

  private Measured sweep(
      BenchConfig config, ScanOptions scan, ModelSpec spec, Models models, RunConsole console)
      throws Exception {
    BenchRun run =
        new BenchRun(
            config,
            scan,
            spec,
            sha256(spec, models),
            engine(models, console),
            new BenchConsole(console, common.verbose));
    BenchReport report = run.run(Version.number());
    if (save) {
      new Recommendations(models.home()).save(report);
    }
    return new Measured(
        new BenchOutputs.Forms(
            out -> BenchReportWriter.writeTable(report, out),
            out -> BenchReportWriter.writeJson(report, out),
            out -> BenchReportWriter.writeCsv(report, out),
            new BenchPage(report)::write),
        report.failed());
  }

  private Measured compare(
      BenchConfig config,
      ScanOptions scan,
      List<ModelSpec> specs,
      Models models,
      RunConsole console)
      throws Exception {
    List<ComparisonRun.Candidate> candidates = new ArrayList<>();
    for (ModelSpec spec : specs) {
      Tuning tuning =
          Tuning.of(
              onlyOf(batchSizes), onlyOf(threads), models.home(), spec, Tuning.Calibrator.NONE);
      candidates.add(
          new ComparisonRun.Candidate(
              spec, sha256(spec, models), new Setting(tuning.batchSize(), tuning.threads())));
    }
    ComparisonRun run =
        new ComparisonRun(
            config,
            scan,
            candidates,
            engine(models, console),
            new BenchConsole(console, common.verbose));
    ComparisonReport report = run.run(Version.number());
    return new Measured(
        new BenchOutputs.Forms(
            out -> ComparisonWriter.writeTable(report, out),
            out -> ComparisonWriter.writeJson(report, out),
            out -> ComparisonWriter.writeCsv(report, out),
            new ComparisonPage(report)::write),
        report.failed());
  }

  private Engine engine(Models models, RunConsole console) {
    return context.engines().create(models.home(), trustModel, console::note);
  }

  private static String sha256(ModelSpec spec, Models models) throws IOException {
    return ContentHash.in(models.home()).of(new ModelDirectory(spec.directory()));
  }

  private static Integer onlyOf(List<Integer> given) {
    return given == null ? null : given.get(0);
  }

  private void checkComparison() throws UsageException {
    if (compared.isEmpty()) {
      return;
    }
    if (save) {
      throw new UsageException("--save: there is nothing to recommend with --compare");
    }
    if ((batchSizes != null && batchSizes.size() > 1) || (threads != null && threads.size() > 1)) {
      throw new UsageException("--compare takes one of --batch-sizes and one of --threads");
    }
  }

  private BenchConfig config() throws UsageException {
    if (repeats < 1 || repeats > LARGEST) {
      throw new UsageException("--repeats " + repeats + ": expected 1 to " + LARGEST);
    }
    return new BenchConfig(
        sizes("--batch-sizes", batchSizes == null ? DEFAULT_SIZES : batchSizes),
        sizes("--threads", threads == null ? upToTheCores() : threads),
        repeats,
        duration("--seconds", seconds),
        duration("--warm-up", warmUp));
  }

  private static List<Integer> upToTheCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count < cores; count *= 2) {
      counts.add(count);
    }
    counts.add(cores);
    return counts;
  }

  /** Sorted, each once. */
  private static List<Integer> sizes(String option, List<Integer> numbers) throws UsageException {
    for (int number : numbers) {
      if (number < 1 || number > LARGEST) {
        throw new UsageException(option + " " + number + ": expected 1 to " + LARGEST);
      }
    }
    return List.copyOf(new TreeSet<>(numbers));
  }

  private static double duration(String option, double seconds) throws UsageException {
    if (seconds > 0 && seconds <= LONGEST_SECONDS) {
      return seconds;
    }
    throw new UsageException(
        option + " " + seconds + ": expected seconds, more than 0 and at most an hour");
  }
}
