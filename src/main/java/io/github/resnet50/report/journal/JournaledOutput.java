package io.github.resnet50.report.journal;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.report.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A prediction file that a later run can continue. Beside what {@link OutputFile} promises, every
 * batch that was passed to {@link #written} survives the process.
 *
 * <p>{@link #look} and {@link #walkEnded} are for the walk's thread, all else is for the writer's.
 * Nothing of an earlier run's is changed before the first byte is written.
 */
public final class JournaledOutput implements ResumableOutput {
  private static final long SYNC_NANOS = 10_000_000_000L;

  /** What to do with an earlier run's output, be it interrupted or finished. */
  public enum Mode {
    /** Nothing: all is done anew. */
    ANEW,
    /** Continue it, if there is any: batches of files that have changed are done again. */
    RESUME,
    /** The same, and do batches with failures again. */
    RETRY_FAILED
  }

  /** Where all batches of a finished output may be kept. */
  public static final long ALL_BATCHES = Long.MAX_VALUE;

  private static final String FINISHED =
      "exists already; use --update to do what is new or has changed, or --overwrite to replace it";

  private static final String PACKED =
      "is no table of a run that was interrupted here, or what exists is in its way; move one of"
          + " them away, or start anew with --overwrite";

  private final OutputFiles files;
  private final OutputFile file;
  private final JournalHeader header;
  private final EarlierBatches earlier; // null: there is nothing earlier
  private final boolean renews; // all that is kept is in the finished output too
  private final OutputStream stream = new BatchStream();
  private final CRC32C crc = new CRC32C();
  private int batchLength; // bytes since the last batch's end
  private long outputLength; // up to the last batch's end
  private long journalLength;
  private long records;
  private long firstSequence; // of this run's batches
  private long lastSync = System.nanoTime();
  private JournalFile journal; // null: nothing has been written yet
  private boolean hasNewRecords;
  private boolean discarded;
  private boolean committed;
  private boolean closed;

  private JournaledOutput(
      OutputFiles files,
      OutputFile file,
      JournalHeader header,
      EarlierBatches earlier,
      boolean renews) {
    this.renews = renews;
    this.files = files;
    this.file = file;
    this.header = header;
    this.earlier = earlier;
    about(Map.of());
    this.journalLength = header.line().getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Opens a file for one run alone.
   *
   * @param header under what conditions the run works
   * @throws ResumeException where an earlier run worked under others
   * @throws FileAlreadyExistsException where something is there that must not be replaced
   */
  public static JournaledOutput open(Path target, JournalHeader header, Mode mode)
      throws IOException, ResumeException {
    return open(target, header, mode, ALL_BATCHES);
  }

  /**
   * The same, where only some of a finished output's batches are of use.
   *
   * @param batches how many of a finished output may be kept; those that follow are done anew
   */
  public static JournaledOutput open(Path target, JournalHeader header, Mode mode, long batches)
      throws IOException, ResumeException {
    OutputFiles files = OutputFiles.of(target);
    boolean isInterrupted = files.isInterrupted();
    boolean packs = header.packing(Map.of()).isPresent();
    if (packs && !header.replaces() && Files.exists(files.packed())) { // it would be written over
      throw new FileAlreadyExistsException(files.packed().toString(), null, PACKED);
    }
    if (mode != Mode.ANEW && isInterrupted) {
      return continued(target, files, header, mode);
    }
    if (mode != Mode.ANEW && files.isFinished()) {
      return renewed(target, files, header, mode, batches);
    }
    if (Files.exists(files.earlier()) && !header.replaces()) {
      throw new FileAlreadyExistsException(
          files.earlier().toString(), null, OutputFile.LEFT_TO_GO_ON_WITH);
    }
    OutputFile file = anew(target, files, header.replaces());
    try {
      Files.deleteIfExists(files.earlier());
      Files.deleteIfExists(files.runningJournal());
      files.dropUpdate();
      Files.deleteIfExists(files.plan());
      return new JournaledOutput(files, file, header, null, false);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Takes the batches that are in a file already. */
  interface BatchTaker {
    void take(RecordedBatch batch) throws IOException;
  }

  /**
   * Opens a file for batches that follow those in it, whatever these are of; it is never committed.
   *
   * @param header under what conditions the run works, where the file is new
   * @param anew whether what there is is dropped
   * @throws ResumeException where nothing tells what is in it
   */
  static JournaledOutput appended(
      Path target, OutputFiles files, JournalHeader header, boolean anew, BatchTaker taker)
      throws IOException, ResumeException {
    boolean isNew = anew || !files.isInterrupted();
    OutputFile file =
        isNew ? OutputFile.open(target, true) : OutputFile.reopen(target, header.replaces());
    try {
      if (isNew) {
        Files.deleteIfExists(files.runningJournal());
        return new JournaledOutput(files, file, header, null, false);
      }
      RecordedBatches inPlace = RecordedBatches.inPlace(files.runningJournal(), file.recorded());
      JournaledOutput output = new JournaledOutput(files, file, inPlace.header(), null, false);
      for (RecordedBatch batch = inPlace.next(); batch != null; batch = inPlace.next()) {
        taker.take(batch);
        output.outputLength += batch.entry().length();
        output.journalLength += batch.entry().line().length();
        output.records += batch.entry().inputs().count();
        output.firstSequence++;
      }
      return output;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The file's bytes, to be read anywhere; closed with this. */
  FileChannel channel() throws IOException {
    return file.recorded().getChannel();
  }

  private static OutputFile anew(Path target, OutputFiles files, boolean replaces)
      throws IOException {
    try {
      return OutputFile.open(target, replaces);
    } catch (FileAlreadyExistsException e) {
      String partial = files.partial().toString();
      throw partial.equals(e.getFile())
          ? new FileAlreadyExistsException(partial, null, OutputFile.LEFT_TO_GO_ON_WITH)
          : new FileAlreadyExistsException(target.toString(), null, FINISHED);
    }
  }

  private static JournaledOutput continued(
      Path target, OutputFiles files, JournalHeader now, Mode mode)
      throws IOException, ResumeException {
    JournalHeader peeked = files.header();
    if (peeked == null) {
      throw unusable(files.partial(), files.runningJournal());
    }
    OutputFile file = OutputFile.reopen(target, now.replaces() || peeked.replaces());
    try {
      // As it is now that nobody else writes it.
      RecordedBatches inPlace = RecordedBatches.inPlace(files.runningJournal(), file.recorded());
      if (inPlace.header() == null) {
        throw unusable(files.partial(), files.runningJournal());
      }
      inPlace.header().check(now, target.toString());
      return new JournaledOutput(
          files,
          file,
          inPlace.header(),
          new EarlierBatches(files, inPlace, mode == Mode.RETRY_FAILED),
          false);
    } catch (IOException | ResumeException e) {
      file.close();
      throw e;
    }
  }

  private static JournaledOutput renewed(
      Path target, OutputFiles files, JournalHeader now, Mode mode, long batches)
      throws IOException, ResumeException {
    JournalHeader was = files.header();
    if (was == null) {
      throw unusable(target, files.journal());
    }
    was.checkFinished(now, target.toString());
    boolean retries = mode == Mode.RETRY_FAILED;
    JournalHeader header = new JournalHeader(now.settings(), true, retries);
    OutputFile file = OutputFile.open(target, true);
    try {
      Files.deleteIfExists(files.runningJournal());
      EarlierBatches.ofFinished(files, header, batches);
      EarlierBatches earlier = new EarlierBatches(files, null, retries);
      JournaledOutput output = new JournaledOutput(files, file, header, earlier, true);
      output.beginWriting(); // with its journal's header there, the earlier batches count
      return output;
    } catch (IOException | ResumeException e) {
      file.close();
      throw e;
    }
  }

  static ResumeException unusable(Path output, Path journal) {
    return new ResumeException(
        "cannot go on with "
            + output
            + ": its journal "
            + journal
            + " is missing or damaged; start anew with --overwrite");
  }

  @Override
  public Checkpoint look(long sequence, List<ImageRef> refs) throws IOException, ResumeException {
    RecordedBatch.Inputs inputs = RecordedBatch.Inputs.of(refs);
    return new Checkpoint(
        sequence,
        inputs,
        earlier == null ? null : earlier.take(sequence, inputs, refs.get(0).name()));
  }

  @Override
  public void walkEnded(long batches) throws IOException, ResumeException {
    if (earlier != null) {
      earlier.end(batches);
    }
  }

  @Override
  public void keep(Checkpoint batch) throws IOException {
    RecordedBatch recorded = batch.recorded();
    if (recorded.isInPlace()) {
      outputLength += recorded.entry().length();
      journalLength += recorded.entry().line().length();
      records += batch.inputs().count();
    } else {
      stream.write(recorded.bytes());
      stream.flush();
      append(batch, recorded.failed());
    }
  }

  @Override
  public void written(Checkpoint batch, int failures) throws IOException {
    append(batch, failures);
    hasNewRecords = true;
  }

  /** Bytes since the last batch's end. */
  int batchLength() {
    return batchLength;
  }

  private void append(Checkpoint batch, int failures) throws IOException {
    String line =
        new RecordedBatch.JournalLine(
                firstSequence + batch.sequence(),
                batch.inputs(),
                failures,
                batchLength,
                (int) crc.getValue())
            .line();
    journal.append(line);
    journalLength += line.length();
    outputLength += batchLength;
    records += batch.inputs().count();
    batchLength = 0;
    crc.reset();
    if (System.nanoTime() - lastSync > SYNC_NANOS) {
      sync();
    }
  }

  private void sync() throws IOException {
    file.sync();
    journal.sync();
    if (!Files.exists(files.partial())) {
      throw new IOException(
          files.partial() + " has vanished, or its directory has; the records are lost");
    }
    lastSync = System.nanoTime();
  }

  @Override
  public void about(Map<String, String> more) {
    header.packing(more).ifPresent(file::packs);
  }

  @Override
  public boolean isContinued() {
    return records > 0;
  }

  @Override
  public boolean leavesRecords() {
    return records > 0 && !discarded && (hasNewRecords || !renews);
  }

  /** When it is closed, nothing is left of this run unless it is committed. */
  @Override
  public void discard() {
    discarded = true;
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Optional<Path> partial() {
    return file.partial();
  }

  /**
   * Forgets what is beyond the last whole batch; the journal first, since a line without its bytes
   * does no harm.
   */
  private void beginWriting() throws IOException {
    journal = new JournalFile(files.runningJournal());
    if (Files.size(files.runningJournal()) >= journalLength) {
      journal.truncate(journalLength);
    } else {
      journal.truncate(0);
      journal.append(header.line());
    }
    journal.sync();
    file.truncate(outputLength);
  }

  @Override
  public void commit() throws IOException {
    if (journal == null) {
      beginWriting(); // even if only to cut off half a batch
    }
    file.stream().flush();
    file.sync();
    journal.sync();
    // Before the output is there: with it the run is not over, and could not go on then.
    Files.deleteIfExists(files.earlier());
    file.commit();
    committed = true;
    journal.close();
    try {
      Files.move(files.runningJournal(), files.journal(), StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // Another run has looked at it meanwhile, and was faster.
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (earlier != null) {
      earlier.close();
    }
    if (journal != null) {
      journal.close();
    }
    boolean nothingDone = journal != null && records == 0 && batchLength == 0;
    boolean inFinished =
        (nothingDone && header.retries()) || (renews && !hasNewRecords); // which is as it was
    if (!committed
        && !file.isPacked() // which the journal is of
        && (discarded || inFinished || (nothingDone && !Files.exists(files.earlier())))) {
      file.truncate(0);
      Files.deleteIfExists(files.earlier());
      Files.deleteIfExists(files.runningJournal());
    }
    file.close();
  }

  /** Counts a batch's bytes on their way. */
  private final class BatchStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (journal == null) {
        beginWriting();
      }
      file.stream().write(bytes, offset, length);
      crc.update(bytes, offset, length);
      batchLength += length;
    }

    @Override
    public void flush() throws IOException {
      file.stream().flush();
    }
  }
}
