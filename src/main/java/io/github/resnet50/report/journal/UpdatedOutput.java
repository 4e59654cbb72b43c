package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.Unseen;
import io.github.resnet50.report.OutputFile;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.OutputFormat.RecordHead;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.journal.JournalHeader.UpdateRules;
import io.github.resnet50.report.journal.UpdateMerge.Missing;
import io.github.resnet50.report.parquet.ParquetPredictions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A finished output that is brought up to date: what is new or has changed is classified, in full
 * batches, into {@code NAME.partial}; the commit puts these records and the old ones together in
 * the order of the walk. Until then the finished output stays as it is. Whatever ends the run, the
 * next finds the records of {@code NAME.partial} by their files, whichever there are by then.
 *
 * <p>{@link #look} and the walk of {@link #toDo} are for the walk's thread; all else is for the
 * writer's, or for before and after the run.
 */
public final class UpdatedOutput implements ResumableOutput {
  private final OutputFiles files;
  private final boolean existed; // so that it may be replaced
  private final UpdateRules rules;
  private final RecordStore store;
  private final RecordIndex index;
  private final FileChannel finished; // null: there is nothing to bring up to date
  private final JournaledOutput added;
  private final UpdatePlan plan;
  private final Map<String, String> settings;
  private Map<String, String> about = Map.of();
  private UpdateWalk walk; // null: not yet
  private Unseen unseen; // likewise
  private Missing missing = Missing.NONE; // known with the commit
  private Map<String, Long> keptBelowEmpty = Map.of(); // likewise
  private boolean isCommitted;

  /**
   * What has become of a finished output.
   *
   * @param added records of files that had none
   * @param changed records of files that were others then
   * @param gone records that were dropped, since their files are not there any more
   * @param missing records that were kept although they are not
   * @param unchanged records that are as they were
   */
  record UpdateCounts(long added, long changed, long gone, long missing, long unchanged) {
    /** In words, such as {@code 12 new, 3 changed, 2 gone, 99,983 unchanged}. */
    String text() {
      String first = Text.format("%,d new, %,d changed, %,d gone, ", added, changed, gone);
      String kept = missing == 0 ? "" : Text.format("%,d missing but kept, ", missing);
      return first + kept + Text.format("%,d unchanged", unchanged);
    }
  }

  private UpdatedOutput(Opening opening, UpdateRules rules, JournaledOutput added)
      throws IOException {
    this.files = opening.files;
    this.existed = Files.exists(files.output());
    this.rules = rules;
    this.store = opening.store;
    this.index = opening.index;
    this.finished = opening.finished;
    this.added = added;
    this.settings = opening.asked.settings();
    this.plan = new UpdatePlan(files.plan());
  }

  /**
   * Opens a file for one run alone.
   *
   * @param asked under what conditions the run works; where it replaces, nothing that is there
   *     counts
   * @param isNamed whether the walk would come across a path, were it there
   * @throws ResumeException where it was made under other conditions, or nothing tells under which,
   *     or where no path in it is one that the walk could give
   */
  public static UpdatedOutput open(
      Path target, OutputFormat format, JournalHeader asked, Predicate<String> isNamed)
      throws IOException, ResumeException {
    Opening opening = new Opening(target, format, asked);
    try {
      return opening.open(isNamed);
    } catch (IOException | ResumeException e) {
      if (opening.finished != null) {
        opening.finished.close();
      }
      throw e;
    }
  }

  /** What is made while it is opened. */
  private static final class Opening {
    private final Path target;
    private final OutputFormat format;
    private final JournalHeader asked;
    private final OutputFiles files;
    private final RecordStore store;
    private final RecordIndex index;
    private FileChannel finished;
    private String firstName;
    private boolean isAnyNamed;

    Opening(Path target, OutputFormat format, JournalHeader asked) throws IOException {
      this.target = target;
      this.format = format;
      this.asked = asked;
      this.files = OutputFiles.of(target);
      this.store = new RecordStore(format);
      this.index = new RecordIndex(asked.retries());
    }

    UpdatedOutput open(Predicate<String> isNamed) throws IOException, ResumeException {
      boolean anew = asked.replaces();
      JournalHeader running = anew || !files.isInterrupted() ? null : running();
      boolean isUpdate = running == null || running.update() != null;
      boolean isFinished = Files.isRegularFile(files.output());
      if (running != null && !isUpdate && isFinished && !running.replaces()) {
        throw new FileAlreadyExistsException(target.toString(), null, "exists already");
      }
      boolean updates =
          !anew && isUpdate && isFinished && !FinishedOutput.isEmpty(files.output(), format);
      if (updates) {
        readFinished(isNamed);
      }
      index.endOfFinished();
      store.endOfFinished();
      JournalHeader header =
          new JournalHeader(asked.settings(), true, false, updates ? asked.update() : null);
      JournaledOutput added = JournaledOutput.appended(target, files, header, anew, this::take);
      try {
        Files.deleteIfExists(files.earlier()); // there is one only where nothing counts
        store.added(added.channel());
        index.complete();
        return new UpdatedOutput(this, asked.update(), added);
      } catch (IOException e) {
        added.close();
        throw e;
      }
    }

    private JournalHeader running() throws IOException, ResumeException {
      if (Files.exists(files.earlier())) {
        throw new ResumeException(
            "a run with --resume or --retry-failed was going on with %s: let --resume finish it, or"
                    .formatted(target)
                + " start anew with --overwrite");
      }
      JournalHeader running = RecordedBatches.header(files.runningJournal());
      if (running == null) {
        throw JournaledOutput.unusable(files.partial(), files.runningJournal());
      }
      running.checkFinished(asked, target.toString());
      return running;
    }

    private void readFinished(Predicate<String> isNamed) throws IOException, ResumeException {
      JournalHeader was = RecordedBatches.header(files.journal());
      if (was == null) {
        throw JournaledOutput.unusable(target, files.journal());
      }
      was.checkFinished(asked, target.toString());
      finished = ParquetPredictions.channel(files.output());
      store.finished(finished);
      try (RecordedBatches batches = RecordedBatches.finished(files.journal(), files.output())) {
        for (RecordedBatch batch = batches.next(); batch != null; batch = batches.next()) {
          for (String name : take(batch)) {
            firstName = firstName == null ? name : firstName;
            isAnyNamed = isAnyNamed || isNamed.test(name);
          }
        }
        batches.requireAllOf(target);
      }
      if (firstName != null && !isAnyNamed && !asked.update().keepsMissing()) {
        throw new ResumeException(
            "none of the %d paths in %s lies in what is named now, the first is %s: name it as then,"
                    .formatted(store.size(), target, Text.escape(firstName))
                + " or add to them with --keep-missing, or start anew with --overwrite");
      }
    }

    /** The names of its records. */
    private List<String> take(RecordedBatch batch) throws IOException {
      RecordedBatch.Inputs inputs = batch.entry().inputs();
      store.add(inputs.count(), batch.entry().length());
      List<byte[]> records = store.cut(batch.bytes());
      String[] names = new String[inputs.count()];
      for (int i = 0; i < names.length; i++) {
        RecordHead head = store.head(records.get(i));
        names[i] = head.name();
        String name = RecordIndex.name(head.name(), store.part(records.get(i)));
        index.add(name, inputs.state(i), inputs.content(i), head.isFailed());
      }
      return List.of(names);
    }
  }

  @Override
  public Iterator<ImageRef> toDo(Iterator<ImageRef> images, Unseen notSeen) {
    unseen = notSeen;
    walk = new UpdateWalk(images, index, plan, rules.byContent(), store.size());
    return walk;
  }

  @Override
  public Checkpoint look(long sequence, List<ImageRef> refs) {
    return new Checkpoint(sequence, RecordedBatch.Inputs.ofFiles(walk.seen(refs.size())), null);
  }

  @Override
  public void walkEnded(long batches) {}

  @Override
  public void keep(Checkpoint batch) {
    throw new IllegalStateException("records are kept one by one");
  }

  @Override
  public void written(Checkpoint batch, int failures) throws IOException {
    store.add(batch.inputs().count(), added.batchLength());
    added.written(batch, failures);
  }

  /** Whether it is complete, and all records were there before. */
  public boolean isWithoutWork(Tally tally) {
    return isCommitted && tally.earlier() == tally.ok() + tally.failed();
  }

  /** Whether there was a finished output. */
  public boolean isUpdate() {
    return finished != null;
  }

  /** What has become of it, for the user; once it is committed. */
  public String text() {
    return Text.escape(name()) + ": " + changes().text();
  }

  /**
   * A line for each folder that was named and in which nothing is any more, though it has records;
   * once it is committed.
   */
  public List<String> emptied() {
    return keptBelowEmpty.entrySet().stream()
        .map(
            folder ->
                Text.format(
                    "nothing is below %s any more: its records (%,d) are kept; is a disk missing?"
                        + " With --update and without this path they are dropped",
                    folder.getKey(), folder.getValue()))
        .toList();
  }

  /** Paths that the walk has given, whether or not they were to be classified. */
  public long found() {
    return walk.added() + walk.changed() + walk.unchanged();
  }

  /** Adds the records that no run of the stages has written: those of files that are there. */
  public void addKept(Tally tally) {
    long kept = found() - walk.toDo();
    tally.addEarlier(kept - walk.keptFailed(), walk.keptFailed());
  }

  /** Adds those of files that are not there, once it is committed. */
  public void addMissing(Tally tally) {
    tally.addEarlier(missing.kept() - missing.keptFailed(), missing.keptFailed());
  }

  private UpdateCounts changes() {
    return new UpdateCounts(
        walk.added(), walk.changed(), missing.gone(), missing.kept(), walk.unchanged());
  }

  @Override
  public void about(Map<String, String> more) {
    about = more;
  }

  @Override
  public OutputStream stream() {
    return added.stream();
  }

  @Override
  public boolean isContinued() {
    return added.isContinued();
  }

  @Override
  public boolean leavesRecords() {
    return added.leavesRecords();
  }

  @Override
  public String option() {
    return "--update";
  }

  @Override
  public Optional<Path> partial() {
    return added.partial();
  }

  @Override
  public String name() {
    return added.name();
  }

  @Override
  public void discard() {
    added.discard();
  }

  /** Puts the records together, where anything is other than it was. */
  @Override
  public void commit() throws IOException {
    UpdateMerge merge = new UpdateMerge(store, index, walk, rules, unseen);
    if (merge.isOfNothing()) {
      missing = merge.missing();
      added.discard();
      isCommitted = true;
      return;
    }
    JournalHeader header = new JournalHeader(settings, false, false);
    missing = merge.write(plan, files, header);
    Optional<Packing> packing = header.packing(about);
    if (packing.isPresent()) {
      OutputFile.pack(
          packing.get(),
          () -> Files.newInputStream(files.update()), // which no lock is on
          files.output(),
          files.update());
    }
    if (!existed && Files.exists(files.output())) {
      throw new FileAlreadyExistsException(name(), null, "another program has made it meanwhile");
    }
    Files.move(files.update(), files.output(), StandardCopyOption.ATOMIC_MOVE);
    OutputFile.syncDirectoryOf(files.output());
    added.discard();
    added.close(); // what it leaves nothing of is not needed any more
    files.settle();
    keptBelowEmpty = merge.keptBelowEmpty();
    isCommitted = true;
  }

  @Override
  public void close() throws IOException {
    try (finished;
        plan;
        added) {
      if (Files.exists(files.update())) { // it has not come into its place
        files.dropUpdate();
      }
    }
  }
}
