package io.github.resnet50.report.journal;

import io.github.resnet50.image.Unseen;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.OutputFormat.RecordHead;
import io.github.resnet50.report.journal.JournalHeader.UpdateRules;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Puts old and new records together in the order of a walk, with the journal that a run over all of
 * it would have left. A record that is kept although its file is not there stands behind the one
 * that it stood behind before.
 */
final class UpdateMerge {
  private final RecordStore store;
  private final RecordIndex index;
  private final UpdateWalk walk;
  private final UpdateRules rules;
  private final Unseen unseen;
  private final Map<String, Long> keptBelowEmpty = new TreeMap<>();

  /**
   * Records of the finished output whose files the walk has not come across.
   *
   * @param gone that are dropped
   * @param kept that stay
   * @param keptFailed how many of these are failures
   */
  record Missing(long gone, long kept, long keptFailed) {
    static final Missing NONE = new Missing(0, 0, 0);

    Missing dropped() {
      return new Missing(gone + 1, kept, keptFailed);
    }

    Missing stays(boolean isFailed) {
      return new Missing(gone, kept + 1, keptFailed + (isFailed ? 1 : 0));
    }
  }

  /**
   * @param unseen of the walk, which has ended
   */
  UpdateMerge(
      RecordStore store, RecordIndex index, UpdateWalk walk, UpdateRules rules, Unseen unseen) {
    this.unseen = unseen;
    this.store = store;
    this.index = index;
    this.walk = walk;
    this.rules = rules;
  }

  /** How many records were kept since nothing is below a folder any more, by its name. */
  Map<String, Long> keptBelowEmpty() {
    return keptBelowEmpty;
  }

  /** Whether the finished output is what would be written. */
  boolean isOfNothing() {
    return walk.isSame() && (rules.keepsMissing() || index.isAllTaken());
  }

  /** Where it is: what of it is missing. */
  Missing missing() {
    Missing missing = Missing.NONE;
    for (int record = 0; record < store.finishedSize(); record++) {
      missing = index.isTaken(record) ? missing : missing.stays(index.isFailed(record));
    }
    return missing;
  }

  /**
   * Writes {@code NAME.update} with its journal, and forces both to the device.
   *
   * @param header of the journal
   */
  Missing write(UpdatePlan plan, OutputFiles files, JournalHeader header) throws IOException {
    files.dropUpdate();
    try (FileOutputStream file = new FileOutputStream(files.update().toFile());
        JournalFile journal = new JournalFile(files.updateJournal())) {
      journal.append(header.line());
      int batchSize = Integer.parseInt(header.settings().get(JournalHeader.BATCH_SIZE));
      OutputStream out = new BufferedOutputStream(file, 1 << 16);
      Merged merged = new Merged(out, journal, batchSize);
      merged.missingFrom(0);
      plan.read(merged);
      merged.end();
      file.getFD().sync();
      journal.sync();
      return merged.missing;
    }
  }

  /** A file in the making. */
  private final class Merged implements UpdatePlan.PlanReader {
    private final OutputFormat format = store.format();
    private final byte[] after = format.framing().after();
    private final OutputStream out;
    private final JournalFile journal;
    private final int batchSize;
    private final List<FileState> batch = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private Missing missing = Missing.NONE;
    private boolean isFirst = true;
    private int failed; // of the batch
    private int length;
    private long sequence;

    Merged(OutputStream out, JournalFile journal, int batchSize) {
      this.out = out;
      this.journal = journal;
      this.batchSize = batchSize;
    }

    @Override
    public void read(UpdatePlan.Entry entry) throws IOException {
      byte[] record = store.record(entry.record());
      RecordHead head = store.head(record);
      FileState file = entry.file();
      add(
          record,
          head.isFailed(),
          new FileState(head.name(), file.state(), file.digits(), file.content()));
      if (entry.place() != RecordIndex.NONE) {
        missingFrom(entry.place() + 1);
      }
    }

    /** The records from here to the next of a file that is there. */
    void missingFrom(int first) throws IOException {
      for (int i = first; i < store.finishedSize() && !index.isTaken(i); i++) {
        byte[] record = store.record(i);
        RecordHead head = store.head(record);
        if (isKept(head.name())) {
          add(record, head.isFailed(), index.recorded(i, head.name()));
          missing = missing.stays(head.isFailed());
        } else {
          missing = missing.dropped();
        }
      }
    }

    private boolean isKept(String name) {
      if (rules.keepsMissing()) {
        return true;
      }
      unseen.emptyAbove(name).ifPresent(folder -> keptBelowEmpty.merge(folder, 1L, Long::sum));
      return unseen.holds(name);
    }

    private void add(byte[] record, boolean isFailed, FileState file) throws IOException {
      write(format.framing().before(isFirst, store.header()));
      isFirst = false;
      write(record);
      write(after);
      failed += isFailed ? 1 : 0;
      batch.add(file);
      if (batch.size() == batchSize) {
        endBatch();
      }
    }

    private void write(byte[] bytes) throws IOException {
      out.write(bytes);
      crc.update(bytes);
      length += bytes.length;
    }

    private void endBatch() throws IOException {
      RecordedBatch.Inputs inputs = RecordedBatch.Inputs.ofFiles(batch);
      journal.append(
          new RecordedBatch.JournalLine(sequence++, inputs, failed, length, (int) crc.getValue())
              .line());
      batch.clear();
      crc.reset();
      failed = 0;
      length = 0;
    }

    void end() throws IOException {
      if (!batch.isEmpty()) {
        endBatch();
      }
      out.write(format.framing().last());
      out.flush();
    }
  }
}
