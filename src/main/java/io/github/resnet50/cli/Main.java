package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Ranges;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.MetricsFile;
import io.github.resnet50.report.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParseResult;

/** The entry point. Everything but the exit itself can be called in-process. */
public final class Main {
  private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

  private final Context context;

  Main(Context context) {
    this.context = context;
  }

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Raw, so that a closed pipe is an error and not silence.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    announceEnd();
    Context context = Context.ofProcess(out, err);
    context.signal().install();
    int code = ExitCode.INTERNAL_ERROR;
    try {
      code = new Main(context).run(asGiven(args));
    } finally {
      err.flush();
      context.signal().release(code);
      context.endLine();
    }
    System.exit(code);
  }

  /** Arguments that are not text, such as names in Latin-1: Linux has their bytes. */
  private static String[] asGiven(String... args) {
    String[] given = args.clone();
    try {
      if (Arrays.stream(args).allMatch(FileNames::isExact)) {
        return args;
      }
      byte[] all = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      int end = all.length - 1; // each ends in a NUL, and ours come last
      for (int i = args.length - 1; i >= 0; i--) {
        int start = end;
        while (start > 0 && all[start - 1] != 0) {
          start--;
        }
        if (!FileNames.isExact(args[i])) {
          given[i] = FileNames.text(Arrays.copyOfRange(all, start, end));
        }
        end = start - 1;
      }
      return given;
    } catch (IOException e) {
      return args; // another system
    }
  }

  /**
   * Tells the launcher's second process when this one ends in order: of any other end it looks for
   * the cause. The pipe is opened now, and for reading too, since otherwise opening it would wait
   * for a reader.
   */
  private static void announceEnd() {
    String number = System.getenv("RESNET50_END");
    if (number == null || !number.matches("\\d+")) {
      return;
    }
    try {
      RandomAccessFile pipe = new RandomAccessFile("/dev/fd/" + number, "rw");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> sayEnd(pipe), "end"));
    } catch (IOException e) {
      // The launcher will not know why the process ended.
    }
  }

  private static void sayEnd(RandomAccessFile pipe) {
    try {
      pipe.writeBytes("ended\n");
    } catch (IOException e) {
      // as above
    }
  }

  /** All commands and their options, as picocli knows them. */
  static CommandLine commands(Context context) {
    CommandLine root =
        new CommandLine(RootCommand.class, new CommandFactory(context))
            .setHelpFactory(GroupedHelp::new)
            .setUsageHelpWidth(GroupedHelp.COLUMNS)
            .setUsageHelpLongOptionsMaxWidth(GroupedHelp.NAMES);
    root.setHelpSectionKeys(GroupedHelp.sectionKeys(root.getHelpSectionKeys()));
    CompareCommand.hideModel(root.getSubcommands().get("compare").getCommandSpec());
    return root;
  }

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  int run(String... args) {
    CommandLine commandLine = commands(context);
    int code = committed(commandLine, args);
    ended(commandLine, context.signal().exitCode(code));
    return code;
  }

  private int committed(CommandLine commandLine, String... args) {
    try (Output standard = Outputs.open(Path.of(Output.STANDARD_OUTPUT), false, context)) {
      PrintWriter out = new PrintWriter(standard.stream(), true, StandardCharsets.UTF_8);
      int code = run(commandLine, out, args);
      out.flush();
      standard.commit(); // what a PrintWriter has not told
      return code;
    } catch (IOException | UsageException e) {
      return ErrorLines.report(e, commandLine);
    }
  }

  private int run(CommandLine commandLine, PrintWriter out, String... args) {
    commandLine
        .setOut(out)
        .registerConverter(Path.class, FileNames::path)
        .setErr(context.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(new ErrorLines())
        .setExecutionExceptionHandler(new ErrorLines());
    Optional<OptionsFile> options = context.optionsFile().map(OptionsFile::read);
    commandLine.setExecutionStrategy(
        parsed -> {
          ParseResult leaf = leaf(parsed);
          CommonOptions common = CommonOptions.of(leaf.commandSpec()).orElseGet(CommonOptions::new);
          boolean verbose = common.verbose;
          common.logFormat().ifPresent(context::logs);
          if (verbose) {
            context.letLibrariesSpeak();
          }
          try {
            if (options.isPresent() && !isAboutTheProgram(leaf)) {
              options.get().check(commandLine);
              if (verbose) {
                options.get().used(leaf).forEach(context.err()::println);
              }
            }
            Ranges.check(leaf.commandSpec());
            common.begin();
            context.signal().tells(signalled -> ended(common, signalled));
          } catch (UsageException e) {
            return ErrorLines.report(e, leaf.commandSpec().commandLine());
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    if (Arrays.stream(args).noneMatch(HELP::contains)) { // help is there whatever the options are
      options.ifPresent(commandLine::setDefaultValueProvider);
    }
    try {
      return commandLine.execute(ArgumentFiles.checked(args));
    } catch (Error | UsageException e) {
      return ErrorLines.report(e, commandLine);
    }
  }

  /** Tells machines that watch. */
  private void ended(CommandLine commandLine, int code) {
    ParseResult parsed = commandLine.getParseResult();
    if (parsed != null) {
      CommonOptions.of(leaf(parsed).commandSpec()).ifPresent(common -> ended(common, code));
    }
  }

  private void ended(CommonOptions common, int code) {
    Optional<MetricsFile> metrics = common.metrics();
    if (metrics.isEmpty()) {
      return;
    }
    try {
      metrics.get().end(code);
    } catch (IOException e) {
      if (!common.quiet || code == ExitCode.OK) { // one line is enough
        context.say("the metrics of --metrics cannot be written: " + SafeFiles.reasonOf(e));
      }
    }
  }

  /** Whether it can be answered whatever the user's options are. */
  private static boolean isAboutTheProgram(ParseResult command) {
    Object object = command.commandSpec().userObject();
    return command.isUsageHelpRequested()
        || command.isVersionHelpRequested()
        || object instanceof HelpCommand
        || object instanceof CompletionCommand;
  }

  private static ParseResult leaf(ParseResult parsed) {
    return parsed.hasSubcommand() ? leaf(parsed.subcommand()) : parsed;
  }

  /** Makes the command objects, each with the process it runs in. */
  private record CommandFactory(Context context) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Context.class})) {
          return type.cast(constructor.newInstance(context));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
