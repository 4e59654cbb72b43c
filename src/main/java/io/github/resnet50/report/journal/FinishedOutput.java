package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.RawRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An output that is complete, held against what would be made now: by its journal, which knows the
 * settings and the files it was made of; without one, by what its records say.
 *
 * <p>Memory: none for what is as it was; from the first path on that is another, two numbers a
 * path.
 */
public final class FinishedOutput {
  private final Path target; // as the user named it
  private final OutputFiles files;
  private final OutputFormat format;
  private final JournalHeader header; // null: no journal, or none that can be read
  private long ok;
  private long failed;

  /**
   * What has become of its images since.
   *
   * @param batches how many from the first on are of the same paths in the same places, the last
   *     one at the end
   * @param isSame whether all of them are, and no path follows
   * @param added paths that there are now and were not then
   * @param changed files that are others now, or were not to be read then
   */
  public record Changes(long batches, boolean isSame, long added, long changed) {
    /** Whether a run would write what is there. */
    public boolean isNone() {
      return isSame && changed == 0;
    }

    /** In words; empty where there are none. */
    public String text() {
      List<String> parts = new ArrayList<>();
      add(parts, added, "new");
      add(parts, changed, "changed");
      return parts.isEmpty() && !isSame ? "in another order" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
      if (count > 0) {
        parts.add(count + " " + what);
      }
    }
  }

  private FinishedOutput(
      Path target, OutputFiles files, OutputFormat format, JournalHeader header) {
    this.target = target;
    this.files = files;
    this.format = format;
    this.header = header;
  }

  /** Empty where there is none, where a run is to be continued first, or where it has no record. */
  public static Optional<FinishedOutput> of(Path target, OutputFormat format) throws IOException {
    OutputFiles files = OutputFiles.of(target);
    if (!files.isFinished()) {
      return Optional.empty();
    }
    JournalHeader header = files.header();
    return header == null && isEmpty(files.output(), format)
        ? Optional.empty()
        : Optional.of(new FinishedOutput(target, files, format, header));
  }

  static boolean isEmpty(Path output, OutputFormat format) {
    try {
      if (Files.size(output) == 0) {
        return true;
      }
      try (PredictionReader records = PredictionReader.open(output, format)) {
        return !records.hasNext();
      }
    } catch (IOException | UncheckedIOException e) {
      return false; // it is something else
    }
  }

  public boolean hasJournal() {
    return header != null;
  }

  /** Images of a batch, as the journal says; empty without one. */
  public Optional<Integer> batchSize() {
    return Optional.ofNullable(header)
        .map(known -> Integer.valueOf(known.settings().get(JournalHeader.BATCH_SIZE)));
  }

  /** The engine that made it; empty where that is not known. */
  public Optional<String> engine() {
    return Optional.ofNullable(header).map(known -> known.settings().get(JournalHeader.ENGINE));
  }

  /** Records of classified images; known once it has been compared. */
  public long ok() {
    return ok;
  }

  /** Records of failures; likewise. */
  public long failed() {
    return failed;
  }

  /**
   * Compares it with what there is now, by its journal.
   *
   * @param now under what conditions it would be made now
   * @param walk in its order
   * @throws ResumeException where the conditions are others, where paths are gone, or where it is
   *     not as its journal says
   */
  public Changes compare(JournalHeader now, Iterator<ImageRef> walk)
      throws IOException, ResumeException {
    header.checkFinished(now, target.toString());
    int batchSize = batchSize().orElseThrow();
    long same = 0;
    long changed = 0;
    List<ImageRef> others = new ArrayList<>(); // of the first batch that is of other paths
    List<RecordedBatch.Inputs> recorded = new ArrayList<>(); // from that batch on
    try (RecordedBatches batches = RecordedBatches.finished(files.journal(), files.output())) {
      RecordedBatch following = batches.next();
      for (RecordedBatch batch = following; batch != null; batch = following) {
        following = batches.next();
        ok += batch.ok();
        failed += batch.failed();
        RecordedBatch.Inputs earlier = batch.entry().inputs();
        if (recorded.isEmpty()) {
          List<ImageRef> refs = take(walk, batchSize);
          RecordedBatch.Inputs inputs = RecordedBatch.Inputs.of(refs);
          // The last one went through the model in parts, as it does not where others follow.
          boolean hasPlace = following != null || !walk.hasNext();
          if (inputs.hasNamesOf(earlier) && hasPlace) {
            same++;
            changed += inputs.changedSince(earlier);
            continue;
          }
          others.addAll(refs);
        }
        recorded.add(earlier);
      }
      batches.requireAllOf(target);
    }
    if (recorded.isEmpty() && !walk.hasNext()) {
      return new Changes(same, true, 0, changed);
    }
    Changes rest = new Tail(others, walk).compare(recorded, same * batchSize);
    return new Changes(same, false, rest.added(), changed + rest.changed());
  }

  private static List<ImageRef> take(Iterator<ImageRef> walk, int most) {
    List<ImageRef> refs = new ArrayList<>(most);
    while (refs.size() < most && walk.hasNext()) {
      refs.add(walk.next());
    }
    return refs;
  }

  /** What the walk gives from the first batch on whose paths are others; sorted hashes. */
  private final class Tail {
    private final long[] names;
    private final long[] states; // of names with their states

    Tail(List<ImageRef> first, Iterator<ImageRef> walk) {
      LongStream.Builder allNames = LongStream.builder();
      LongStream.Builder allStates = LongStream.builder();
      Iterator<ImageRef> refs = first.iterator();
      while (refs.hasNext() || walk.hasNext()) {
        ImageRef ref = refs.hasNext() ? refs.next() : walk.next();
        allNames.add(hash(ref.name(), ""));
        allStates.add(hash(ref.name(), FileState.digits(ref.state())));
      }
      names = allNames.build().sorted().toArray();
      states = allStates.build().sorted().toArray();
    }

    private static long hash(String name, String state) {
      return new Sha256().add(name + '\0' + state).head();
    }

    /**
     * @param skipped records before the first of these batches
     * @return of these batches alone
     * @throws ResumeException where paths are gone
     */
    Changes compare(List<RecordedBatch.Inputs> batches, long skipped)
        throws IOException, ResumeException {
      long known = 0;
      long changed = 0;
      long gone = 0;
      String firstGone = null;
      try (PredictionReader records = PredictionReader.open(files.output(), format)) {
        for (long record = 0; record < skipped; record++) {
          records.next();
        }
        for (RecordedBatch.Inputs batch : batches) {
          for (int place = 0; place < batch.count(); place++) {
            ItemResult record = records.next();
            String name = record.name();
            String state = batch.state(place);
            if (Arrays.binarySearch(names, hash(name, "")) >= 0) {
              known++;
              boolean unknown = state.isEmpty();
              changed += unknown || Arrays.binarySearch(states, hash(name, state)) >= 0 ? 0 : 1;
            } else if (wasOutOfReach(record)) {
              changed++;
            } else {
              gone++;
              firstGone = firstGone == null ? name : firstGone;
            }
          }
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      if (gone > 0) {
        throw new ResumeException(
            ("cannot go on with %s: %d of the %d paths in it are gone, the first %s; is a disk"
                    + " missing? --update drops their records, --update --keep-missing keeps them")
                .formatted(target, gone, ok + failed, firstGone));
      }
      return new Changes(0, false, Math.max(0, names.length - known), changed);
    }

    /** Such as of a folder that did not exist: what it holds now has other names. */
    private static boolean wasOutOfReach(ItemResult record) {
      return record instanceof ItemResult.Failed failure
          && (failure.failure().kind() == Kind.NOT_FOUND
              || failure.failure().kind() == Kind.UNREADABLE);
    }
  }

  /**
   * Compares it with what there is now, without a journal: of the settings only the columns show.
   *
   * @param most predictions a record
   * @param least fewer where nobody knows how many classes there are; else as many
   * @param walk in its order
   * @throws ResumeException where it is nothing that this run would write
   */
  public void requireSame(int most, int least, Columns extras, Iterator<ImageRef> walk)
      throws ResumeException {
    try (RawRecords raw = new RawRecords(files.output(), format);
        PredictionReader records = PredictionReader.open(files.output(), format)) {
      requireHeader(new String(raw.header(), StandardCharsets.UTF_8), most, least, extras);
      for (long place = 1; records.hasNext(); place++) {
        ItemResult record = records.next();
        if (!walk.hasNext()) {
          throw unknown("it has more records than there are images now");
        }
        String name = walk.next().name();
        if (!name.equals(record.name())) {
          throw unknown("its record %d is of %s, not of %s".formatted(place, record.name(), name));
        }
        String text = new String(raw.next(), StandardCharsets.UTF_8);
        if (record instanceof ItemResult.Predicted image) {
          int columns = image.predictions().size();
          if (columns < least || columns > most || !format.hasExtras(text, extras)) {
            throw otherColumns();
          }
          ok++;
        } else {
          failed++;
        }
      }
      raw.next(); // up to its end
      if (walk.hasNext()) {
        throw unknown("it has no record of " + walk.next().name());
      }
    } catch (UncheckedIOException e) {
      throw unknown(e.getCause().getMessage());
    } catch (IOException e) {
      throw unknown(e.getMessage());
    }
  }

  private void requireHeader(String header, int most, int least, Columns extras)
      throws IOException, ResumeException {
    for (int columns = most; columns >= least; columns--) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      format.sink(expected, columns, extras).flush();
      if (header.equals(expected.toString(StandardCharsets.UTF_8).stripTrailing())) {
        return;
      }
    }
    throw otherColumns();
  }

  private ResumeException otherColumns() {
    return unknown("its columns are not those that this command gives");
  }

  private ResumeException unknown(String why) {
    return new ResumeException(
        "nothing tells what %s was made of (no %s.journal), and %s: --overwrite replaces it"
            .formatted(target, files.output().getFileName(), why));
  }
}
