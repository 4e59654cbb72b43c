package io.github.resnet50.spark;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Ranges;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code classify} on a cluster: the class for {@code spark-submit}. */
@Command(
    name = "resnet50-spark",
    description = "Classifies images on Apache Spark and writes exactly one record for each path.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50-spark --master spark://host:7077 -- -m models/resnet50 /data/photos -o /data/out",
      "  resnet50-spark --master yarn --num-executors 50 -- hdfs:///photos -o hdfs:///out.parquet"
    })
public final class ClassifyOnSpark implements Callable<Integer> {
  /** What executors need in their environment, unless the user says otherwise. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("TF_ENABLE_ONEDNN_OPTS", "1", "TF_CPP_MIN_LOG_LEVEL", "2");

  /** Names of files are in UTF-8, and the driver's own locale may be unknown to other machines. */
  private static final String LOCALE = "C.UTF-8";

  private final PrintWriter err;

  @Spec CommandSpec command;

  @Mixin JobOptions options;

  private ClassifyOnSpark(PrintWriter err) {
    this.err = err;
  }

  /**
   * Runs one job and ends the process with the exit code of {@code classify}. In a cluster's driver
   * it returns when all went well: YARN takes a process that ends itself for a failed one, and runs
   * it once more.
   */
  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(err, args);
    err.flush();
    if (code != ExitCode.OK || !"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      System.exit(code);
    }
  }

  private static int run(PrintWriter err, String... args) {
    ClassifyOnSpark command = new ClassifyOnSpark(err);
    return new CommandLine(command)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, given) -> command.fail(ExitCode.USAGE, e.getMessage(), e))
        .setExecutionExceptionHandler((e, line, parsed) -> command.failed(e))
        .execute(args);
  }

  @Override
  public Integer call() throws Exception {
    Ranges.check(command);
    options.check();
    if (options.exportModel != null) {
      return export();
    }
    SparkConf conf = new SparkConf();
    String self = getClass().getName(); // what spark-submit calls a job without a name
    if (conf.get("spark.app.name", self).equals(self)) {
      conf.setAppName("resnet50");
    }
    for (Map.Entry<String, String> variable : ENVIRONMENT.entrySet()) {
      conf.setIfMissing(
          "spark.executorEnv." + variable.getKey(),
          System.getenv().getOrDefault(variable.getKey(), variable.getValue()));
    }
    conf.setIfMissing("spark.executorEnv.LC_ALL", LOCALE);
    try (SparkSession session = SparkSession.builder().config(conf).getOrCreate()) {
      if (!options.verbose) {
        session.sparkContext().setLogLevel("WARN");
      }
      TaskTotals totals = new SparkJob(options, session, this::note).run();
      boolean cluster = session.sparkContext().deployMode().equals("cluster");
      // There the code reaches nobody, and a cluster manager would run the job once more for it.
      return totals.failed() == 0 || cluster ? ExitCode.OK : someFailed(totals);
    }
  }

  private int export() throws ModelException, IOException {
    Path file = Path.of(options.exportModel);
    if (Files.exists(file) && !options.overwrite.given) {
      throw new IllegalArgumentException(file + ": exists already (--overwrite replaces it)");
    }
    try (DriverModel model = new DriverModel(this::note);
        OutputFile out = OutputFile.open(file, options.overwrite.given)) {
      ModelBundle bundle = model.find(options.model(), options.trustModel.given);
      bundle.zip(CloseShieldOutputStream.wrap(out.stream()));
      out.commit();
      note("model " + bundle.spec().name() + ", ready to run: " + file);
    }
    return ExitCode.OK;
  }

  /** Without {@code --quiet} the summary has said it. */
  private int someFailed(TaskTotals totals) {
    if (options.quiet) {
      err.println(
          "resnet50: %d of %d images failed: %s"
              .formatted(
                  totals.failed(),
                  totals.ok() + totals.failed(),
                  Text.escape(totals.first().text())));
      err.flush();
    }
    return ExitCode.SOME_FAILED;
  }

  private void note(String line) {
    if (!options.quiet) {
      err.println("resnet50: " + Text.escape(line));
      err.flush();
    }
  }

  /** What went wrong, in one line. A failed task's reasons are in the text that came of it. */
  private int failed(Throwable e) {
    if (e instanceof UsageException
        || e instanceof IllegalArgumentException
        || e instanceof JobOutput.OutputExistsException) {
      return fail(ExitCode.USAGE, e.getMessage(), e);
    }
    if (e instanceof NoImageException) {
      return fail(ExitCode.NO_IMAGE, e.getMessage(), null);
    }
    if (e instanceof ModelException) {
      return fail(ExitCode.MODEL, e.getMessage(), e);
    }
    Optional<String> model = ofModel(e);
    if (model.isPresent()) {
      return fail(ExitCode.MODEL, model.get(), e);
    }
    return fail(ExitCode.INTERNAL_ERROR, Text.firstLine(e), e);
  }

  private static Optional<String> ofModel(Throwable e) {
    String mark = ModelException.class.getName() + ": ";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Optional<String> found =
          String.valueOf(cause.getMessage())
              .lines()
              .filter(line -> line.contains(mark))
              .map(line -> line.substring(line.lastIndexOf(mark) + mark.length()))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private int fail(int code, String message, Throwable cause) {
    err.println("resnet50: " + Text.oneLine(message));
    if (cause != null && options != null && options.verbose) {
      cause.printStackTrace(err);
    }
    err.flush();
    return code;
  }
}
