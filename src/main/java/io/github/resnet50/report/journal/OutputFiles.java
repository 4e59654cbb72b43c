package io.github.resnet50.report.journal;

import io.github.resnet50.report.OutputFile;
import io.github.resnet50.report.parquet.ParquetPredictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The files of one prediction file; see the package's documentation.
 *
 * @param output the finished one, with links followed
 */
public record OutputFiles(
    Path output,
    Path partial,
    Path runningJournal,
    Path journal,
    Path earlier,
    Path update,
    Path updateJournal,
    Path plan) {

  private static final String PARTIAL = ".partial";
  private static final String RUNNING_JOURNAL = ".partial.journal";
  private static final String JOURNAL = ".journal";
  private static final String EARLIER = ".earlier";
  private static final String UPDATE = ".update";
  private static final String UPDATE_JOURNAL = ".update.journal";
  private static final String PLAN = ".update.plan";

  /** What is appended to a target's name for the files beside it. */
  public static final List<String> SUFFIXES =
      List.of(
          PARTIAL,
          RUNNING_JOURNAL,
          JOURNAL,
          EARLIER,
          UPDATE,
          UPDATE_JOURNAL,
          PLAN,
          OutputFile.PACKING,
          OutputFile.PACKED);

  public static OutputFiles of(Path target) throws IOException {
    Path output = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    return new OutputFiles(
        output,
        beside(output, PARTIAL),
        beside(output, RUNNING_JOURNAL),
        beside(output, JOURNAL),
        beside(output, EARLIER),
        beside(output, UPDATE),
        beside(output, UPDATE_JOURNAL),
        beside(output, PLAN));
  }

  private static Path beside(Path output, String suffix) {
    return output.resolveSibling(output.getFileName() + suffix);
  }

  /** Whether an interrupted run has left records. */
  public boolean isInterrupted() throws IOException {
    settlePacked();
    settleUpdate();
    return Files.exists(earlier) || (Files.exists(partial) && Files.size(partial) > 0);
  }

  /** Whether there is a finished output, and no interrupted run that would continue it. */
  public boolean isFinished() throws IOException {
    return !isInterrupted() && Files.isRegularFile(output);
  }

  /** The header of the interrupted or else of the finished run's journal; null: none is usable. */
  public JournalHeader header() throws IOException {
    if (isInterrupted()) {
      return RecordedBatches.header(runningJournal);
    }
    settle();
    return RecordedBatches.header(journal);
  }

  /**
   * Deletes the journal of what a run wrote under this name, which another has replaced with
   * something of its own: it would be held against that.
   */
  public void forget() throws IOException {
    if (RecordedBatches.header(journal) != null) {
      Files.delete(journal);
    }
  }

  /** Does the last step of a run that was killed between its last two. */
  void settle() throws IOException {
    settlePacked();
    settleUpdate();
    if (Files.exists(output) && !Files.exists(partial) && Files.exists(runningJournal)) {
      Files.move(runningJournal, journal, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void settlePacked() throws IOException {
    if (isPacked()) {
      OutputFile.settlePacked(packed(), partial, output);
    }
  }

  /** The output where it is complete but for its name; or somebody else's file of that name. */
  Path packed() {
    return OutputFile.packed(output);
  }

  /** Whether it is one that the run has made whose journal is there, and may take its place. */
  private boolean isPacked() throws IOException {
    JournalHeader header =
        Files.isRegularFile(packed()) ? RecordedBatches.header(runningJournal) : null;
    if (header == null
        || header.update() != null // the run's records are not all of the output
        || header.packing(Map.of()).isEmpty()
        || (!header.replaces() && Files.exists(output))) {
      return false;
    }
    try {
      return ParquetPredictions.isTable(packed());
    } catch (NoSuchFileException e) {
      return false; // another run was faster
    }
  }

  /** Likewise of one that has put an output together, but not yet its journal in place. */
  private void settleUpdate() throws IOException {
    if (Files.exists(updateJournal) && !Files.exists(update)) {
      Files.deleteIfExists(runningJournal); // first: without it the records are nothing
      Files.deleteIfExists(partial);
      try {
        Files.move(updateJournal, journal, StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        // The run itself was faster.
      }
    }
  }

  /** Drops what was put together and did not come into place. */
  void dropUpdate() throws IOException {
    Files.deleteIfExists(updateJournal); // first: without the other it would count
    Files.deleteIfExists(update);
  }
}
