package io.github.resnet50.cli;

import io.github.resnet50.bench.BenchPage;
import io.github.resnet50.bench.BenchReport;
import io.github.resnet50.bench.BenchRun;
import io.github.resnet50.bench.BenchRun.BenchConfig;
import io.github.resnet50.bench.BenchTables;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Setting;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.ModelInputOptions;
import io.github.resnet50.cli.options.ModelOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.walk.WalkFilter;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.OutputFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: how fast a model is on this machine, and how to run it. */
@Heading(Section.METHOD)
@Command(
    name = "bench",
    description = {
      "Measures bare inference for every batch size and number of threads, and recommends one.",
      "Both engines are measured, in turns, unless --engine names one; TensorFlow with kernels of"
          + " oneDNN and with Eigen's, unless TF_ENABLE_ONEDNN_OPTS (1 or 0) names one.",
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
          + " for --seconds, and for 2 batches at least. A setting that has less than 70 %% of the"
          + " fastest's rate on its engine, both when it is warm and in the first round, is left"
          + " out of the others (1 round). A measurement's rate is the sum of its predictors' own;"
          + " a setting's is the median over the rounds, with [min .. max].",
      "ms/image is a batch's time over its size, of all batches. On a model's first use the time to"
          + " the first prediction and the peak memory include its preparation: run again for"
          + " theirs.",
      "GFLOP/s count multiply-accumulates of convolutions and matrix products twice; they stand"
          + " beside what products of large matrices reach on as many threads (of sgemm), and can"
          + " exceed it.",
      "Recommended is the best median; among those within 2 %% of it the batch nearest to 8.",
      "",
      "Examples:",
      "  resnet50 bench -m resnet50 --batch-size 4,8,16 --save",
      "  resnet50 bench --compare mobilenet,resnet50:int8 photos --html speed.html"
    })
final class BenchCommand implements Callable<Integer> {
  private static final List<Integer> DEFAULT_SIZES = List.of(1, 2, 4, 8, 16, 32);

  private final Context context;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Images, or "
              + WalkFilter.WALKED_IN_WORDS
              + " of them, to measure with: the first 256, decoded beforehand (default: noise).")
  List<String> paths = new ArrayList<>();

  @Mixin WalkOptions walk;

  @Heading(Section.MODEL)
  @Option(
      names = {"-m", "--model"},
      completionCandidates = Candidates.OfModels.class,
      paramLabel = "NAME|DIR",
      description =
          "A model of the store by name, "
              + ModelDirectory.IN_WORDS
              + ", demo or random (default: $RESNET50_MODEL, else resnet50).")
  String model;

  @Mixin EngineChoice engineChoice;
  @Mixin ModelInputOptions input;

  @Range(min = 1, max = 1024)
  @Heading(Section.MODEL)
  @Option(
      names = {"-b", "--batch-size", "--batch-sizes"},
      paramLabel = "N",
      split = ",",
      description = "Images a batch (default: 1,2,4,8,16,32).")
  List<Integer> batchSizes;

  @Range(min = 1, max = 1024)
  @Heading(Section.MODEL)
  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "Engine threads (default: powers of two up to the cores, and the cores).")
  List<Integer> threads;

  @Range(min = 1, max = 1024)
  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of measurements (default: ${DEFAULT-VALUE}).")
  int repeats;

  @Range(min = 0, aboveMin = true, max = 3600, maxInWords = "an hour", unit = "seconds")
  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "The least that one measurement takes (default: ${DEFAULT-VALUE}).")
  double seconds;

  @Range(min = 0, aboveMin = true, max = 3600, maxInWords = "an hour", unit = "seconds")
  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "The most that a setting's warm-up takes (default: ${DEFAULT-VALUE}).")
  double warmUp;

  @Heading(Section.MODEL)
  @Option(
      names = "--compare",
      completionCandidates = Candidates.OfModels.class,
      paramLabel = "NAME|DIR",
      split = ",",
      description =
          "Measure these models too, in turn, each at the batch size and threads that classify"
              + " takes for it, or at those given.")
  List<String> compared = new ArrayList<>();

  @Heading(Section.OUTPUT)
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report too, .json (everything) or .csv (a line a setting or model); -: as JSON"
              + " instead of the text.")
  Path output;

  @Heading(Section.OUTPUT)
  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as a page to look at.")
  Path html;

  @Mixin SharedOptions.OverwriteOption overwrite;

  @Heading(Section.OUTPUT)
  @Option(
      names = "--save",
      description =
          "Keep the recommendation: classify takes its batch size and threads where they are not"
              + " given, and all commands TensorFlow's faster kernels.")
  boolean save;

  @Mixin LongRunOptions common;

  private String firstFailure = "";

  BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    checkComparison();
    try (Outputs outputs = outputs()) {
      ModelAccess models = new ModelAccess(context, common, engineChoice);
      List<ModelSpec> specs = new ArrayList<>();
      InputChoice shown = input.choice();
      specs.add(models.find(ModelOptions.name(model, context.environment()), shown));
      for (String other : compared) {
        specs.add(models.find(other, shown));
      }
      if (save) {
        new Recommendations(models.home()).requireWritable();
      }
      outputs.open(overwrite.given);
      BenchReport report = measure(specs, models);
      if (save) {
        new Recommendations(models.home()).save(report);
      }
      outputs.write(
          "--output",
          out -> {
            if (outputs.format("--output") == OutputFormat.CSV) {
              BenchTables.writeCsv(report, out);
            } else {
              BenchTables.writeJson(report, out);
            }
          });
      outputs.write("--html", new BenchPage(report)::write);
      outputs.commit();
      if (!outputs.fillStandardOutput()) {
        BenchTables.writeText(report, OutputFormat.writer(context.out()));
      }
      BenchReport.MeasuredImages images = report.models().get(0).images();
      return context.failed(
          common, report.failed(), images.count() + images.failed(), firstFailure);
    } catch (NoImageException e) {
      context.say(e.getMessage());
      return ExitCode.NO_IMAGE;
    }
  }

  private void checkComparison() throws UsageException {
    if (compared.isEmpty()) {
      return;
    }
    if (save) {
      throw new UsageException("--save: there is nothing to recommend with --compare");
    }
    if ((batchSizes != null && batchSizes.size() > 1) || (threads != null && threads.size() > 1)) {
      throw new UsageException("--compare takes one --batch-size and one number of --threads");
    }
  }

  private Outputs outputs() throws UsageException {
    InputGuard guard = new InputGuard(new InputOptions());
    paths.forEach(guard::add);
    return new Outputs(context, guard)
        .add("--output", output, OutputFormat.JSON, OutputFormat.CSV)
        .add("--html", html);
  }

  private BenchReport measure(List<ModelSpec> specs, ModelAccess models) throws Exception {
    try (RunConsole console = models.console("bench", "measurements")) {
      BenchRun bench =
          new BenchRun(
              new BenchConfig(repeats, seconds, warmUp),
              paths.isEmpty() ? null : walk.below(paths),
              console.benchmark(common.verbose));
      BenchReport report =
          compared.isEmpty()
              ? bench.settings(onEngines(specs.get(0), models, console), Version.number())
              : bench.comparison(sideBySide(specs, models, console), Version.number());
      firstFailure = console.firstFailure();
      return report;
    }
  }

  /** One model in all settings, on each engine, with each of its kernels. */
  private List<BenchRun.ModelUnderTest> onEngines(
      ModelSpec spec, ModelAccess models, RunConsole console) throws Exception {
    List<Setting> grid =
        Setting.grid(
            new TreeSet<>(batchSizes == null ? DEFAULT_SIZES : batchSizes),
            new TreeSet<>(threads == null ? upToTheCores() : threads));
    List<BenchRun.ModelUnderTest> candidates = new ArrayList<>();
    for (Engine engine : models.engines(spec, console::note)) {
      candidates.add(new BenchRun.ModelUnderTest(spec, models.sha256(spec), engine, grid));
    }
    return candidates;
  }

  /** In a comparison each model runs as {@code classify} would run it. */
  private List<BenchRun.ModelUnderTest> sideBySide(
      List<ModelSpec> specs, ModelAccess models, RunConsole console) throws Exception {
    List<BenchRun.ModelUnderTest> candidates = new ArrayList<>();
    for (ModelSpec spec : specs) {
      Tuning tuning =
          Tuning.of(onlyOf(batchSizes), onlyOf(threads), models, spec, Tuning.AutoTuner.NONE);
      candidates.add(
          new BenchRun.ModelUnderTest(
              spec,
              models.sha256(spec),
              models.engine(spec, console::note),
              List.of(new Setting(tuning.batchSize(), tuning.threads()))));
    }
    return candidates;
  }

  private static Integer onlyOf(List<Integer> given) {
    return given == null ? null : given.get(0);
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
}
