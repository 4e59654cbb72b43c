package io.github.resnet50.report.journal;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The batches that earlier runs have left, handed out in order: first those at the beginning of the
 * output, which stay in their place, then those of {@code NAME.earlier}. For the walk's thread.
 *
 * <p>As soon as one in its place has to be done again, all that follow it are moved to {@code
 * NAME.earlier}, since the writer will overwrite them. That file appears as a whole, before
 * anything is overwritten: whenever the process dies, each batch is in one of the two.
 */
final class EarlierBatches implements Closeable {
  private final OutputFiles files;
  private final boolean retries;
  private final RecordedBatches output; // null: nothing in its place
  private RecordedBatches inPlace; // the same; null: none any more
  private RecordedBatches moved; // null: none
  private RecordedBatch next;
  private long recordsBefore; // of the batches asked for so far

  /**
   * @param inPlace the batches at the beginning of the output; null: none
   * @param retries whether batches with failures are to be done again
   */
  EarlierBatches(OutputFiles files, RecordedBatches inPlace, boolean retries) throws IOException {
    this.files = files;
    this.output = inPlace;
    this.inPlace = inPlace;
    this.retries = retries;
    this.moved = Files.exists(files.earlier()) ? RecordedBatches.moved(files.earlier()) : null;
  }

  /**
   * Makes the batches of a finished output those to be looked through again.
   *
   * @param count of these from the first on; those that follow are all done anew
   * @throws ResumeException where the journal is not that of the output
   */
  static void ofFinished(OutputFiles files, JournalHeader header, long count)
      throws IOException, ResumeException {
    try (RecordedBatches batches = RecordedBatches.finished(files.journal(), files.output());
        EarlierFile file = new EarlierFile(files.earlier(), header)) {
      for (RecordedBatch batch = batches.next(); batch != null; batch = batches.next()) {
        if (batch.entry().sequence() < count) {
          file.add(batch);
        }
      }
      batches.requireAllOf(files.output());
      file.complete();
    }
  }

  /**
   * The batch, if it is there and still good; else null: it is to be done.
   *
   * @param firstName the first of its paths, for the user
   * @throws ResumeException where the batch was made of other paths
   */
  RecordedBatch take(long sequence, RecordedBatch.Inputs inputs, String firstName)
      throws IOException, ResumeException {
    RecordedBatch found = peek(sequence);
    long firstRecord = recordsBefore + 1;
    recordsBefore += inputs.count();
    if (found == null || found.entry().sequence() > sequence) {
      return null;
    }
    RecordedBatch.Inputs recorded = found.entry().inputs();
    if (!recorded.hasNamesOf(inputs)) {
      throw changed(
          "records %d to %d are of other paths than the walk now gives (from %s on)"
              .formatted(firstRecord, firstRecord + recorded.count() - 1, firstName));
    }
    next = null;
    boolean retry = found.failed() > 0 && (retries || (!found.isInPlace() && isToRetryMoved()));
    if (inputs.changedSince(recorded) == 0 && !retry) {
      return found;
    }
    if (found.isInPlace()) {
      move(sequence + 1);
    }
    return null;
  }

  /** The walk has ended: there must not be more batches. */
  void end(long batches) throws IOException, ResumeException {
    RecordedBatch beyond = peek(batches);
    if (beyond != null) {
      throw changed("it has more records than the walk now gives paths");
    }
  }

  private ResumeException changed(String how) {
    return new ResumeException(
        "cannot go on with "
            + files.output()
            + ": the inputs or their order have changed since: "
            + how
            + "; go on with --update, or start anew with --overwrite");
  }

  private boolean isToRetryMoved() {
    return moved != null && moved.header() != null && moved.header().retries();
  }

  /** The next batch at or after a place, or null. */
  private RecordedBatch peek(long sequence) throws IOException {
    while (next == null || next.entry().sequence() < sequence) {
      next = inPlace == null ? null : inPlace.next();
      if (next == null) {
        inPlace = null;
        next = moved == null ? null : moved.next();
      }
      if (next == null) {
        return null;
      }
    }
    return next;
  }

  /** From now on the output is the writer's alone. */
  private void move(long sequence) throws IOException {
    JournalHeader header = inPlace.header();
    boolean retryAfterDeath = retries || isToRetryMoved();
    try (EarlierFile file =
        new EarlierFile(
            files.earlier(),
            new JournalHeader(header.settings(), header.replaces(), retryAfterDeath))) {
      for (RecordedBatch batch = peek(sequence);
          batch != null;
          batch = peek(batch.entry().sequence() + 1)) {
        file.add(batch);
      }
      file.complete();
    }
    if (moved != null) {
      moved.close();
    }
    inPlace = null;
    moved = RecordedBatches.moved(files.earlier());
  }

  @Override
  public void close() throws IOException {
    if (moved != null) {
      moved.close();
    }
    if (output != null) {
      output.close();
    }
  }

  /** {@code NAME.earlier} in the making: a header, then each batch after its line. */
  private static final class EarlierFile implements Closeable {
    private final Path path;
    private final Path unfinished;
    private final FileOutputStream file;
    private final OutputStream out;

    EarlierFile(Path path, JournalHeader header) throws IOException {
      this.path = path;
      this.unfinished = path.resolveSibling(path.getFileName() + ".new");
      this.file = new FileOutputStream(unfinished.toFile());
      this.out = new BufferedOutputStream(file, 1 << 16);
      out.write(header.line().getBytes(StandardCharsets.UTF_8));
    }

    void add(RecordedBatch batch) throws IOException {
      out.write(batch.entry().line().getBytes(StandardCharsets.UTF_8));
      out.write(batch.bytes());
    }

    void complete() throws IOException {
      out.flush();
      file.getFD().sync();
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
      file.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
