package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.organize.Undoer;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.RecordExtent;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On predictions written by hand; what is sorted are files of text. */
@Timeout(120)
class OrganizeCommandTest {
  private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_123L);
  private static final String UNDO = ".resnet50-undo.jsonl";

  @TempDir Path folder;

  private Cli cli;
  private Path photos;
  private Path sorted;
  private Path predictions;
  private final List<String> rows = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    photos = folder.resolve("photos");
    sorted = folder.resolve("sorted");
    predictions = folder.resolve("p.csv");
    image("a.jpg", "dog", 0.9);
    image("b.jpg", "cat", 0.8);
    image("more/a.jpg", "dog", 0.5);
    image("more/c.jpg", "cat", 0.4);
    // Folders too have times of their own.
    Files.setLastModifiedTime(photos.resolve("more"), TIME);
    Files.setLastModifiedTime(photos, TIME);
  }

  private Path image(String name, String label, double probability) throws IOException {
    Path file = photos.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "the image " + name);
    Files.setLastModifiedTime(file, TIME);
    record(file.toString(), label, probability);
    return file;
  }

  private void record(String path, String label, double probability) throws IOException {
    row(
        "\"%s\",ok,,8,8,%d,\"%s\",\"%s\",%s"
            .formatted(path, label.hashCode() & 0xFFF, label, label, probability));
  }

  private void row(String row) throws IOException {
    rows.add(row);
    Files.writeString(
        predictions,
        "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n"
            + String.join("\n", rows)
            + "\n");
  }

  private Result organize(String... more) {
    return cli.run(List.of("organize", predictions.toString(), "--into", sorted.toString()), more);
  }

  private Result undo(String... more) {
    return cli.run(List.of("organize", "--undo", sorted.toString()), more);
  }

  private List<String> sortedFiles() throws IOException {
    List<String> files = new ArrayList<>(Folders.relativeFiles(sorted));
    files.remove(UNDO);
    return files;
  }

  @Test
  void withoutApplyNothingIsDone() throws IOException {
    Map<String, String> before = Tree.of(folder);
    Result result = organize();
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(
        """
        folder  images  size
        cat     2       35 bytes
        dog     2       35 bytes
        4 of 4 images, 70 bytes, copied into 2 folders in SORTED
        1 has a name that is taken in its folder and gets a number: dog/a-2.jpg
        """
            .replace("SORTED", sorted.toString()),
        result.out());
    assertTrue(result.err().contains("--apply does it"), result.err());
    assertEquals(before, Tree.of(folder));
    assertEquals("", organize("-q").err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "hardlink", "symlink", "move"})
  void undoGivesTheTreeAsItWas(String mode) throws IOException {
    Map<String, String> before = Tree.of(folder);
    Result result = organize("--mode", mode, "--apply");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> expected = List.of("cat/b.jpg", "cat/c.jpg", "dog/a-2.jpg", "dog/a.jpg");
    assertEquals(expected, sortedFiles());
    Path placed = sorted.resolve("dog/a-2.jpg");
    assertEquals("the image more/a.jpg", Files.readString(placed));
    assertEquals(TIME, Files.getLastModifiedTime(placed), "it keeps its time");
    assertEquals(mode.equals("move"), !Files.exists(photos.resolve("more/a.jpg")));
    assertEquals(mode.equals("symlink"), Files.isSymbolicLink(placed));
    if (mode.equals("symlink")) {
      assertEquals("../../photos/more/a.jpg", Files.readSymbolicLink(placed).toString());
    }
    if (mode.equals("hardlink")) {
      assertTrue(Files.isSameFile(placed, photos.resolve("more/a.jpg")));
      assertFalse(Files.isSymbolicLink(placed));
    }

    Result again = organize("--mode", mode, "--apply");
    assertEquals(ExitCode.OK, again.exitCode(), again.err());
    assertTrue(again.out().contains("4 in their place already"), again.out());
    assertEquals(expected, sortedFiles());

    Result plan = undo();
    assertEquals(ExitCode.OK, plan.exitCode(), plan.err());
    assertTrue(plan.out().startsWith("4 images that were "), plan.out());
    assertEquals(expected, sortedFiles());

    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(folder));
  }

  @Test
  void whatIsInTheFoldersAlreadyStays() throws IOException {
    Files.createDirectories(sorted.resolve("dog"));
    Files.writeString(sorted.resolve("dog/a.jpg"), "mine");
    Files.writeString(sorted.resolve("dog/A-2.jpg"), "mine too");
    Files.setLastModifiedTime(sorted.resolve("dog"), TIME);
    Files.setLastModifiedTime(sorted, TIME);
    Map<String, String> before = Tree.of(folder);
    assertEquals(ExitCode.OK, organize("--apply", "--mode", "move").exitCode());
    assertEquals("mine", Files.readString(sorted.resolve("dog/a.jpg")));
    assertEquals("the image a.jpg", Files.readString(sorted.resolve("dog/a-2.jpg")));
    assertEquals("the image more/a.jpg", Files.readString(sorted.resolve("dog/a-3.jpg")));
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(folder));
  }

  @Test
  void anotherRunWithoutAnUndoFileKnowsCopiesByTheirBytes() throws IOException {
    organize("--apply");
    Files.delete(sorted.resolve(UNDO));
    Map<String, String> before = Tree.of(sorted);
    Result again = organize("--apply");
    assertTrue(again.out().contains("4 in their place already"), again.out());
    before.put(UNDO, "");
    assertEquals(before.keySet(), Tree.of(sorted).keySet());
  }

  @Test
  void whatCannotBeSortedIsLeftOutWithItsReason() throws IOException {
    record(photos.resolve("gone.jpg").toString(), "dog", 1);
    record(photos.resolve("more").toString(), "dog", 1);
    record(photos.resolve("a.jpg").toString(), "dog", 1);
    row("\"" + photos.resolve("broken.jpg") + "\",failed,Truncated: x,,,,,,");
    Path zip = photos.resolve("old.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      ZipEntry entry = new ZipEntry("x/z.jpg");
      entry.setLastModifiedTime(TIME);
      out.putNextEntry(entry);
      out.write("zipped".getBytes(StandardCharsets.UTF_8));
    }
    record(zip + "/x/z.jpg", "dog", 1);
    record(zip + "/x/none.jpg", "dog", 1);
    Result result = organize("--mode", "move");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(result.out().contains("4 of 10 images"), result.out());
    for (String line :
        List.of(
            "left out: 1 recorded twice: " + photos.resolve("a.jpg"),
            "left out: 1 not classified: " + photos.resolve("broken.jpg"),
            "left out: 2 not there (--base names the folder that paths begin in): ",
            "left out: 1 no files, or such as may not be looked at: " + photos.resolve("more"),
            "left out: 1 in archives (--mode copy takes them out): " + zip + "/x/z.jpg")) {
      assertTrue(result.out().contains(line), line + " in " + result.out());
    }
    Result quiet = organize("--mode", "move", "-q");
    assertEquals(1, quiet.errLines().size(), quiet.err());
    assertTrue(quiet.err().contains("5 of 10 images left out: "), quiet.err());

    assertEquals(ExitCode.SOME_FAILED, organize("--apply").exitCode());
    assertEquals("zipped", Files.readString(sorted.resolve("dog/z.jpg")));
    assertEquals(
        TIME.toMillis() / 2000,
        Files.getLastModifiedTime(sorted.resolve("dog/z.jpg")).toMillis() / 2000);
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertFalse(Files.exists(sorted));
  }

  @Test
  void linksAreNotMovedAndTilesHaveNoFile() throws IOException {
    Path link = Files.createSymbolicLink(photos.resolve("link.jpg"), Path.of("a.jpg"));
    record(link.toString(), "dog", 1);
    Result moved = organize("--mode", "move");
    assertTrue(moved.out().contains("left out: 1 links, which would lead elsewhere"), moved.out());
    assertEquals(ExitCode.OK, organize("--apply").exitCode(), "a copy follows it");
    assertEquals("the image a.jpg", Files.readString(sorted.resolve("dog/link.jpg")));
    assertFalse(Files.isSymbolicLink(sorted.resolve("dog/link.jpg")));

    Path tiles = folder.resolve("tiles.jsonl");
    Files.writeString(
        tiles,
        "{\"path\":\"%s\",\"status\":\"ok\",\"width\":8,\"height\":8,\"predictions\":[{\"index\":1,\"id\":\"dog\",\"label\":\"dog\",\"prob\":1}],\"x\":0,\"y\":0}\n"
            .formatted(photos.resolve("a.jpg"))
            .repeat(2));
    Result result = cli.run("organize", tiles.toString(), "--into", sorted.toString());
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertTrue(result.out().contains("left out: 2 tiles, which have no file"), result.out());
  }

  @Test
  void imagesThatHaveChangedSinceAreLeftOut() throws IOException {
    Path images = TestImages.numbered(folder.resolve("images"), 4);
    String model = ToyModel.unread(folder.resolve("model")).toString();
    for (String columns : List.of("format", "bytes,modified")) {
      Path output = folder.resolve(columns.charAt(0) + ".csv");
      Result run =
          cli.run(
              "classify",
              "-q",
              "-m",
              model,
              images.toString(),
              "-k",
              "1",
              "-o",
              output.toString(),
              "--columns",
              columns);
      assertEquals(ExitCode.OK, run.exitCode(), run.err());
      FileTime time = Files.getLastModifiedTime(images.resolve("001.png"));
      Files.setLastModifiedTime(images.resolve("001.png"), TIME);
      Result result = cli.run("organize", output.toString(), "--into", sorted.toString());
      assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
      assertTrue(
          result.out().contains("left out: 1 changed since they were classified"), result.out());
      Result all = cli.run("organize", output.toString(), "--into", sorted.toString(), "--changed");
      assertTrue(all.out().contains("4 of 4 images"), all.out());
      Files.setLastModifiedTime(images.resolve("001.png"), time);
    }
  }

  @Test
  void whatIsNotSureGoesAside() throws IOException {
    assertEquals(ExitCode.OK, organize("--min-prob", "0.6", "--apply").exitCode());
    assertEquals(List.of("cat/b.jpg", "dog/a.jpg", "unsure/a.jpg", "unsure/c.jpg"), sortedFiles());
    undo("--apply");
    Result aside = organize("--min-prob", "0.6", "--class", "unsure", "--mode", "move", "--apply");
    assertEquals(ExitCode.OK, aside.exitCode(), aside.err());
    assertEquals(List.of("unsure/a.jpg", "unsure/c.jpg"), sortedFiles());
    assertTrue(Files.exists(photos.resolve("a.jpg")));
  }

  @Test
  void onlyAClassIsSorted() throws IOException {
    assertEquals(ExitCode.OK, organize("--class", "CAT", "--apply").exitCode());
    assertEquals(List.of("cat/b.jpg", "cat/c.jpg"), sortedFiles());
    Result unknown = organize("--class", "cta");
    assertEquals(ExitCode.USAGE, unknown.exitCode());
    assertTrue(unknown.err().contains("did you mean cat?"), unknown.err());
    assertEquals(1, organize("--class", "cta", "-q").errLines().size());
  }

  @Test
  void labelsThatAreNoFolders() throws IOException {
    rows.clear();
    for (String label : List.of("../../x", "CON", "a/b", ".git", "end. ", "Crane")) {
      image(label.hashCode() + ".jpg", label, 1);
    }
    assertEquals(ExitCode.OK, organize("--apply").exitCode());
    assertEquals(
        List.of("CON_", "Crane", "__.._x", "_git", "a_b", "end"),
        Folders.names(sorted).stream().filter(name -> !name.equals(UNDO)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "parquet"})
  void predictionsAreRewrittenInTheirFormat(String format) throws IOException {
    Path images = TestImages.numbered(folder.resolve("images"), 5);
    TestImages.breakIt(images, 3);
    Path twisted = images.resolve("a, \"b\"\n.png");
    Files.move(images.resolve("002.png"), twisted);
    String model = ToyModel.unread(folder.resolve("model")).toString();
    Path before = folder.resolve("before." + format);
    Path after = folder.resolve("after." + format);
    cli.run(
        "classify",
        "-q",
        "-m",
        model,
        images.toString(),
        "-o",
        before.toString(),
        "--columns",
        "sha256");
    Result result =
        cli.run(
            "organize",
            before.toString(),
            "--into",
            sorted.toString(),
            "--mode",
            "move",
            "--rewrite",
            after.toString(),
            "--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    List<String> names = new ArrayList<>();
    try (PredictionReader old = PredictionReader.open(before, RecordExtent.FEATURES);
        PredictionReader renamed = PredictionReader.open(after, RecordExtent.FEATURES)) {
      while (old.hasNext()) {
        var was = old.next();
        var is = renamed.next();
        assertEquals(was.details(), is.details());
        assertEquals(was.name().contains("003.png"), Files.exists(Path.of(was.name())));
        assertTrue(Files.exists(Path.of(is.name())), is.name());
        names.add(is.name());
      }
      assertFalse(renamed.hasNext());
    }
    assertTrue(names.toString().contains(sorted + "/"), names.toString());
    // A second run goes on, and knows where all is.
    Files.delete(after);
    Result again =
        cli.run(
            "organize",
            before.toString(),
            "--into",
            sorted.toString(),
            "--mode",
            "move",
            "--rewrite",
            after.toString(),
            "--apply");
    assertEquals(ExitCode.SOME_FAILED, again.exitCode(), again.err());
    try (PredictionReader renamed = PredictionReader.open(after)) {
      List<String> second = new ArrayList<>();
      renamed.forEachRemaining(record -> second.add(record.name()));
      assertEquals(names, second);
    }
  }

  @Test
  void aPlanIsNotWrittenOverAnything() throws IOException {
    Result same = organize("--rewrite", predictions.toString(), "--apply");
    assertEquals(ExitCode.USAGE, same.exitCode());
    assertTrue(same.err().contains("would be written over"), same.err());
    Result other = organize("--rewrite", folder.resolve("x.json").toString(), "--apply");
    assertEquals(ExitCode.USAGE, other.exitCode());
    assertTrue(other.err().contains("must end in .csv"), other.err());
  }

  @Test
  void whatWasChangedSinceIsNotTakenBack() throws IOException {
    organize("--apply");
    Files.writeString(sorted.resolve("dog/a.jpg"), "edited", StandardOpenOption.APPEND);
    Files.delete(photos.resolve("b.jpg"));
    Files.writeString(sorted.resolve("cat/mine.txt"), "mine");
    Result result = undo("--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertTrue(result.out().contains("dog/a.jpg: has changed since"), result.out());
    assertTrue(result.out().contains("cat/b.jpg: is the only one"), result.out());
    assertEquals(List.of("cat/b.jpg", "cat/mine.txt", "dog/a.jpg"), sortedFiles());
    assertTrue(Files.exists(sorted.resolve(UNDO)), "it may be wanted again");
    assertEquals(1, undo("-q", "--apply").errLines().size());
  }

  @Test
  void aMoveThatIsInTheWayStays() throws IOException {
    organize("--apply", "--mode", "move");
    Files.writeString(photos.resolve("a.jpg"), "another");
    Result result = undo("--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertTrue(result.out().contains("something else is at"), result.out());
    assertEquals("another", Files.readString(photos.resolve("a.jpg")));
    assertEquals("the image a.jpg", Files.readString(sorted.resolve("dog/a.jpg")));
    assertTrue(Files.exists(photos.resolve("more/c.jpg")));
  }

  /** As if it had been killed after its notes were written, and in the middle of a move. */
  @Test
  void aLinkThatLeadsHereIsNoOriginal() throws IOException {
    for (String mode : List.of("move", "copy", "hardlink")) {
      organize("--mode", mode, "--apply");
      Path original = photos.resolve("a.jpg");
      Files.deleteIfExists(original);
      Files.createSymbolicLink(original, sorted.resolve("dog/a.jpg"));
      Result result = undo("--apply");
      assertEquals(ExitCode.SOME_FAILED, result.exitCode(), mode + result.err());
      assertEquals("the image a.jpg", Files.readString(original), mode);
      Files.delete(original);
      Files.move(sorted.resolve("dog/a.jpg"), original);
      Files.setLastModifiedTime(original, TIME);
      undo("--apply");
      assertFalse(Files.exists(sorted), mode);
    }
  }

  @Test
  void aCopyWhoseOriginalIsAnotherNowStays() throws IOException {
    organize("--apply");
    Files.writeString(photos.resolve("a.jpg"), "edited");
    assertEquals(ExitCode.SOME_FAILED, undo("--apply").exitCode());
    assertEquals("the image a.jpg", Files.readString(sorted.resolve("dog/a.jpg")));
  }

  @Test
  void anotherImageOfTheSamePathIsNotTakenForTheFirst() throws IOException {
    organize("--mode", "move", "--apply");
    Files.writeString(photos.resolve("a.jpg"), "the next image");
    Result result = organize("--mode", "move", "--apply");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertFalse(Files.exists(photos.resolve("a.jpg")));
    assertEquals("the image a.jpg", Files.readString(sorted.resolve("dog/a.jpg")));
    assertTrue(contents("dog").contains("the next image"), contents("dog").toString());
  }

  /** What is planned and what is then done, which has to be the same. */
  private void assertForeseen(Result plan, Result done) {
    assertEquals(plan.exitCode(), done.exitCode(), plan.out() + done.out());
    assertEquals(
        plan.out()
            .replace("would be moved", "are moved")
            .replace("would be removed", "are removed"),
        done.out().replace("is moved", "are moved").replace("is removed", "are removed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "hardlink", "symlink"})
  void ofTwoModesAllThatGoesBackIsForeseen(String mode) throws IOException {
    Map<String, String> before = Tree.of(folder);
    assertEquals(ExitCode.OK, organize("--mode", mode, "--apply").exitCode());
    assertEquals(ExitCode.OK, organize("--mode", "move", "--apply").exitCode());
    Result plan = undo();
    Result done = undo("--apply");
    assertForeseen(plan, done);
    assertEquals(ExitCode.OK, done.exitCode(), done.err());
    assertEquals(before, Tree.of(folder));
  }

  @Test
  void aCopyOfWhatWasAnotherThenIsForeseenToStay() throws IOException {
    assertEquals(ExitCode.OK, organize("--apply").exitCode());
    Files.writeString(photos.resolve("a.jpg"), "another");
    assertEquals(ExitCode.OK, organize("--mode", "move", "--apply").exitCode());
    Result plan = undo();
    assertTrue(plan.out().contains("dog/a.jpg: is the only one"), plan.out());
    assertForeseen(plan, undo("--apply"));
  }

  @Test
  void ofTwoImagesOfOnePathTheFirstIsForeseenToStay() throws IOException {
    organize("--mode", "move", "--apply");
    Files.writeString(photos.resolve("a.jpg"), "the next image");
    assertEquals(ExitCode.OK, organize("--mode", "move", "--apply").exitCode());
    Result plan = undo();
    assertTrue(
        plan.out().contains("dog/a.jpg: cannot go back: something else is at " + photos),
        plan.out());
    assertForeseen(plan, undo("--apply"));
    assertEquals("the next image", Files.readString(photos.resolve("a.jpg")));
  }

  @Test
  void whatAKilledTrialHasLeftGoesToo() throws IOException {
    Map<String, String> before = Tree.of(folder);
    organize("--apply");
    Files.writeString(sorted.resolve("dog/.resnet50-trial"), "x");
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(folder));
  }

  @Test
  void linksAreNoCopies() throws IOException {
    organize("--mode", "symlink", "--apply");
    organize("--apply");
    FileUtils.deleteDirectory(photos.toFile());
    assertEquals(Set.of("the image a.jpg", "the image more/a.jpg"), Set.copyOf(contents("dog")));
  }

  private List<String> contents(String label) throws IOException {
    List<String> contents = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sorted.resolve(label))) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          contents.add(Files.readString(file));
        }
      }
    }
    return contents;
  }

  @Test
  void whatIsIgnoredIsNeverAnAnswer() throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.txt"), "ignore: dog\n");
    Result result = organize("--by", "rule", "--rules", rules.toString(), "--apply");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(
        List.of("cat/b.jpg", "cat/c.jpg", "unsure/a-2.jpg", "unsure/a.jpg"), sortedFiles());
  }

  @Test
  void aFileInTheWayOfAFolderIsSaidInThePlan() throws IOException {
    Files.createDirectories(sorted);
    Files.writeString(sorted.resolve("dog"), "mine");
    for (String[] how : new String[][] {{}, {"--mode", "move", "--apply"}}) {
      Result result = organize(how);
      assertNotEquals(ExitCode.OK, result.exitCode());
      assertTrue(result.err().contains("is no folder, and images are to go"), result.err());
      assertTrue(Files.exists(photos.resolve("a.jpg")));
    }
  }

  @Test
  void predictionsThatCannotBeRewrittenAreRefusedBeforeAnythingIsMoved() throws IOException {
    Files.writeString(predictions, Files.readString(predictions).stripTrailing());
    Path rewritten = folder.resolve("new.csv");
    Result result = organize("--mode", "move", "--apply", "--rewrite", rewritten.toString());
    assertNotEquals(ExitCode.OK, result.exitCode());
    assertTrue(Files.exists(photos.resolve("a.jpg")), result.err());
    assertFalse(Files.exists(rewritten));
  }

  @Test
  void whatWasBegunGoesOnAndIsUndone() throws IOException {
    Map<String, String> before = Tree.of(photos);
    organize("--apply", "--mode", "move");
    // The last two were not moved yet, one of them was being copied.
    Files.move(sorted.resolve("cat/c.jpg"), photos.resolve("more/c.jpg"));
    Files.move(sorted.resolve("dog/a-2.jpg"), photos.resolve("more/a.jpg"));
    Files.writeString(sorted.resolve(UNDO), "{\"mode\":\"mo", StandardOpenOption.APPEND);
    Result on = organize("--apply", "--mode", "move");
    assertEquals(ExitCode.OK, on.exitCode(), on.err());
    assertTrue(on.out().contains("2 of 4 images"), on.out());
    assertTrue(on.out().contains("2 in their place already"), on.out());
    assertEquals(List.of("cat/b.jpg", "cat/c.jpg", "dog/a-2.jpg", "dog/a.jpg"), sortedFiles());
    assertEquals("4 images that were moved would be moved back\n", undo().out());
    Files.writeString(photos.resolve("more/c.jpg"), "another");
    for (String how : List.of("--verbose", "--apply")) {
      Result blocked = undo(how);
      assertTrue(blocked.out().startsWith("3 images that were moved "), blocked.out());
      assertTrue(blocked.out().contains("left as they are: 1\n"), blocked.out());
      assertEquals(3, blocked.out().lines().count(), blocked.out());
    }
    Files.delete(photos.resolve("more/c.jpg"));
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(files(before), files(Tree.of(photos)));
    assertFalse(Files.exists(sorted));
  }

  private static List<String> files(Map<String, String> tree) {
    return tree.entrySet().stream()
        .filter(entry -> entry.getValue().startsWith("file"))
        .map(Object::toString)
        .toList();
  }

  @Test
  void betweenFileSystemsFilesAreCopiedAndHardLinksRefused() throws IOException {
    Path shm = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shm) && !Files.getFileStore(shm).equals(Files.getFileStore(folder)),
        "skipped: no second file system");
    sorted = Files.createTempDirectory(shm, "organize").resolve("sorted");
    try {
      Result link = organize("--mode", "hardlink", "--apply");
      assertEquals(ExitCode.USAGE, link.exitCode());
      assertTrue(link.errLines().get(0).contains("is on another file system than"), link.err());
      assertFalse(Files.exists(sorted));
      Map<String, String> before = Tree.of(photos);
      assertEquals(ExitCode.OK, organize("--mode", "move", "--apply").exitCode());
      assertFalse(Files.exists(photos.resolve("a.jpg")));
      assertEquals(TIME, Files.getLastModifiedTime(sorted.resolve("dog/a.jpg")));
      assertEquals(ExitCode.OK, undo("--apply").exitCode());
      assertEquals(before, Tree.of(photos));
      assertFalse(Files.exists(sorted, LinkOption.NOFOLLOW_LINKS));
    } finally {
      org.apache.commons.io.FileUtils.deleteQuietly(sorted.getParent().toFile());
    }
  }

  @Test
  void intoAFolderBelowTheImages() throws IOException {
    sorted = photos.resolve("sorted");
    Map<String, String> before = Tree.of(photos);
    assertEquals(ExitCode.OK, organize("--apply", "--mode", "move").exitCode());
    assertEquals(4, sortedFiles().size());
    // Sorted again from there: all is in its place.
    rows.clear();
    for (String name : sortedFiles()) {
      record(sorted.resolve(name).toString(), name.substring(0, 3), 1);
    }
    Result again = organize("--apply", "--mode", "move");
    assertTrue(again.out().contains("4 in their place already"), again.out());
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(photos));
  }

  @Test
  void pathsMayBeginElsewhere() throws IOException {
    rows.clear();
    record("photos/a.jpg", "dog", 1);
    Result here = organize();
    assertEquals(ExitCode.NO_IMAGE, here.exitCode());
    assertTrue(here.err().contains("none of the 1 image of"), here.err());
    assertTrue(here.err().contains("--base names it"), here.err());
    assertEquals(ExitCode.OK, organize("--base", folder.toString(), "--apply").exitCode());
    assertEquals(List.of("dog/a.jpg"), sortedFiles());
  }

  @Test
  void wrongUsageIsALine() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "x");
    Files.createDirectories(folder.resolve("empty"));
    for (List<String> wrong :
        List.of(
            List.of("organize"),
            List.of("organize", predictions.toString()),
            List.of("organize", predictions.toString(), "--into", predictions.toString()),
            List.of("organize", folder.resolve("no.csv").toString(), "--into", "x"),
            List.of("organize", folder.resolve("notes.txt").toString(), "--into", "x"),
            List.of("organize", predictions.toString(), "--into", "x", "--by", "rollup"),
            List.of("organize", predictions.toString(), "--into", "x", "--mode", "eat"),
            List.of("organize", predictions.toString(), "--into", "x", "--min-prob", "2"),
            List.of("organize", "--undo", folder.resolve("empty").toString()),
            List.of("organize", "--undo", folder.resolve("nowhere").toString()),
            List.of("organize", "--undo", sorted.toString(), predictions.toString()))) {
      Result result = cli.run(wrong, "-q");
      assertEquals(ExitCode.USAGE, result.exitCode(), wrong + ": " + result.err());
      assertEquals(1, result.errLines().size(), wrong + ": " + result.err());
    }
    assertNotEquals("", organize().out());
  }

  /**
   * A folder whose path is so long that names of 200 bytes are too long in it, as are those with a
   * colon on a memory card.
   */
  private static Path deep(Path folder) throws IOException {
    Path deep = folder;
    for (int left = 4000 - folder.toString().length(); left > 0; ) {
      int name = left > 202 ? 199 : left - 1;
      deep = deep.resolve("d".repeat(name));
      left -= name + 1;
    }
    assertEquals(4000, deep.toString().length());
    return Files.createDirectories(deep);
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "hardlink", "symlink", "move"})
  void whatTheFolderRefusesFailsAloneAndIsCounted(String mode) throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "skipped: no such limit");
    String refused = "n".repeat(200) + ".jpg";
    image(refused, "dog", 0.9);
    image("d.jpg", "c".repeat(100), 0.9); // a folder that is refused
    image("e.jpg", "dog", 0.9);
    sorted = deep(folder.resolve("x"));
    Map<String, String> before = Tree.of(photos);
    Path rewritten = folder.resolve("new.csv");
    Result result = organize("--mode", mode, "--apply", "--rewrite", rewritten.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertEquals(
        List.of("cat/b.jpg", "cat/c.jpg", "dog/a-2.jpg", "dog/a.jpg", "dog/e.jpg"), sortedFiles());
    List<String> lines = result.errLines();
    String first = lines.get(0);
    assertTrue(first.startsWith("resnet50: " + photos.resolve(refused) + " cannot be "), first);
    assertTrue(first.endsWith(" to " + sorted.resolve("dog/" + refused) + ": File name too long"));
    assertTrue(lines.get(1).startsWith("resnet50: " + photos.resolve("d.jpg")), lines.get(1));
    assertTrue(lines.get(1).endsWith("/d.jpg: the folder cannot be made: File name too long"));
    assertTrue(lines.get(2).startsWith("resnet50: 5 images are "), lines.get(2));
    assertTrue(lines.get(2).contains(", 2 failed; "), lines.get(2));
    List<String> names = new ArrayList<>();
    try (PredictionReader renamed = PredictionReader.open(rewritten)) {
      renamed.forEachRemaining(record -> names.add(record.name()));
    }
    assertEquals(photos.resolve(refused).toString(), names.get(4), "it stays where it is");
    assertEquals(sorted.resolve("dog/e.jpg").toString(), names.get(6));

    Result quiet = organize("--mode", mode, "--apply", "-q");
    assertEquals(ExitCode.SOME_FAILED, quiet.exitCode());
    assertEquals(1, quiet.errLines().size(), quiet.err());
    assertTrue(quiet.err().startsWith("resnet50: 2 of 7 images left out: "), quiet.err());

    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(photos));
    assertEquals(List.of(), Folders.names(sorted));
  }

  @Test
  void whatCannotBeReadFailsAlone() throws IOException {
    Path unreadable = Path.of("/proc/self/mem"); // an I/O error at its beginning
    assumeTrue(Files.isRegularFile(unreadable), "skipped: no such file");
    record(unreadable.toString(), "dog", 1);
    image("e.jpg", "dog", 0.9);
    Result result = organize("--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(
        result
            .errLines()
            .get(0)
            .startsWith(
                "resnet50: /proc/self/mem cannot be copied to %s: it cannot be read: "
                    .formatted(sorted.resolve("dog/mem"))),
        result.err());
    assertTrue(result.errLines().get(1).startsWith("resnet50: 5 images are copied, 1 failed; "));
    assertTrue(Files.exists(sorted.resolve("dog/e.jpg")));
  }

  @Test
  void anUndoingThatGoesOnGivesFoldersTheirTimes() throws IOException {
    Map<String, String> before = Tree.of(folder);
    assertEquals(ExitCode.OK, organize("--apply", "--mode", "move").exitCode());
    FileTime earlier = FileTime.from(Instant.now().minusSeconds(3600));
    for (String touched :
        List.of("", "photos", "photos/more", "sorted", "sorted/cat", "sorted/dog")) {
      Files.setLastModifiedTime(folder.resolve(touched), earlier);
    }
    Files.setLastModifiedTime(sorted.resolve(UNDO), earlier);
    AtomicInteger asked = new AtomicInteger();
    assertFalse(new Undoer(sorted).apply(() -> asked.incrementAndGet() > 3));
    assertTrue(Files.exists(photos.resolve("more/c.jpg")), "it was interrupted too early");
    assertFalse(Files.exists(photos.resolve("a.jpg")), "it was interrupted too late");
    assertEquals(ExitCode.OK, undo("--apply").exitCode());
    assertEquals(before, Tree.of(folder));
  }

  @Test
  void allRecordsOfAMovedImageAreRewritten() throws IOException {
    record(photos.resolve("a.jpg").toString(), "dog", 0.9);
    record(photos + "/more/../b.jpg", "cat", 0.9);
    Path link = Files.createSymbolicLink(folder.resolve("link"), photos);
    record(link.resolve("more/c.jpg").toString(), "cat", 0.9);
    Path rewritten = folder.resolve("new.csv");
    Result result = organize("--mode", "move", "--apply", "--rewrite", rewritten.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("left out: 3 recorded twice"), result.out());
    List<String> names = new ArrayList<>();
    try (PredictionReader renamed = PredictionReader.open(rewritten)) {
      renamed.forEachRemaining(record -> names.add(record.name()));
    }
    assertEquals(sorted.resolve("dog/a.jpg").toString(), names.get(4));
    assertEquals(sorted.resolve("cat/b.jpg").toString(), names.get(5));
    assertEquals(sorted.resolve("cat/c.jpg").toString(), names.get(6));
    Result again = organize("--mode", "move");
    assertEquals(ExitCode.OK, again.exitCode(), again.out());
    assertTrue(again.out().contains("7 in their place already"), again.out());
    assertEquals("4 images that were moved are moved back\n", undo("--apply").out());
  }

  @Test
  void recordsThatOthersHaveWrittenAreNotRewritten() throws IOException {
    Path others = folder.resolve("others.jsonl");
    Files.writeString(
        others,
        """
        {"path":"PHOTOS/a.jpg","status":"ok","width":8,"height":8,"predictions":[{"index":1,"id":"dog","label":"dog","prob":1}]}
        {"status": "ok", "path": "PHOTOS/b.jpg", "width": 8, "height": 8, "predictions": [{"index": 1, "id": "dog", "label": "dog", "prob": 1}]}
        """
            .replace("PHOTOS", photos.toString()));
    List<String> move =
        List.of("organize", others + "", "--into", sorted + "", "--mode", "move", "--apply", "-q");
    Result result = cli.run(move, "--rewrite", folder.resolve("new.jsonl").toString());
    assertEquals(
        "resnet50: %s, record 2 is not as classify writes it, and cannot be copied: it does not begin with its path\n"
            .formatted(others),
        result.err());
    assertFalse(Files.exists(sorted));
    assertEquals(ExitCode.OK, cli.run(move).exitCode());
    assertFalse(Files.exists(photos.resolve("b.jpg")));
  }

  @Test
  void predictionsOfNothingAreALine() throws IOException {
    Files.writeString(predictions, Files.readString(predictions).lines().findFirst().get() + "\n");
    for (String[] how : new String[][] {{}, {"-q"}, {"--apply"}}) {
      Result result = organize(how);
      assertEquals(ExitCode.NO_IMAGE, result.exitCode());
      assertEquals("resnet50: " + predictions + " has no record\n", result.err());
    }
    assertFalse(Files.exists(sorted));
  }
}
