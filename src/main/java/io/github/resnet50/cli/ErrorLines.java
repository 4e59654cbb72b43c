package io.github.resnet50.cli;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.PipelineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
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
    err.println("resnet50: " + oneLine(e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    Throwable cause = e instanceof PipelineException ? e.getCause() : e;
    PrintWriter err = command.getErr();
    int code = exitCode(cause);
    String message = message(cause);
    boolean verbose = isVerbose(command);
    if (code == ExitCode.INTERNAL_ERROR && !verbose) {
      message += " (--verbose shows where)";
    }
    err.println("resnet50: " + oneLine(message));
    if (verbose) {
      cause.printStackTrace(err);
    }
    return code;
  }

  private static int exitCode(Throwable cause) {
    if (cause instanceof UsageException) {
      return ExitCode.USAGE;
    }
    return cause instanceof ModelException ? ExitCode.MODEL : ExitCode.INTERNAL_ERROR;
  }

  private static String message(Throwable cause) {
    if (cause instanceof FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      return e.getFile() + ": " + reason;
    }
    if (cause instanceof OutOfMemoryError) {
      return "the Java heap is too small: give more with JAVA_OPTS=-Xmx4g, or take a smaller batch,"
          + " fewer decoders or a lower --max-pixels";
    }
    if (cause instanceof UsageException
        || cause instanceof ModelException
        || cause instanceof IOException) {
      return cause.getMessage();
    }
    return "internal error: " + cause;
  }

  private static boolean isVerbose(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .anyMatch(spec -> spec.userObject() instanceof CommonOptions o && o.verbose);
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
  }
}
