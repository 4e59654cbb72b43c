package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.FinishedOutput;
import io.github.resnet50.report.journal.FinishedOutput.Changes;
import io.github.resnet50.report.journal.JournalHeader;
import io.github.resnet50.report.journal.JournalHeader.UpdateRules;
import io.github.resnet50.report.journal.JournaledOutput;
import io.github.resnet50.report.journal.JournaledOutput.Mode;
import io.github.resnet50.report.journal.OutputFiles;
import io.github.resnet50.report.journal.ResumeException;
import io.github.resnet50.report.journal.UpdatedOutput;
import io.github.resnet50.run.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether to continue what an earlier run has left of the output. */
@Heading(Section.RESUMING)
final class ResumeOptions {
  @Journaled.Not("says that there is a journal to go by")
  @Option(
      names = "--resume",
      description =
          "Go on with what an interrupted run has left of FILE, or with a finished FILE where"
              + " images are new or have changed; with nothing to go on with, start.")
  boolean resume;

  @Journaled.Not("has a place of its own in the journal")
  @Option(
      names = "--retry-failed",
      description = "Like --resume, and try failed images of FILE again, also of a finished one.")
  boolean retryFailed;

  @Journaled.Not("decides what is classified, never what a record says")
  @Option(
      names = "--update",
      description =
          "Bring FILE up to date: classify what is new or has changed, drop what is gone, keep the"
              + " other records as they are; with no FILE, start.")
  boolean update;

  @Journaled.Not("decides what is classified, never what a record says")
  @Option(
      names = "--by-content",
      description =
          "With --update: a file has changed where its bytes have (SHA-256), not its size or time.")
  boolean byContent;

  @Journaled.Not("decides which records stay, never what a record says")
  @Option(
      names = "--keep-missing",
      description = "With --update: keep the records of files that are gone.")
  boolean keepMissing;

  private Mode mode() {
    return retryFailed ? Mode.RETRY_FAILED : resume || update ? Mode.RESUME : Mode.ANEW;
  }

  private boolean isAsked() {
    return mode() != Mode.ANEW;
  }

  /** Only an output that is a file can be continued. */
  void check(OutputOptions output, InputOptions input, boolean isStream)
      throws IOException, UsageException {
    if (isAsked() && !output.isFile()) {
      String option = update ? "--update" : retryFailed ? "--retry-failed" : "--resume";
      throw new UsageException(option + " needs an --output that is a file");
    }
    if ((byContent || keepMissing) && !update) {
      throw new UsageException((byContent ? "--by-content" : "--keep-missing") + " needs --update");
    }
    if (isStream && rules(output).filter(UpdateRules::byContent).isPresent()) {
      throw new UsageException(
          "--by-content does not go with --tar: what comes on a stream is read once; without it,"
              + " --update goes by the size and the time of each entry");
    }
    if (update && input.shard != null) {
      throw new UsageException(
          "--update does not go with --shard: a new file moves others from share to share");
    }
  }

  /** How a finished output is brought up to date; empty where none is to be. */
  private Optional<UpdateRules> rules(OutputOptions output) throws IOException {
    return update
        ? Optional.of(new UpdateRules(byContent, keepMissing))
        : interrupted(output).map(JournalHeader::update);
  }

  /** A finished output that this run is to go on with; empty where there is none. */
  Optional<FinishedOutput> finished(OutputOptions output) throws IOException, UsageException {
    return !isAsked() || update || (output.overwrite.given && !retryFailed)
        ? Optional.empty()
        : FinishedOutput.of(FileNames.path(output.output), output.format());
  }

  /**
   * What there is to do for a finished output.
   *
   * @param retries whether failures are to be tried again
   */
  record ToDo(FinishedOutput output, Changes changes, boolean retries) {
    private static final Changes UNKNOWN = new Changes(0, true, 0, 0);

    boolean isNothing() {
      return changes.isNone() && !(retries && output.failed() > 0);
    }

    /** What is different, if it is that. */
    Optional<String> note(String name) {
      return changes.isNone()
          ? Optional.empty()
          : Optional.of(name + ": " + changes.text() + " since it was finished");
    }

    /** The counts, and where nothing tells what it was made of, also that. */
    String text(String name) {
      return name
          + " is complete: %d ok, %d failed; nothing to do".formatted(output.ok(), output.failed())
          + (output.hasJournal()
              ? ""
              : " (without its journal nothing is known of model, settings and changed images)");
    }
  }

  /**
   * Compares a finished output with what this run is asked for; costs a walk.
   *
   * @param settings everything that determines the bytes of the output
   * @param classes of the model; 0: not known yet
   */
  ToDo toDo(
      FinishedOutput finished,
      Map<String, String> settings,
      RunConfig config,
      int classes,
      Columns extras)
      throws IOException, ResumeException {
    try (ImageScanner walk = new ImageScanner(config.scan())) {
      if (finished.hasJournal()) {
        JournalHeader now = new JournalHeader(settings, true, retryFailed);
        return new ToDo(finished, finished.compare(now, walk), retryFailed);
      }
      int most = classes == 0 ? config.topK() : Math.min(config.topK(), classes);
      finished.requireSame(most, classes == 0 ? 1 : most, extras, walk);
      return new ToDo(finished, ToDo.UNKNOWN, retryFailed);
    }
  }

  /** Whether files beside the predictions may be those of an earlier run. */
  boolean goesOn(OutputOptions output) throws IOException {
    return update || isInterrupted(output);
  }

  /** Whether an interrupted run has left something to continue. */
  private boolean isInterrupted(OutputOptions output) throws IOException {
    return isAsked() && OutputFiles.of(FileNames.path(output.output)).isInterrupted();
  }

  /** Whether there are records whose batch size and engine this run takes over. */
  boolean hasRecords(OutputOptions output) throws IOException {
    return earlier(output).isPresent();
  }

  /** The batch size of the run that is continued; null if there is none. */
  Integer batchSize(OutputOptions output, Optional<FinishedOutput> finished) throws IOException {
    if (finished.isPresent()) {
      return finished.get().batchSize().orElse(null);
    }
    return earlier(output)
        .map(header -> Integer.valueOf(header.settings().get(JournalHeader.BATCH_SIZE)))
        .orElse(null);
  }

  /** The engine of the run that is continued; empty if there is none, or it is not known. */
  Optional<String> engine(OutputOptions output, Optional<FinishedOutput> finished)
      throws IOException {
    return finished.isPresent()
        ? finished.get().engine()
        : earlier(output).map(header -> header.settings().get(JournalHeader.ENGINE));
  }

  /** The journal that this run goes on with; that of a finished output for an update alone. */
  private Optional<JournalHeader> earlier(OutputOptions output) throws IOException {
    return update && !output.overwrite.given && output.isFile()
        ? Optional.ofNullable(OutputFiles.of(FileNames.path(output.output)).header())
        : interrupted(output);
  }

  private Optional<JournalHeader> interrupted(OutputOptions output) throws IOException {
    return output.isFile() && isInterrupted(output)
        ? Optional.ofNullable(OutputFiles.of(FileNames.path(output.output)).header())
        : Optional.empty();
  }

  /**
   * Opens the output, so that an unusable path is known before any work is done.
   *
   * @param settings everything that determines the bytes of the output
   * @param toDo null where there is no finished output to go on with
   */
  Output open(
      OutputOptions output,
      InputOptions input,
      Map<String, String> settings,
      ToDo toDo,
      Context context)
      throws IOException, UsageException, ResumeException {
    if (!output.isFile()) {
      return Outputs.open(FileNames.path(output.output), output.overwrite.given, context);
    }
    Path target = FileNames.path(output.output);
    Optional<UpdateRules> rules = rules(output);
    if (rules.isPresent()) {
      boolean anew = update && output.overwrite.given;
      JournalHeader asked = new JournalHeader(settings, anew, retryFailed, rules.get());
      OutputFormat format = output.format();
      return Outputs.opened(() -> UpdatedOutput.open(target, format, asked, input.named()));
    }
    // A finished output without a record is none: it is made anew.
    boolean empty = isAsked() && toDo == null && OutputFiles.of(target).isFinished();
    boolean replaces = output.overwrite.given || empty;
    boolean all = toDo == null || toDo.changes().isSame();
    long batches = all ? JournaledOutput.ALL_BATCHES : toDo.changes().batches();
    return Outputs.opened(
        () ->
            JournaledOutput.open(
                target,
                new JournalHeader(settings, replaces, false),
                empty ? Mode.ANEW : mode(),
                batches));
  }
}
