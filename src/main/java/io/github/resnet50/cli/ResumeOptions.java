package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.RawRecords;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.journal.JournalHeader;
import io.github.resnet50.report.journal.JournaledOutput;
import io.github.resnet50.report.journal.JournaledOutput.Mode;
import io.github.resnet50.report.journal.OutputFiles;
import io.github.resnet50.report.journal.ResumeException;
import java.io.IOException;
import java.nio.file.Files;
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
          "Go on with what an interrupted run has left of FILE; with nothing left, start.")
  boolean resume;

  @Journaled.Not("has a place of its own in the journal")
  @Option(
      names = "--retry-failed",
      description = "Like --resume, and try failed images of FILE again, also of a finished one.")
  boolean retryFailed;

  private Mode mode() {
    return retryFailed ? Mode.RETRY_FAILED : resume ? Mode.RESUME : Mode.ANEW;
  }

  private boolean isAsked() {
    return mode() != Mode.ANEW;
  }

  /** Only an output that is a file can be continued. */
  void check(OutputOptions output) throws UsageException {
    if (isAsked() && !isFile(output)) {
      throw new UsageException(
          (retryFailed ? "--retry-failed" : "--resume") + " needs an --output that is a file");
    }
  }

  private static boolean isFile(OutputOptions output) {
    Path path = Path.of(output.output);
    return !output.output.equals(Output.STANDARD_OUTPUT)
        && (!Files.exists(path) || Files.isRegularFile(path));
  }

  /**
   * The counts of an output that is already complete, with nothing left to do; empty if there is
   * work.
   */
  Optional<Tally> complete(OutputOptions output) throws IOException, UsageException {
    OutputFiles files = isAsked() ? OutputFiles.of(Path.of(output.output)) : null;
    if (files == null || !files.isFinished() || (output.overwrite.given && !retryFailed)) {
      return Optional.empty();
    }
    requireWhole(files.output(), output.format());
    Tally tally = new Tally();
    try (PredictionReader records = PredictionReader.open(files.output(), output.format())) {
      records.forEachRemaining(
          record ->
              tally.addEarlier(
                  record instanceof ItemResult.Failed ? 0 : 1,
                  record instanceof ItemResult.Failed ? 1 : 0));
    }
    return retryFailed && tally.failed() > 0 ? Optional.empty() : Optional.of(tally);
  }

  /** Up to the end of its last line, which a table read on its own would not miss. */
  private static void requireWhole(Path file, OutputFormat format) throws IOException {
    try (RawRecords records = new RawRecords(file, format)) {
      while (records.next() != null) {
        // Its bytes do not matter here.
      }
    }
  }

  /** Whether an interrupted run has left something to continue. */
  boolean goesOn(OutputOptions output) throws IOException {
    return isAsked() && OutputFiles.of(Path.of(output.output)).isInterrupted();
  }

  /** The batch size of the run that is continued; null if there is none. */
  Integer batchSize(OutputOptions output) throws IOException {
    if (!isAsked() || !isFile(output)) {
      return null;
    }
    OutputFiles files = OutputFiles.of(Path.of(output.output));
    boolean goesOn = files.isInterrupted() || (retryFailed && files.isFinished());
    JournalHeader header = goesOn ? files.header() : null;
    return header == null ? null : Integer.valueOf(header.settings().get(JournalHeader.BATCH_SIZE));
  }

  /**
   * Opens the output, so that an unusable path is known before any work is done.
   *
   * @param settings everything that determines the bytes of the output
   */
  Output open(OutputOptions output, Map<String, String> settings, Context context)
      throws UsageException, ResumeException {
    if (!isFile(output)) {
      return Outputs.open(Path.of(output.output), output.overwrite.given, context);
    }
    return Outputs.opened(
        () ->
            JournaledOutput.open(
                Path.of(output.output),
                new JournalHeader(settings, output.overwrite.given, false),
                mode()));
  }
}
