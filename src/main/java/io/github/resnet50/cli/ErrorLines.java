package io.github.resnet50.cli;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.model.InputSizeException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.journal.ResumeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line and an exit code; with {@code --verbose} also a trace. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (e instanceof MissingSubcommand) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    String origin =
        e.getArgSpec() == null
            ? ""
            : origin(command, file -> file.origin(e.getArgSpec(), e.getValue()));
    err.println("resnet50: " + Text.oneLine(e.getMessage() + origin));
    if (isQuiet(command, args)) {
      return ExitCode.USAGE;
    }
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** What is wrong may stand before the option, which is not known then. */
  private static boolean isQuiet(CommandLine command, String... args) {
    return CommonOptions.of(command.getCommandSpec()).map(o -> o.quiet).orElse(false)
        || Arrays.asList(args).contains("-q")
        || Arrays.asList(args).contains("--quiet");
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    String kept = "";
    Throwable cause = e;
    if (cause instanceof UnfinishedException unfinished) {
      kept = "; " + unfinished.getMessage();
      cause = cause.getCause();
    }
    return report(cause instanceof PipelineException ? cause.getCause() : cause, kept, command);
  }

  /** Reports exceptions that picocli does not catch. */
  static int report(Throwable e, CommandLine command) {
    return report(e, "", leaf(command));
  }

  /**
   * @param kept what is there all the same
   */
  private static int report(Throwable thrown, String kept, CommandLine command) {
    Throwable cause = TextFile.malformed(thrown).map(e -> (Throwable) e).orElse(thrown);
    PrintWriter err = command.getErr();
    String message = message(cause);
    ParseResult parsed = command.getParseResult();
    String origin = parsed == null ? "" : origin(command, file -> file.origin(message, parsed));
    err.println("resnet50: " + Text.oneLine(message + origin + kept));
    if (isVerbose(command)) {
      printTrace(cause, err);
    }
    err.flush();
    return exitCode(cause);
  }

  /** Which line of the user's options file is meant, if it is one. */
  private static String origin(CommandLine command, Function<OptionsFile, String> line) {
    return command.getDefaultValueProvider() instanceof OptionsFile file ? line.apply(file) : "";
  }

  private static CommandLine leaf(CommandLine command) {
    ParseResult result = command.getParseResult();
    while (result != null && result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result == null ? command : result.commandSpec().commandLine();
  }

  private static int exitCode(Throwable cause) {
    if (cause instanceof UsageException
        || cause instanceof ResumeException
        || cause instanceof InvalidPathException
        || cause instanceof InputSizeException
        || cause instanceof MalformedFileException) {
      return ExitCode.USAGE;
    }
    return cause instanceof ModelException ? ExitCode.MODEL : ExitCode.INTERNAL_ERROR;
  }

  private static String message(Throwable cause) {
    if (cause instanceof FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      return e.getFile() + ": " + reason;
    }
    if (cause instanceof OutOfMemoryError
        && String.valueOf(cause.getMessage()).contains("native thread")) {
      return "the system gives no more threads: take fewer --decoders and --threads";
    }
    if (cause instanceof OutOfMemoryError) {
      return "the Java heap is too small: give more with JAVA_OPTS=-Xmx4g, or take a smaller batch,"
          + " fewer decoders or a lower --max-pixels";
    }
    if (cause instanceof InferenceException) {
      return "the engine failed on a batch: " + cause.getMessage();
    }
    if (cause instanceof UsageException
        || cause instanceof ResumeException
        || cause instanceof InvalidPathException
        || cause instanceof ModelException
        || cause instanceof IOException
        || cause instanceof UncheckedIOException) {
      return cause.getMessage();
    }
    return "internal error: " + cause + " (--verbose shows where)";
  }

  private static boolean isVerbose(CommandLine command) {
    return CommonOptions.of(command.getCommandSpec()).map(o -> o.verbose).orElse(false);
  }

  /** Messages in the trace may hold untrusted file names, so they are escaped. */
  private static void printTrace(Throwable cause, PrintWriter err) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace, true));
    trace
        .toString()
        .lines()
        .forEach(
            line -> {
              String text = line.stripLeading();
              err.println(line.substring(0, line.length() - text.length()) + Text.escape(text));
            });
  }

  /** The program was called without saying what to do: answered with the help text. */
  static final class MissingSubcommand extends ParameterException {
    private static final long serialVersionUID = 1L;

    MissingSubcommand(CommandLine commandLine) {
      super(commandLine, "no command given");
    }
  }

  /** A run failed, but what it had written is kept; the message says where. */
  static final class UnfinishedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param kept where the records are and how to continue
     * @param cause what happened
     */
    UnfinishedException(String kept, Throwable cause) {
      super(kept, cause);
    }
  }
}
