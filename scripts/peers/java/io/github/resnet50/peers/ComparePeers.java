package io.github.resnet50.peers;

import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.peers.Child.FailedException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command. */
@Command(
    name = "compare-peers",
    sortOptions = false,
    description = {
      "Measures resnet50 beside DJL as its examples use it, ONNX Runtime and PyTorch: on the same"
          + " images, with the same weights, in rounds on this machine. Best run on a machine that"
          + " does nothing else; 200 photographs take about a quarter of an hour on two cores.",
      "PyTorch is measured where $PYTHON, python3 or /usr/bin/python3 has it (Debian:"
          + " python3-torch), which also traces the network for the newer one of Maven Central."
    },
    footer = {
      "",
      "Contestants: ours, ours-bare, ours-onnx, ours-onnx-bare, ours-int8, ours-int8-bare,"
          + " ours-onnx-int8, ours-onnx-int8-bare,"
          + " djl, djl-onednn, ort, ort-bare, ort-int8, ort-int8-bare, pytorch, pytorch-maven.",
      "For the steady part of an end-to-end run take 100 images or more.",
      "",
      "Exit codes: 0 all were measured; 2 wrong usage; 3 a contestant failed, or predicted"
          + " otherwise; 5 no such model; 1 anything else.",
      "",
      "Example:",
      "  scripts/compare-peers -m resnet50 --calibrate more-photos --output peers.json photos"
    })
public final class ComparePeers implements Callable<Integer> {
  private static final int SOME_FAILED = 3;
  private static final int NO_MODEL = 5;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Images, or directories of them.")
  List<Path> paths;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|DIR",
      defaultValue = "resnet50",
      description = "A model of the store, or a SavedModel directory (default: resnet50).")
  String model;

  @Option(
      names = "--trust-model",
      description = "Run a model's operations even where they could touch files or processes.")
  boolean trustModel;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description = "Images that ONNX Runtime's int8 form is calibrated on; without, none is made.")
  List<Path> calibrate;

  @Option(
      names = "--int8-model",
      paramLabel = "NAME|DIR",
      description = "The product's int8 form of the model, to be measured too.")
  String int8Model;

  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "Measure only these, and ours (see below).")
  List<String> only;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measurements of each (default: 5).")
  int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "How long bare inference is measured each time (default: 3).")
  double seconds;

  @Option(names = "--markdown", description = "Print the table as Markdown.")
  boolean markdown;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write everything as JSON too.")
  Path output;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep models, predictions and logs in this new directory.")
  Path keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(names = "--home", hidden = true, required = true)
  Path home;

  @Option(names = "--python", hidden = true)
  String python;

  @Spec CommandSpec spec;

  /** Ends the process with one of the exit codes above. */
  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new ComparePeers());
    commandLine.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          boolean expected =
              e instanceof ModelException
                  || e instanceof FailedException
                  || e instanceof IOException;
          note(expected ? String.valueOf(e.getMessage()) : e.toString());
          return e instanceof ModelException ? NO_MODEL : 1;
        });
    commandLine.setParameterExceptionHandler(
        (e, line) -> {
          note(e.getMessage() + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    System.exit(commandLine.execute(args));
  }

  private static void note(String line) {
    System.err.println("compare-peers: " + line);
  }

  @Override
  public Integer call() throws Exception {
    Set<Names> wanted = wanted();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new ParameterException(spec.commandLine(), "no such file or directory: " + path);
      }
    }
    ModelSpec found = new ModelStore(Home.of(System.getenv())).find(model);
    Path work =
        keep == null ? temporary() : Files.createDirectory(keep.toAbsolutePath().normalize());
    // Opened first: where it cannot be written, nobody should wait for it.
    try (Output json = output == null ? null : Output.open(output, false, System.out)) {
      ComparisonReport report =
          new Comparison(request(found, wanted), work, ComparePeers::note).run();
      if (json != null) {
        Writer out = OutputFormat.writer(json.stream());
        out.write(ReportJson.GSON.toJson(report) + "\n");
        out.flush();
        json.commit();
      }
      System.out.print(new ReportTable(report, markdown));
      return report.rows().stream().anyMatch(ComparisonReport.Row::failed) ? SOME_FAILED : 0;
    }
  }

  /** Hundreds of megabytes: not left behind either where this process is ended from outside. */
  private static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("compare-peers");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
    return folder;
  }

  private Comparison.Request request(ModelSpec found, Set<Names> wanted) {
    return new Comparison.Request(
        new Programs(home, python),
        model,
        found.directory(),
        trustModel,
        absolute(paths),
        calibrate == null ? List.of() : absolute(calibrate),
        int8Model,
        wanted,
        rounds,
        seconds);
  }

  /** Nothing that a child could take for an option. */
  private static List<String> absolute(List<Path> paths) {
    return paths.stream().map(path -> path.toAbsolutePath().toString()).toList();
  }

  private Set<Names> wanted() {
    if (rounds < 1 || !(seconds > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--rounds and --seconds have to be positive");
    }
    if (only == null) {
      Set<Names> all = EnumSet.allOf(Names.class);
      if (CpuFeatures.detect().oneDnnByDefault()) {
        all.remove(Names.DJL_ONEDNN); // it would be djl again
      }
      if (calibrate == null) {
        all.removeAll(Set.of(Names.ORT_INT8, Names.ORT_INT8_BARE));
      }
      if (int8Model == null) {
        all.removeAll(Names.OURS_IN_INT8);
      }
      return all;
    }
    Set<Names> chosen = EnumSet.of(Names.OURS);
    for (String id : only) {
      chosen.add(
          Stream.of(Names.values())
              .filter(name -> name.id.equals(id))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), "--only " + id + ": no such contestant")));
    }
    require(chosen, Set.of(Names.ORT_INT8, Names.ORT_INT8_BARE), calibrate, "--calibrate DIR");
    require(chosen, Names.OURS_IN_INT8, int8Model, "--int8-model NAME");
    return chosen;
  }

  private void require(Set<Names> chosen, Set<Names> some, Object given, String option) {
    if (given == null && some.stream().anyMatch(chosen::contains)) {
      throw new ParameterException(spec.commandLine(), "an int8 contestant needs " + option);
    }
  }
}
