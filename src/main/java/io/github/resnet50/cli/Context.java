package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LongRunOptions.LogFormat;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.onnxruntime.OnnxRuntimeEngine;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process as the commands see it, so that a test can stand in for it.
 *
 * <p>Nothing else in this package reads or writes anything of the process.
 *
 * @param in standard input
 * @param out standard output: results and nothing else; unbuffered
 * @param err standard error: progress, notes and errors
 * @param environment the environment variables
 * @param engines makes the engine
 * @param signal what a signal does
 */
record Context(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    Map<String, String> environment,
    EngineFactory engines,
    StopOnSignal signal) {
  /** See simplelogger.properties. */
  static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  /** Makes a run's engine. */
  interface EngineFactory {
    /**
     * Creates the engine without starting it.
     *
     * @param notes receives messages for the user
     */
    Engine create(EngineRequest request, Consumer<String> notes);
  }

  /**
   * What an engine is made for.
   *
   * @param home where it keeps its libraries and prepared models
   * @param variant which one; never the automatic choice
   * @param trustModel whether models may hold operations outside the allow-list
   */
  record EngineRequest(Home home, EngineVariant variant, boolean trustModel) {}

  Context {
    err = LogLines.over(err);
  }

  /** How lines on standard error look from now on. */
  void logs(LogFormat format) {
    ((LogLines) err).format(format);
  }

  /** Of a command that no signal reaches. */
  Context(
      InputStream in,
      OutputStream out,
      PrintWriter err,
      Map<String, String> environment,
      EngineFactory engines) {
    this(in, out, err, environment, engines, new StopOnSignal(line -> say(line, err)));
  }

  static Context ofProcess(OutputStream out, PrintWriter err) {
    return new Context(System.in, out, err, System.getenv(), Context::engine);
  }

  private static Engine engine(EngineRequest request, Consumer<String> notes) {
    PreparedModels prepared =
        new PreparedModels(request.home(), notes).computedBy(request.variant().kernels());
    TensorFlowEngine tensorflow =
        new TensorFlowEngine(
            new NativeLibrary(request.home()), prepared, request.trustModel(), notes);
    return switch (request.variant().name()) {
      case TENSORFLOW -> tensorflow;
      case ONNXRUNTIME ->
          new OnnxRuntimeEngine(request.home(), tensorflow, prepared, request.trustModel(), notes);
      case AUTO -> throw new IllegalArgumentException("no engine has been chosen");
    };
  }

  /**
   * Makes libraries log on standard error; takes effect only before the first of them is loaded.
   */
  void letLibrariesSpeak() {
    System.setProperty(LOG_LEVEL, "info");
  }

  /** Says what the user should know of how a command went: a line on standard error. */
  void say(String line) {
    say(line, err);
  }

  private static void say(String line, PrintWriter err) {
    err.println("resnet50: " + Text.escape(line));
    err.flush();
  }

  /**
   * Ends a command. With {@code --quiet}, as cron calls it, every exit code but 0 has one line;
   * without, the command's report has said the same.
   *
   * @return the exit code
   */
  int end(int exitCode, CommonOptions common, String why) {
    if (common.quiet && exitCode != ExitCode.OK) {
      say(why);
    }
    return exitCode;
  }

  /**
   * Ends a command that came to its end: some images may have failed.
   *
   * @return the exit code
   */
  int failed(CommonOptions common, Tally tally) {
    String first =
        tally.firstFailures().stream()
            .findFirst()
            .map(failure -> failure.name() + ": " + failure.failure())
            .orElse("all in an earlier run");
    return failed(common, tally.failed(), tally.ok() + tally.failed(), first);
  }

  /**
   * The same, counted otherwise.
   *
   * @param of so many images
   * @param first which one failed first, and why; or where to see it
   */
  int failed(CommonOptions common, long failed, long of, String first) {
    return end(
        failed == 0 ? ExitCode.OK : ExitCode.SOME_FAILED,
        common,
        "%d of %d images failed: %s".formatted(failed, of, first));
  }

  /** Prints a result on standard output. */
  void print(List<String> lines) throws IOException {
    Writer writer = OutputFormat.writer(out);
    for (String line : lines) {
      writer.write(line + "\n");
    }
    writer.flush();
  }

  /** The file with the user's default options, if there is one. */
  Optional<Path> optionsFile() {
    return Home.absolute(environment.get("XDG_CONFIG_HOME"))
        .or(() -> Home.ofUser(environment).map(home -> home.resolve(".config")))
        .map(base -> base.resolve("resnet50").resolve("options.properties"))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** The last line on standard error that was begun ends. */
  void endLine() {
    ((LogLines) err).endLine();
  }

  /**
   * Columns in which a line may be redrawn in place: none where standard error is for machines.
   *
   * @param common how a command tells what it does
   */
  int terminalColumns(CommonOptions common) {
    return common.tellsMachines() || common.logFormat().isPresent() ? 0 : terminalColumns();
  }

  /**
   * Columns of the terminal that standard error is connected to, as the launcher says; 0 if it is
   * no terminal.
   */
  private int terminalColumns() {
    try {
      return Integer.parseInt(environment.getOrDefault("RESNET50_TERMINAL_COLUMNS", "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
