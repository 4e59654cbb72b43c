package io.github.resnet50.cli;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.PropertiesDefaultProvider;

/** The entry point. Everything but the exit itself can be called in-process. */
public final class Main {
  private final Context context;

  Main(Context context) {
    this.context = context;
  }

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Raw, so that a closed pipe is an error and not silence.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = new Main(Context.ofProcess(out, err)).run(args);
    err.flush();
    System.exit(code);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  int run(String... args) {
    PrintWriter out = new PrintWriter(context.out(), true, StandardCharsets.UTF_8);
    CommandLine commandLine = new CommandLine(RootCommand.class, new Commands(context));
    commandLine
        .setOut(out)
        .setErr(context.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(new ErrorLines())
        .setExecutionExceptionHandler(new ErrorLines());
    commandLine.setExecutionStrategy(new CommandLine.RunLast());
    context
        .optionsFile()
        .map(Path::toFile)
        .filter(File::isFile)
        .map(PropertiesDefaultProvider::new)
        .ifPresent(commandLine::setDefaultValueProvider);
    return commandLine.execute(args);
  }
}
