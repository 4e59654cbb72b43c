package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --update} makes of an output, on an engine that counts what it is asked. */
@Timeout(120)
class UpdateTest {
  private static final int IMAGES = 20;

  @TempDir Path folder;
  private Cli cli;
  private FakeEngine engine;
  private final AtomicInteger starts = new AtomicInteger();
  private Path images;
  private String model;
  private Path target;
  private long time = 1_600_000_000_000L;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = TestImages.numbered(folder.resolve("images"), IMAGES);
    model = ToyModel.unread(folder.resolve("model")).toString();
    target = folder.resolve("out.csv");
  }

  private final class Counting extends FakeEngine {
    @Override
    public EngineInfo start() throws ModelException {
      starts.incrementAndGet();
      return super.start();
    }
  }

  private Result run(FakeEngine on, List<String> paths, String... rest) {
    engine = on;
    starts.set(0);
    cli.on(engine);
    List<String> arguments = new ArrayList<>(List.of("classify", "-m", model));
    arguments.addAll(paths);
    arguments.addAll(List.of("--threads", "1", "--decoders", "1", "-b", "3"));
    return cli.run(arguments, rest);
  }

  private Result update(String... rest) {
    return run(
        new Counting(),
        List.of(images.toString()),
        Cli.args(List.of("-o", target.toString(), "--update"), rest));
  }

  private void assertUpdated(String counts, int classified, Result result) throws IOException {
    assertTrue(result.err().contains(target + ": " + counts + "\n"), result.err());
    assertEquals(classified, classified());
    assertFresh();
  }

  private int classified() {
    return engine.batches().stream().mapToInt(List::size).sum();
  }

  /** The output and its journal are those of a run over what there is now. */
  private void assertFresh() throws IOException {
    Path fresh = folder.resolve("fresh." + target.toString().replaceAll(".*\\.", ""));
    run(new Counting(), List.of(images.toString()), "-o", fresh.toString(), "--overwrite", "-q");
    assertArrayEquals(Files.readAllBytes(fresh), Files.readAllBytes(target));
    assertEquals(
        journal(fresh).subList(1, journal(fresh).size()),
        journal(target).subList(1, journal(target).size()));
    assertEquals(
        List.of(target.getFileName().toString(), target.getFileName() + ".journal"), beside());
  }

  private static List<String> journal(Path output) throws IOException {
    return Files.readAllLines(Path.of(output + ".journal"));
  }

  private List<String> beside() throws IOException {
    return Folders.names(folder).stream()
        .filter(name -> name.startsWith("out."))
        .sorted()
        .collect(Collectors.toList());
  }

  private Path image(int number) {
    return images.resolve("%03d.png".formatted(number));
  }

  private void paint(Path file, Color color) throws IOException {
    TestImages.plain(file, 5, 5, color);
    time += 60_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "parquet"})
  void onlyWhatIsNewOrHasChangedIsClassified(String format) throws IOException {
    target = folder.resolve("out." + format);
    TestImages.breakIt(images, 4);
    Result first = update();
    assertEquals(ExitCode.SOME_FAILED, first.exitCode(), first.err());
    assertFresh();
    paint(images.resolve("000a.png"), Color.RED);
    Files.createDirectory(images.resolve("z"));
    paint(images.resolve("z/\"b\",\n.png"), Color.GREEN);
    paint(image(7), Color.BLUE);
    Files.delete(image(0));
    Files.delete(image(19));
    Result second = update();
    assertEquals(ExitCode.SOME_FAILED, second.exitCode(), second.err());
    assertUpdated("2 new, 1 changed, 2 gone, 17 unchanged", 3, second);
  }

  @Test
  void recordsOfUnchangedFilesStayAsTheyAre() throws IOException {
    update("-q");
    List<String> before = Files.readAllLines(target);
    paint(images.resolve("zzz.png"), Color.RED);
    update("-q");
    assertEquals(before, Files.readAllLines(target).subList(0, before.size()));
  }

  @Test
  void nothingNewNeedsNoEngine() throws IOException {
    update("-q");
    FileTime written = Files.getLastModifiedTime(target);
    Result again =
        update(
            "--html",
            folder.resolve("page.html").toString(),
            "--timings",
            folder.resolve("t.json").toString());
    assertEquals(ExitCode.OK, again.exitCode());
    assertTrue(
        again.err().contains(target + ": 0 new, 0 changed, 0 gone, 20 unchanged; "), again.err());
    assertTrue(again.err().contains("page.html is not made"), again.err());
    assertEquals(0, starts.get());
    assertEquals(written, Files.getLastModifiedTime(target));
    assertEquals("", update("-q").err());
    Files.delete(image(3));
    assertUpdated("0 new, 0 changed, 1 gone, 19 unchanged", 0, update());
  }

  @Test
  void missingRecordsStayWhereTheyWereIfWanted() throws IOException {
    update("-q");
    List<String> before = Files.readAllLines(target);
    Files.delete(image(0));
    Files.delete(image(5));
    Files.delete(image(6));
    paint(images.resolve("005a.png"), Color.RED);
    Result kept = update("--keep-missing");
    assertTrue(
        kept.err().contains("1 new, 0 changed, 0 gone, 3 missing but kept, 17 unchanged"),
        kept.err());
    List<String> now = Files.readAllLines(target);
    assertEquals(before, now.stream().filter(line -> !line.contains("005a")).toList());
    paint(image(21), Color.RED);
    update("-q", "--keep-missing");
    assertEquals(1, classified());
    TestImages.numbered(images, 1); // the same picture at another time
    update("-q", "--keep-missing");
    assertEquals(1, classified());
    assertUpdated("0 new, 0 changed, 2 gone, 20 unchanged", 0, update());
  }

  @Test
  void byContentATouchedFileIsUnchangedAndAForgedTimeIsNoDisguise() throws IOException {
    update("-q", "--by-content");
    paint(image(2), Color.ORANGE);
    FileTime disguise = Files.getLastModifiedTime(image(3));
    Files.copy(image(2), image(3), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(image(3), disguise);
    for (int i = 8; i < IMAGES; i++) {
      Files.setLastModifiedTime(image(i), FileTime.fromMillis(i));
    }
    Result result = update("--by-content");
    assertTrue(result.err().contains("0 new, 2 changed, 0 gone, 18 unchanged"), result.err());
    assertEquals(2, classified());
    update("-q"); // the new times are known
    assertEquals(0, classified());
  }

  @Test
  void byContentATimeWouldBeAnOldOne() {
    Result refused = update("--by-content", "--columns", "modified");
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("does not go with --columns modified"), refused.err());
  }

  @Test
  void contentsAreNotedWhereOnlyTimesWereKnown() throws IOException {
    update("-q");
    Result noted = update("--by-content");
    assertTrue(noted.err().contains("20 unchanged"), noted.err());
    Files.setLastModifiedTime(image(1), FileTime.fromMillis(1));
    update("-q", "--by-content");
    assertEquals(0, classified());
  }

  @Test
  void failuresAreTriedAgainIfWanted() throws IOException {
    TestImages.breakIt(images, 4);
    update("-q");
    assertEquals(ExitCode.SOME_FAILED, update("-q").exitCode());
    Result again = update("--retry-failed");
    assertEquals(ExitCode.SOME_FAILED, again.exitCode());
    assertTrue(again.err().contains("0 new, 1 changed, 0 gone, 19 unchanged"), again.err());
  }

  @ParameterizedTest
  @CsvSource({"-k 2,'top_k was 5, is now 2'", "--max-pixels 9,'max_pixels was '"})
  void otherSettingsAreRefusedByName(String options, String words) throws IOException {
    update("-q");
    byte[] before = Files.readAllBytes(target);
    Result refused = update(options.split(" "));
    assertEquals(ExitCode.USAGE, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains(words), refused.err());
    assertTrue(refused.err().contains("--overwrite"), refused.err());
    assertArrayEquals(before, Files.readAllBytes(target));
    assertEquals(List.of("out.csv", "out.csv.journal"), beside());
  }

  @Test
  void whatItDoesNotGoWithIsWrongUsage() throws IOException {
    assertEquals(
        ExitCode.USAGE, run(new Counting(), List.of(images.toString()), "--update").exitCode());
    assertEquals(ExitCode.USAGE, update("--shard", "1/2").exitCode());
    assertEquals(
        ExitCode.USAGE,
        run(new Counting(), List.of(images.toString()), "-o", target.toString(), "--keep-missing")
            .exitCode());
    update("-q");
    Files.delete(Path.of(target + ".journal"));
    Result refused = update();
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("its journal"), refused.err());
    assertEquals(ExitCode.OK, update("--overwrite").exitCode());
    assertFresh();
  }

  @Test
  void aFolderNamedInAnotherWayIsNoticedBeforeAnythingIsLost() throws IOException {
    update("-q");
    Result refused =
        run(new Counting(), List.of(images + "/../images"), "-o", target.toString(), "--update");
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("none of the 20 paths"), refused.err());
    assertEquals(0, starts.get());
  }

  @Test
  void aFolderThatIsOutOfReachKeepsItsRecords() throws IOException {
    Path other = TestImages.numbered(folder.resolve("other"), 4);
    List<String> both = List.of(images.toString(), other.toString());
    run(new Counting(), both, "-o", target.toString(), "--update", "-q");
    Files.move(other, folder.resolve("unmounted"));
    Result without = run(new Counting(), both, "-o", target.toString(), "--update");
    assertTrue(without.err().contains("1 new, 0 changed, 0 gone, 4 missing but kept, 20 unch"));
    assertEquals(ExitCode.SOME_FAILED, without.exitCode());
    Files.move(folder.resolve("unmounted"), other);
    Result back = run(new Counting(), both, "-o", target.toString(), "--update");
    assertTrue(back.err().contains("0 new, 0 changed, 1 gone, 24 unchanged"), back.err());
    assertEquals(0, classified());
  }

  @Test
  void aNamedFolderInWhichNothingIsAnyMoreKeepsItsRecords() throws IOException {
    Path other = TestImages.numbered(folder.resolve("other"), 4);
    List<String> both = List.of(images.toString(), other.toString());
    run(new Counting(), both, "-o", target.toString(), "--update", "-q");
    Files.move(other, folder.resolve("unmounted"));
    Files.createDirectory(other);
    paint(images.resolve("zzz.png"), Color.RED);
    Result without = run(new Counting(), both, "-o", target.toString(), "--update", "-q");
    assertEquals(ExitCode.OK, without.exitCode(), without.err());
    assertEquals(1, without.errLines().size(), without.err());
    assertTrue(
        without
            .err()
            .contains("nothing is below " + other + "/ any more: its records (4) are kept"),
        without.err());
    Files.delete(other);
    Files.move(folder.resolve("unmounted"), other);
    Result back = run(new Counting(), both, "-o", target.toString(), "--update");
    assertTrue(back.err().contains("0 new, 0 changed, 0 gone, 25 unchanged"), back.err());
    assertEquals(0, classified());
    assertTrue(update().err().contains("0 new, 0 changed, 4 gone, 21 unchanged"));
    assertFresh();
  }

  @Test
  void recordsThatWereKeptAreStillGoodOnceTheirFilesAreBack() throws IOException {
    update("-q");
    Path away = folder.resolve("away.png");
    Files.move(image(0), away);
    paint(images.resolve("zzz.png"), Color.GREEN); // so that anything is written
    update("-q", "--keep-missing");
    Files.move(away, image(0));
    String[] resumed = {"-o", target.toString(), "--resume"};
    Result nothing = run(new Counting(), List.of(images.toString()), resumed);
    assertTrue(nothing.err().contains("nothing to do"), nothing.err());
    assertEquals(0, starts.get());
    paint(image(19), Color.RED);
    run(new Counting(), List.of(images.toString()), resumed);
    assertEquals(3, classified()); // of the last batch
    assertFresh();
  }

  @Test
  void whatCannotTakeItsPlaceLeavesNothingButTheNewRecords() throws IOException {
    FakeEngine meanwhile =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            try {
              Files.writeString(target, "of another program");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    run(meanwhile, List.of(images.toString()), "-o", target.toString(), "--update");
    assertEquals("of another program", Files.readString(target));
    assertEquals(List.of("out.csv", "out.csv.partial", "out.csv.partial.journal"), beside());
  }

  @Test
  void noImageAtAllLeavesTheOutputAsItIs() throws IOException {
    update("-q");
    byte[] before = Files.readAllBytes(target);
    Files.move(images, folder.resolve("elsewhere"));
    assertEquals(ExitCode.NO_IMAGE, update().exitCode());
    Files.createDirectory(images);
    assertEquals(ExitCode.NO_IMAGE, update().exitCode());
    assertArrayEquals(before, Files.readAllBytes(target));
    assertEquals(List.of("out.csv", "out.csv.journal"), beside());
  }

  @Test
  void aKillBetweenTheLastStepsIsMadeGood() throws IOException {
    update("-q");
    byte[] old = Files.readAllBytes(Path.of(target + ".journal"));
    paint(images.resolve("000a.png"), Color.RED);
    update("-q");
    // Killed when the output was in its place, its journal not yet, and the new records still
    // there.
    Files.move(Path.of(target + ".journal"), Path.of(target + ".update.journal"));
    Files.write(Path.of(target + ".journal"), old);
    Files.write(Path.of(target + ".partial"), new byte[10]);
    Files.write(Path.of(target + ".partial.journal"), old);
    Files.write(Path.of(target + ".update.plan"), new byte[10]);
    assertUpdated("0 new, 0 changed, 0 gone, 21 unchanged", 0, update());
    // Killed while it was put together.
    Files.write(Path.of(target + ".update"), new byte[10]);
    Files.write(Path.of(target + ".update.journal"), old);
    paint(images.resolve("000b.png"), Color.RED);
    assertUpdated("1 new, 0 changed, 0 gone, 21 unchanged", 1, update());
  }

  /** Gives up after some batches, or parts of the last; once whole ones are written. */
  private final class Dies extends FakeEngine {
    private final int linesBefore;
    private int left;
    private int images;

    Dies(int batches) throws IOException {
      this.left = batches;
      Path journal = Path.of(target + ".partial.journal");
      this.linesBefore = Files.exists(journal) ? Files.readAllLines(journal).size() : 1;
    }

    @Override
    protected void beforeBatch(List<Integer> batch) throws InferenceException {
      if (left-- > 0) {
        images += batch.size();
        return;
      }
      int lines = linesBefore + images / 3;
      Path journal = Path.of(target + ".partial.journal");
      try {
        while (lines > 1
            && (!Files.exists(journal) || Files.readAllLines(journal).size() < lines)) {
          Thread.sleep(2);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new InferenceException("it fell off the bus", null);
    }
  }

  @ParameterizedTest
  @CsvSource({"csv,1", "json,2", "jsonl,3", "parquet,4"})
  void whateverHappensInBetweenTheEndIsAFreshRun(String format, int seed) throws IOException {
    target = folder.resolve("out." + format);
    Random random = new Random(seed);
    for (int night = 0; night < 10; night++) {
      disturb(random);
      byte[] before = Files.exists(target) ? Files.readAllBytes(target) : null;
      for (int deaths = random.nextInt(3); deaths > 0; deaths--) {
        String[] how = {"-o", target.toString(), random.nextBoolean() ? "--update" : "--resume"};
        if (how[2].equals("--resume") && !Files.exists(Path.of(target + ".partial"))) {
          how[2] = "--update";
        }
        Result died =
            run(new Dies(random.nextInt(3)), List.of(images.toString()), Cli.args(List.of(how)));
        boolean hasDied = died.exitCode() == ExitCode.INTERNAL_ERROR;
        if (hasDied && before != null) {
          assertArrayEquals(before, Files.readAllBytes(target));
        }
        if (!hasDied) {
          break;
        }
        if (random.nextBoolean() && Files.exists(target)) {
          disturb(random);
        }
      }
      boolean isUpdate = Files.exists(target);
      Result done = isUpdate && random.nextBoolean() ? resume() : update();
      assertTrue(
          done.exitCode() == ExitCode.OK || done.exitCode() == ExitCode.SOME_FAILED, done.err());
      assertFresh();
    }
  }

  /** Goes on with an update that was interrupted; else starts one. */
  private Result resume() {
    return Files.exists(Path.of(target + ".partial"))
        ? run(new Counting(), List.of(images.toString()), "-o", target.toString(), "--resume")
        : update();
  }

  private void disturb(Random random) throws IOException {
    List<String> names = new ArrayList<>(new TreeSet<>(Folders.names(images)));
    for (int i = random.nextInt(8); i > 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      Path file = images.resolve(name);
      switch (random.nextInt(4)) {
        case 0 -> Files.deleteIfExists(file);
        case 1 -> paint(file, new Color(random.nextInt(1 << 24)));
        case 2 -> {
          time += 60_000;
          Files.writeString(file, "broken " + time, StandardCharsets.UTF_8);
          Files.setLastModifiedTime(file, FileTime.fromMillis(time));
        }
        default ->
            paint(
                images.resolve("%03d.png".formatted(random.nextInt(60))),
                new Color(random.nextInt(1 << 24)));
      }
    }
    paint(images.resolve("always.png"), Color.PINK);
  }
}
