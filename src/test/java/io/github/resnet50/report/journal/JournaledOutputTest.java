package io.github.resnet50.report.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.report.journal.JournaledOutput.Mode;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs over small files whose first byte decides: {@code x} fails; all else is "classified". */
class JournaledOutputTest {
  private static final int BATCH = 3;
  private static final int STEP = 7; // every byte takes a minute
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir Path folder;
  private final List<ImageRef> refs = new ArrayList<>();
  private final Set<Long> done = new HashSet<>();
  private OutputFormat format = OutputFormat.CSV;
  private Map<String, String> settings = Map.of("top_k", "1", "batch_size", "3");
  private Path images;
  private int changes;
  private boolean isMadeMeanwhile;
  private Path target;
  private OutputFiles files;

  @BeforeEach
  void makeImages() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < 14; i++) {
      String name = "a \"%02d\"%s".formatted(i, i == 7 ? ",\n\u00e4" : "");
      Path file = Files.writeString(images.resolve("%02d".formatted(i)), i == 4 ? "x" : "" + i);
      refs.add(new ImageRef(i, name, file));
    }
    use(OutputFormat.CSV);
  }

  private void use(OutputFormat other) throws IOException {
    format = other;
    target = folder.resolve("out." + other);
    files = OutputFiles.of(target);
  }

  /** One run; dies after so many batches of its own, as a killed process does. */
  private void run(Mode mode, boolean overwrite, int batches) throws IOException, ResumeException {
    done.clear();
    JournalHeader header = new JournalHeader(settings, overwrite, false);
    try (JournaledOutput output = JournaledOutput.open(target, header, mode)) {
      PredictionSink sink = null;
      long sequence = 0;
      for (int from = 0; from < refs.size(); from += BATCH) {
        List<ImageRef> batch = refs.subList(from, Math.min(from + BATCH, refs.size()));
        Checkpoint checkpoint = output.look(sequence++, batch);
        if (checkpoint.recorded() != null) {
          output.keep(checkpoint);
          continue;
        }
        if (done.size() == batches) {
          return;
        }
        sink = sink == null ? open(output) : sink;
        int failed = 0;
        for (ImageRef ref : batch) {
          ItemResult result = classify(ref);
          failed += result instanceof ItemResult.Failed ? 1 : 0;
          sink.write(result);
        }
        sink.flush();
        output.written(checkpoint, failed);
        done.add(checkpoint.sequence());
      }
      output.walkEnded(sequence);
      if (done.size() == batches) {
        return;
      }
      (sink == null ? open(output) : sink).close();
      if (isMadeMeanwhile) {
        Files.writeString(target, "theirs");
      }
      output.commit();
    }
  }

  private PredictionSink open(JournaledOutput output) throws IOException {
    return output.isContinued()
        ? format.continuation(output.stream(), 1, Columns.NONE)
        : format.sink(output.stream(), 1);
  }

  private static ItemResult classify(ImageRef ref) throws IOException {
    String content = Files.readString(file(ref));
    if (content.startsWith("x")) {
      return new ItemResult.Failed(
          ref.index(), ref.name(), new ImageFailure(ImageFailure.Kind.CORRUPT, content));
    }
    Prediction best = new Prediction(1, "n1", "label " + content, 0.5f);
    return new ItemResult.Predicted(ref.index(), ref.name(), 7, 9, List.of(best));
  }

  /** What a run that nothing disturbs writes now. */
  private byte[] uninterrupted() throws IOException, ResumeException {
    Path kept = target;
    target = folder.resolve("whole." + format);
    run(Mode.ANEW, true, ALL);
    byte[] bytes = Files.readAllBytes(target);
    target = kept;
    return bytes;
  }

  private void change(int image, String content) throws IOException {
    Path file = Files.writeString(file(refs.get(image)), content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++changes));
  }

  private Set<String> beside() throws IOException {
    return Folders.names(folder).stream()
        .filter(name -> name.startsWith("out."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void aFinishedRunKeepsItsJournal(OutputFormat each) throws Exception {
    use(each);
    run(Mode.ANEW, false, ALL);
    assertEquals(Set.of("out." + each, "out." + each + ".journal"), beside());
    change(4, "good");
    run(Mode.ANEW, true, ALL);
    assertEquals(Set.of("out." + each, "out." + each + ".journal"), beside());
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromEveryBatchToTheSameBytes(OutputFormat each) throws Exception {
    use(each);
    byte[] whole = uninterrupted();
    for (int batches = 0; batches <= 5; batches++) {
      run(Mode.ANEW, true, batches);
      run(Mode.RESUME, false, ALL);
      assertArrayEquals(whole, Files.readAllBytes(target));
      assertEquals(5 - batches, done.size(), "batches done after " + batches);
      Files.delete(target);
      Files.deleteIfExists(files.journal());
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumesWhereverEitherFileIsCutOff(OutputFormat each) throws Exception {
    use(each);
    byte[] whole = uninterrupted();
    run(Mode.ANEW, false, 4);
    byte[] partial = Files.readAllBytes(files.partial());
    byte[] journal = Files.readAllBytes(files.runningJournal());
    int header = new String(journal, StandardCharsets.UTF_8).indexOf('\n') + 1;
    List<int[]> cuts = new ArrayList<>();
    for (int cut = 0; cut <= partial.length; cut += STEP) {
      cuts.add(new int[] {cut, journal.length});
    }
    for (int cut = header; cut < journal.length; cut += STEP) {
      cuts.add(new int[] {partial.length, cut});
    }
    Random random = new Random(6);
    for (int i = 0; i < 50; i++) {
      cuts.add(
          new int[] {
            random.nextInt(partial.length), header + random.nextInt(journal.length - header)
          });
    }
    for (int[] cut : cuts) {
      Files.write(files.partial(), Arrays.copyOf(partial, cut[0]));
      Files.write(files.runningJournal(), Arrays.copyOf(journal, cut[1]));
      run(Mode.RESUME, false, ALL);
      assertArrayEquals(whole, Files.readAllBytes(target), () -> Arrays.toString(cut));
      Files.delete(target);
      Files.deleteIfExists(files.journal());
    }
  }

  @Test
  void bytesThatThePowerFailureTookAreDoneAgain() throws Exception {
    byte[] whole = uninterrupted();
    run(Mode.ANEW, false, 4);
    byte[] partial = Files.readAllBytes(files.partial());
    Arrays.fill(partial, partial.length / 2, partial.length, (byte) 0);
    Files.write(files.partial(), partial);
    run(Mode.RESUME, false, ALL);
    assertArrayEquals(whole, Files.readAllBytes(target));
    assertTrue(done.size() > 1 && done.size() < 5, done.toString());
  }

  @Test
  void withNothingToGoOnWithItStarts() throws Exception {
    for (Mode mode : List.of(Mode.RESUME, Mode.RETRY_FAILED)) {
      run(mode, false, ALL);
      assertEquals(5, done.size());
      Files.delete(target);
      Files.deleteIfExists(files.journal());
    }
  }

  @Test
  void oneThatDiesAtItsStartLeavesNothing() throws Exception {
    run(Mode.ANEW, false, 0);
    assertEquals(Set.of(), beside());
  }

  @Test
  void aChangedFileHasItsBatchDoneAgainAndNoOther() throws Exception {
    for (int batches = 1; batches <= 4; batches++) {
      run(Mode.ANEW, true, batches);
      change(1, "new " + batches);
      run(Mode.RESUME, true, ALL);
      assertEquals(5 - batches + 1, done.size());
      assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
      assertEquals(Set.of("out.csv", "out.csv.journal"), beside());
    }
  }

  @ParameterizedTest
  @EnumSource
  void deathsWhileBatchesAreDoneAgainLoseNothing(OutputFormat each) throws Exception {
    use(each);
    run(Mode.ANEW, false, 4);
    change(1, "new");
    run(Mode.RESUME, false, 0); // moves the good ones aside, and dies
    assertTrue(Files.exists(files.earlier()));
    Exception e = assertThrows(FileAlreadyExistsException.class, () -> run(Mode.ANEW, false, ALL));
    assertTrue(e.getMessage().contains("--resume"), e.getMessage());
    run(Mode.RESUME, false, 1);
    assertEquals(Set.of(0L), done);
    change(3, "newer");
    run(Mode.RESUME, false, 0);
    run(Mode.RESUME, false, 1);
    assertEquals(Set.of(1L), done);
    run(Mode.RESUME, false, ALL);
    assertEquals(Set.of(4L), done, "2 and 3 are the first run's");
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
  }

  @ParameterizedTest
  @EnumSource
  void deathsAtAnyByteWhileBatchesAreDoneAgainLoseNothing(OutputFormat each) throws Exception {
    use(each);
    run(Mode.ANEW, false, 4);
    change(4, "mended");
    run(Mode.RESUME, false, 1);
    byte[] partial = Files.readAllBytes(files.partial());
    byte[] journal = Files.readAllBytes(files.runningJournal());
    byte[] earlier = Files.readAllBytes(files.earlier());
    byte[] whole = uninterrupted();
    for (int cut = 0; cut <= partial.length; cut += STEP) {
      Files.write(files.partial(), Arrays.copyOf(partial, cut));
      Files.write(files.runningJournal(), journal);
      Files.write(files.earlier(), earlier);
      run(Mode.RESUME, false, ALL);
      assertArrayEquals(whole, Files.readAllBytes(target));
      assertFalse(done.contains(3L), "it is in the other file: " + done);
      Files.delete(target);
    }
  }

  @ParameterizedTest
  @EnumSource
  void retriesTheFailuresOfAFinishedOutput(OutputFormat each) throws Exception {
    use(each);
    run(Mode.ANEW, false, ALL);
    change(4, "mended");
    byte[] whole = uninterrupted();
    run(Mode.RETRY_FAILED, false, ALL);
    assertEquals(Set.of(1L), done);
    assertArrayEquals(whole, Files.readAllBytes(target));
    assertEquals(Set.of("out." + each, "out." + each + ".journal"), beside());
  }

  @Test
  void failuresThatAreUnchangedAreRetriedToo() throws Exception {
    run(Mode.ANEW, false, ALL);
    run(Mode.RETRY_FAILED, false, ALL);
    assertEquals(Set.of(1L), done);
    assertEquals(Set.of("out.csv", "out.csv.journal"), beside());
    run(Mode.ANEW, true, 4);
    run(Mode.RETRY_FAILED, true, ALL);
    assertEquals(Set.of(1L, 4L), done);
    run(Mode.ANEW, true, 4);
    run(Mode.RESUME, true, ALL);
    assertEquals(Set.of(4L), done, "but not without being asked");
  }

  @Test
  void aRetryThatDiesGoesOnAsOne() throws Exception {
    change(10, "x");
    run(Mode.ANEW, false, ALL);
    byte[] before = Files.readAllBytes(target);
    run(Mode.RETRY_FAILED, false, 0);
    assertArrayEquals(before, Files.readAllBytes(target));
    run(Mode.RETRY_FAILED, false, 1);
    assertEquals(Set.of(1L), done);
    assertArrayEquals(before, Files.readAllBytes(target));
    run(Mode.RESUME, false, ALL);
    assertEquals(Set.of(3L), done, "1 has been tried again");
    assertArrayEquals(before, Files.readAllBytes(target));
  }

  @Test
  void aRetryThatDoesNotBeginLeavesTheFinishedOutputAsItIs() throws Exception {
    run(Mode.ANEW, false, ALL);
    settings = Map.of("top_k", "1", "batch_size", "3", "model", "other");
    assertThrows(ResumeException.class, () -> run(Mode.RETRY_FAILED, false, ALL));
    assertEquals(Set.of("out.csv", "out.csv.journal"), beside());
    settings = Map.of("top_k", "1", "batch_size", "3");
    run(Mode.RETRY_FAILED, false, 0);
    assertTrue(Files.exists(target));
    run(Mode.RETRY_FAILED, false, ALL);
    assertEquals(Set.of(1L), done);
  }

  @Test
  void aFinishedOutputThatWasEditedIsNotReplaced() throws Exception {
    run(Mode.ANEW, false, ALL);
    Files.writeString(target, Files.readString(target).replace("label 12", "label XII"));
    Exception e = assertThrows(ResumeException.class, () -> run(Mode.RETRY_FAILED, false, ALL));
    assertTrue(e.getMessage().contains("edited"), e.getMessage());
    assertTrue(Files.readString(target).contains("XII"));
    assertEquals(Set.of("out.csv", "out.csv.journal"), beside());
  }

  @Test
  void otherSettingsAreRefusedByNameWithBothValues() throws Exception {
    run(Mode.ANEW, false, 2);
    byte[] partial = Files.readAllBytes(files.partial());
    settings = Map.of("top_k", "5", "batch_size", "3", "model", "new");
    ResumeException e = assertThrows(ResumeException.class, () -> run(Mode.RESUME, false, ALL));
    assertTrue(e.getMessage().contains("top_k was 1, is now 5"), e.getMessage());
    assertTrue(e.getMessage().contains("model was null, is now new"), e.getMessage());
    assertFalse(e.getMessage().contains("batch_size"), e.getMessage());
    assertArrayEquals(partial, Files.readAllBytes(files.partial()));
  }

  @Test
  void otherPathsAreRefusedAndNothingIsTouched() throws Exception {
    run(Mode.ANEW, false, 3);
    byte[] partial = Files.readAllBytes(files.partial());
    ImageRef fourth = refs.remove(3);
    ResumeException e = assertThrows(ResumeException.class, () -> run(Mode.RESUME, false, ALL));
    assertTrue(e.getMessage().contains("records 4 to 6"), e.getMessage());
    assertArrayEquals(partial, Files.readAllBytes(files.partial()));
    refs.add(3, fourth);
    List<ImageRef> all = List.copyOf(refs);
    refs.subList(6, refs.size()).clear();
    e = assertThrows(ResumeException.class, () -> run(Mode.RESUME, false, ALL));
    assertTrue(e.getMessage().contains("more records than"), e.getMessage());
    refs.clear();
    refs.addAll(all);
    run(Mode.RESUME, false, ALL);
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
  }

  @Test
  void aPartialWithoutAJournalIsRefusedAndStays() throws Exception {
    Files.writeString(files.partial(), "precious");
    for (Mode mode : List.of(Mode.RESUME, Mode.RETRY_FAILED)) {
      Exception e = assertThrows(ResumeException.class, () -> run(mode, false, ALL));
      assertTrue(e.getMessage().contains("journal"), e.getMessage());
    }
    assertThrows(FileAlreadyExistsException.class, () -> run(Mode.ANEW, false, ALL));
    assertEquals("precious", Files.readString(files.partial()));
  }

  @Test
  void oneRunAtATime() throws Exception {
    run(Mode.ANEW, false, 2);
    JournalHeader header = new JournalHeader(settings, false, false);
    try (JournaledOutput first = JournaledOutput.open(target, header, Mode.RESUME)) {
      for (Mode mode : Mode.values()) {
        Exception e = assertThrows(FileSystemException.class, () -> run(mode, true, ALL));
        assertTrue(e.getMessage().contains("another run"), e.getMessage());
      }
      assertFalse(first.leavesRecords());
    }
    run(Mode.RESUME, false, ALL);
    assertEquals(3, done.size());
  }

  @Test
  void aRunThatMayNotReplaceResumesIntoTheOutputOnlyIfItsFirstPartMight() throws Exception {
    Files.writeString(target, "old");
    run(Mode.ANEW, true, 2);
    run(Mode.RESUME, false, ALL);
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
    Files.delete(target);
    Files.deleteIfExists(files.journal());
    run(Mode.ANEW, false, 2);
    Files.writeString(target, "somebody else's");
    assertThrows(FileAlreadyExistsException.class, () -> run(Mode.RESUME, false, ALL));
    assertEquals("somebody else's", Files.readString(target));
  }

  /** Else a run that died right after its commit could neither end nor go on. */
  @ParameterizedTest
  @EnumSource
  void nothingIsLeftToGoOnWithOnceTheOutputIsThere(OutputFormat each) throws Exception {
    useItself(each);
    run(Mode.ANEW, false, 4);
    change(1, "new");
    run(Mode.RESUME, false, 1);
    assertTrue(Files.exists(files.earlier()));
    isMadeMeanwhile = true;
    assertThrows(FileAlreadyExistsException.class, () -> run(Mode.RESUME, false, ALL));
    isMadeMeanwhile = false;
    String partial = "out." + each + ".partial";
    assertEquals(Set.of("out." + each, partial, partial + ".journal"), beside());
    assertEquals("theirs", Files.readString(target));
    Files.delete(target);
    run(Mode.RESUME, false, ALL);
    assertEquals(Set.of(), done);
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
  }

  /** The settings name it, as those of the program do: a table is one. */
  private void useItself(OutputFormat other) throws IOException {
    use(other);
    settings = Map.of("top_k", "1", "batch_size", "3", "format", other.toString());
  }

  @Test
  void anotherFormatLooksAtNobodysPackedFile() throws Exception {
    Files.writeString(files.packed(), "PAR1, and theirs");
    useItself(OutputFormat.CSV);
    run(Mode.ANEW, false, 2);
    run(Mode.RESUME, false, ALL);
    run(Mode.RESUME, true, ALL);
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
    assertEquals("PAR1, and theirs", Files.readString(files.packed()));
  }

  @Test
  void aPackedFileThatIsNotTheRunsIsLeftAlone() throws Exception {
    useItself(OutputFormat.PARQUET);
    Files.writeString(files.packed(), "PAR1, and theirs");
    refusesPacked("PAR1, and theirs"); // no journal
    Files.delete(files.packed());
    run(Mode.ANEW, false, 2);
    Files.writeString(files.packed(), "no table");
    refusesPacked("no table");
    assertTrue(Files.size(files.partial()) > 0);
    Files.delete(files.packed());
    run(Mode.RESUME, false, ALL);
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
    Files.move(target, files.packed());
    Files.move(files.journal(), files.runningJournal());
    Files.writeString(target, "theirs");
    refusesPacked(null);
    assertEquals("theirs", Files.readString(target));
    Files.delete(target);
    assertTrue(files.isFinished()); // with nobody in its way it takes its place
    assertArrayEquals(uninterrupted(), Files.readAllBytes(target));
  }

  private void refusesPacked(String content) throws IOException {
    for (Mode mode : Mode.values()) {
      Exception e = assertThrows(FileAlreadyExistsException.class, () -> run(mode, false, ALL));
      assertTrue(e.getMessage().startsWith(files.packed() + ": "), e.getMessage());
    }
    if (content != null) {
      assertEquals(content, Files.readString(files.packed()));
    }
  }

  @Test
  void aShareKeepsItsJournalForTheMerge() throws Exception {
    change(4, "good");
    settings = Map.of("shard", "1/2");
    run(Mode.ANEW, false, ALL);
    assertEquals(Set.of("out.csv", "out.csv.journal"), beside());
  }

  @Test
  void aPartialThatVanishesIsAnErrorAtTheEnd() throws Exception {
    JournalHeader header = new JournalHeader(settings, false, false);
    try (JournaledOutput output = JournaledOutput.open(target, header, Mode.ANEW)) {
      output.stream().write(1);
      output.written(output.look(0, refs.subList(0, 3)), 0);
      Files.delete(files.partial());
      Exception e = assertThrows(IOException.class, output::commit);
      assertTrue(e.getMessage().contains("vanished"), e.getMessage());
    }
  }

  private static Path file(ImageRef ref) {
    return ((FileSource) ref.source()).path();
  }
}
