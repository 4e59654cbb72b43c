package io.github.resnet50.image.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.PassedOver.Count;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.PassedOver.WithoutSuffix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a walk passes over is counted, and said in a sentence that names what helps. */
@Timeout(60)
class PassedOverTest {
  private static final String JPEG = "\u00ff\u00d8\u00ff\u00e0 and so on";
  private static final String JP2 = "\0\0\0\fjP  \r\n";
  private static final String FILM = "\0\0\0\30ftypisom\0\0\2\0isomiso2";

  @TempDir Path folder;
  private Path dir;
  private WalkRules rules = WalkRules.DEFAULT;

  @BeforeEach
  void makeFolder() throws IOException {
    dir = Files.createDirectory(folder.resolve("photos"));
  }

  private Path file(String name, String bytes) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      file(name, "x");
    }
  }

  private void link(String name, String target) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, Path.of(target));
  }

  private void rules(String include, String exclude, int depth, boolean hidden, boolean links) {
    rules =
        new WalkRules(
            include.isEmpty() ? List.of() : List.of(include),
            exclude.isEmpty() ? List.of() : List.of(exclude),
            depth,
            hidden,
            links);
  }

  private ScanOptions options() {
    return ScanOptions.of(List.of(dir.toString()), rules);
  }

  private List<String> taken() throws IOException {
    List<String> names = new ArrayList<>();
    try (ImageScanner scanner = new ImageScanner(options())) {
      scanner.forEachRemaining(ref -> names.add(ref.name().replace(dir + "/", "")));
    }
    return names;
  }

  private static WalkCounts counts(ScanOptions options) throws IOException {
    try (ImageScanner scanner = new ImageScanner(options)) {
      while (scanner.hasNext()) {
        ImageRef unused = scanner.next();
      }
      return scanner.counts();
    }
  }

  private PassedOver passed() throws IOException {
    return counts(options()).passedOver();
  }

  private String note() throws IOException {
    return WalkText.note(passed()).orElse("");
  }

  private String nothingTaken() throws IOException {
    String line = WalkText.nothingTaken(counts(options()), options());
    return line.replace("no image found; nothing is written; ", "");
  }

  @Test
  void photographsOfOtherFormatsAreCountedBySuffix() throws IOException {
    files("a.jpg", "IMG_1.JP2", "b/IMG_2.jp2", "b/c/raw.PSD");
    assertEquals(
        "3 files that look like photographs were not taken: 2 .jp2, 1 .psd"
            + " (cannot be read; convert them, to JPEG say)",
        note());
    assertEquals(Map.of("jp2", 2L, "psd", 1L), passed().suffixes());
    assertEquals(Map.of(Reason.SUFFIX, new Count(3, 3, 0, 0)), passed().reasons());
    assertEquals(List.of("a.jpg"), taken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.avifs", "a.HEICS", "a.MPO", "a.jxr", "a.x3f", "a.bay", "a.mrw", "a.crw", "a.exr",
        "a.dcm", "a.jp2", "a.psd", "a.tga", "a.ppm", "a.b.jp2"
      })
  void theSuffixOfAnImageLooksLikeAPhotograph(String name) throws IOException {
    files(name);
    assertEquals(1, passed().photographs(), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.txt",
        "a.csv",
        "a.json",
        "a.mp4",
        "a.mov",
        "a.xmp",
        "a.aae",
        "a.pdf",
        "a.7z",
        "a.svg",
        "README",
        "Makefile",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "._a.jpg",
        "a.7z",
        ".jp2",
        "a.jpg.txt",
        "jp2",
        "jpg"
      })
  void whatIsNoPhotographIsCountedAndNotTold(String name) throws IOException {
    files("a.jpg", name);
    assertEquals("", note());
    assertEquals(0, passed().photographs());
    assertEquals(1, passed().reasons().values().stream().mapToLong(Count::files).sum());
  }

  @Test
  void filesWithoutASuffixAreToldByTheirFirstBytes() throws IOException {
    file("IMG_1", JPEG);
    file("scan.0001", JPEG);
    file("a.jpg_original", JPEG);
    file("IMG_2", JP2);
    file("film", FILM);
    files("notes", "BM", "empty");
    file("empty", "");
    assertEquals(
        "4 files that look like photographs were not taken: 1 without a suffix (cannot be read;"
            + " convert them, to JPEG say), 3 without a suffix (--include '*' takes files of any"
            + " name)",
        note());
    assertEquals(new WithoutSuffix(3, 1, 0), passed().withoutSuffix());
    assertEquals(Map.of("", 8L), passed().suffixes());
  }

  @ParameterizedTest
  @CsvSource({
    "8BPS and more,1",
    "FUJIFILMCCD-RAW 0201,1",
    "IIRO and more,1",
    "P6 3 2 255 and more,1",
    "%PDF-1.7,0",
    "GIF8 is an image,1",
    "<html><body>picture</body></html>,0",
    "PK and an image,0",
    "an image,0",
    "Photoshop and GIMP,0",
  })
  void aFileWithoutASuffixIsNotTakenForAPhotographByItsWords(String content, int photographs)
      throws IOException {
    file("a", content);
    assertEquals(photographs, passed().photographs(), content);
  }

  @Test
  void theFirstBytesOfABoundedNumberOfFilesAreRead() throws IOException {
    for (int i = 0; i < 1010; i++) {
      file("n" + i, JPEG);
    }
    assertEquals(new WithoutSuffix(1000, 0, 10), passed().withoutSuffix());
    assertTrue(note().contains("at least 1000 without a suffix"), note());
  }

  @Test
  void linksAreToldWithTheWayOut() throws IOException {
    files("b/real.jpg", "b/real.txt");
    for (int i = 0; i < 100; i++) {
      link("l" + i + ".jpg", "b/real.jpg");
    }
    link("notes.txt", "b/real.txt");
    assertEquals(
        "100 files that look like photographs were not taken: 100 symbolic links"
            + " (--follow-links)",
        note());
    assertEquals(new Count(100, 100, 0, 0), passed().count(Reason.LINK));
    rules("", "", WalkRules.NO_LIMIT, false, true);
    assertEquals("", note());
    assertEquals(101, taken().size());
  }

  @Test
  void brokenLinksAndLinksToFoldersAreToldApart() throws IOException {
    files("a.jpg");
    link("gone.jpg", "nothing");
    link("gone.jp2", "nothing");
    link("gone.txt", "nothing");
    link("knot.jpg", "knot.jpg");
    link("folder.jpg", ".");
    link("folder", ".");
    assertEquals(
        "3 files that look like photographs were not taken: 3 broken links; not entered: 2"
            + " symbolic links to folders (--follow-links)",
        note());
    assertEquals(new Count(4, 3, 0, 0), passed().count(Reason.BROKEN_LINK));
    rules("", "", WalkRules.NO_LIMIT, false, true);
    assertEquals(new Count(0, 0, 2, 0), passed().count(Reason.LOOP));
    assertEquals(List.of("a.jpg", "gone.jpg", "knot.jpg"), taken());
    assertEquals(
        "1 file that looks like a photograph was not taken: 1 broken link", note()); // gone.jp2
  }

  @Test
  void hiddenPhotographsAndFoldersThatHoldSomeAreTold() throws IOException {
    files("a.jpg", ".b.jpg", ".c.jp2", ".d.txt", ".git/objects/pack", ".e/f/g.jpg", ".h/i.tga");
    assertEquals(
        "2 files that look like photographs were not taken: 2 hidden (--hidden); not entered: 2"
            + " hidden folders with images (--hidden)",
        note());
    assertEquals(new Count(3, 2, 3, 2), passed().count(Reason.HIDDEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "$Recycle.Bin",
        "__MACOSX",
        "@Recycle",
        "#snapshot",
        "lost+found",
        "System Volume Information"
      })
  void whatSystemsKeepIsLeftOutAndTold(String name) throws IOException {
    files("a.jpg", name + "/a.jpg/SYNOPHOTO_THUMB_XL.jpg", "b/" + name + "/a.jpg");
    assertEquals(List.of("a.jpg"), taken());
    assertEquals("not entered: 2 " + name + " (of the system; --hidden)", note());
    assertEquals(Map.of(name, 2L), passed().systemFolders());
    rules("", "", WalkRules.NO_LIMIT, true, false);
    assertEquals(3, taken().size());
    dir = dir.resolve("b").resolve(name);
    rules = WalkRules.DEFAULT;
    assertEquals(List.of("a.jpg"), taken()); // named, it is walked
  }

  @ParameterizedTest
  @ValueSource(strings = {".AppleDouble", ".thumbnails", ".Trash-1000", ".Trashes", ".@__thumb"})
  void hiddenFoldersOfSystemsAreCountedAndNotTold(String name) throws IOException {
    files("a.jpg", name + "/a.jpg");
    assertEquals(List.of("a.jpg"), taken());
    assertEquals("", note());
    assertEquals(new Count(0, 0, 1, 0), passed().count(Reason.SYSTEM));
  }

  @Test
  void whatTheUserLeavesOutIsCountedAndNotTold() throws IOException {
    files("a.jpg", "b.png", "c.jp2", "d/e.jpg", "d/f/g.jpg", "x/y.jpg", "x.jp2");
    rules("", "x*", 2, false, false);
    assertEquals(new Count(1, 0, 1, 0), passed().count(Reason.EXCLUDED));
    assertEquals(new Count(0, 0, 1, 0), passed().count(Reason.TOO_DEEP));
    assertTrue(note().endsWith(": 1 .jp2 (cannot be read; convert them, to JPEG say)"), note());
    rules("*.png", "x/", WalkRules.NO_LIMIT, false, false);
    assertEquals("", note());
    assertEquals(new Count(5, 0, 0, 0), passed().count(Reason.NOT_INCLUDED));
    assertEquals(new Count(0, 0, 1, 0), passed().count(Reason.EXCLUDED));
  }

  @Test
  void archivesThatAreNoneAreToldUnlessTheUserLeavesThemOut() throws IOException {
    files("a.jpg", "b.zip", "c.tar", "d/e.tgz");
    file("f.zip", "PK and no zip");
    assertEquals(
        "not entered: 4 archives that cannot be read (damaged, encrypted or not whole)", note());
    assertEquals(Map.of(Reason.UNREADABLE_ARCHIVE, new Count(0, 0, 4, 0)), passed().reasons());
    assertEquals(List.of("a.jpg"), taken());
    rules("", "*.{zip,tar,tgz}", WalkRules.NO_LIMIT, false, false);
    assertEquals("", note());
  }

  @Test
  void specialFilesWithoutTheNameOfAnImageAreCounted() throws Exception {
    files("a.jpg");
    Process process = new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start();
    assumeTrue(process.waitFor() == 0);
    assertEquals(new Count(1, 0, 0, 0), passed().count(Reason.SPECIAL));
    assertEquals("", note());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jp2 b.jp2|not taken: 2 .jp2 (cannot be read; convert them, to JPEG say)",
        "a.txt b.txt c.csv|not taken: 2 .txt, 1 .csv (not suffixes of images)",
        ".a.jpg|not taken: 1 hidden (--hidden)",
        ".a/b.jpg|not taken: 1 hidden folder with images (--hidden)",
        ".a/b.txt .c|not taken: 2 other hidden (--hidden)",
        "@eaDir/b.jpg|not taken: 1 @eaDir (of the system; --hidden)",
        ".thumbnails/b.jpg|not taken: 1 .thumbnails (of the system; --hidden)",
        ".DS_Store|not taken: 1 of the system, such as .DS_Store",
        "notes|not taken: 1 without a suffix (no image by the content)",
      })
  void anEmptyHandedWalkSaysWhatIsThereAndWhatHelps(String names, String expected)
      throws IOException {
    files(names.split(" "));
    assertEquals(expected, nothingTaken());
  }

  @Test
  void anEmptyHandedWalkNamesTheOptionThatStandsInTheWay() throws IOException {
    assertEquals("there is no file in 1 folder", nothingTaken());
    files("a.jpg", "b/c.jpg");
    rules("*.JPG", "", WalkRules.NO_LIMIT, false, false);
    assertEquals("not taken: 2 that --include does not match (letter case counts)", nothingTaken());
    rules("", "*.jpg", WalkRules.NO_LIMIT, false, false);
    assertEquals("not taken: 2 that --exclude matches", nothingTaken());
    rules("", "*.jpg", 1, false, false);
    assertEquals(
        "not taken: 1 that --exclude matches, 1 folder below --max-depth 1", nothingTaken());
    ScanOptions none = ScanOptions.of(List.of());
    assertEquals(
        "no image found; nothing is written; no path was named",
        WalkText.nothingTaken(counts(none), none));
  }

  @Test
  void everyShardCountsTheWholeWalk() throws IOException {
    files("a.jpg", "b.jpg", "c.jp2");
    ScanOptions last =
        new ScanOptions(List.of(dir.toString()), null, WalkRules.DEFAULT, new Shard(3, 3));
    assertEquals(1, counts(last).passedOver().photographs());
    assertEquals(2, counts(last).paths());
    assertEquals(
        "no image found in shard 3/3: the whole walk has 2; nothing is written",
        WalkText.nothingTaken(counts(last), last));
  }

  @Test
  void foldersBelowARootWithoutAnImageAreKnown() throws IOException {
    files("a/1.jpg", "b/1.jp2", "b/2/3.jp2", "c/d/e.txt", "@eaDir/1.jpg", "f.jpg");
    Files.createDirectory(dir.resolve("g"));
    WalkCounts walk = counts(options());
    String text = WalkText.foldersWithoutImage(walk).orElseThrow().replace(dir + "/", "");
    assertEquals(
        "3 class folders have no image and are left out: b (2 .jp2), c (1 .txt), g (empty)", text);
    assertEquals(Map.of("jp2", 2L, "txt", 1L), walk.passedOver().suffixes());
    Files.delete(dir.resolve("g"));
    rules("", "[bc]", WalkRules.NO_LIMIT, false, false);
    assertEquals(Optional.empty(), WalkText.foldersWithoutImage(counts(options())));
  }

  @Test
  void memoryIsBounded() throws IOException {
    WalkCounter counter = new WalkCounter();
    for (int i = 0; i < 10_000; i++) {
      counter.suffix("s" + i);
    }
    counter.suffix("jp2");
    PassedOver counted = counter.counted();
    assertTrue(counted.suffixes().size() < 100);
    assertEquals(1, counted.suffixes().get("jp2"));
    assertEquals(10_001, counted.suffixes().values().stream().mapToLong(n -> n).sum());
    assertEquals(10_001, WalkCounter.sum(counted, PassedOver.NOTHING).count(Reason.SUFFIX).files());
    assertFalse(counted.isNothing());
    for (int i = 0; i < 50; i++) {
      Files.createDirectories(dir.resolve("d" + i));
    }
    WalkCounts walk = counts(options());
    assertEquals(50, walk.withoutImage().count());
    assertEquals(20, walk.withoutImage().first().size());
    assertTrue(WalkText.foldersWithoutImage(walk).orElseThrow().endsWith(", 42 more"));
  }

  /** As a telephone hands them over: a film and a recipe beside each photograph. */
  @Test
  void whatLiesBesidePhotographsIsNotTold() throws IOException {
    files("IMG_1.JP2", "IMG_1.MOV", "IMG_1.AAE", "IMG_2.JPG", "IMG_2.xmp", "._IMG_2.JPG");
    assertEquals(
        "1 file that looks like a photograph was not taken: 1 .jp2 (cannot be read; convert them,"
            + " to JPEG say)",
        note());
    assertEquals(Map.of("jp2", 1L, "mov", 1L, "aae", 1L, "xmp", 1L), passed().suffixes());
  }

  @Test
  void aFolderWithASuffixIsAFolder() throws IOException {
    files("trip.jp2/a.jpg", "trip.2019/b.jpg", "trip.jpg/c.jpg", "trip/d.jpg");
    assertEquals(4, taken().size());
    assertEquals(PassedOver.NOTHING, passed());
  }

  /** As a model hub keeps them: links with suffixes to contents without. */
  @Test
  void linksToContentsWithoutASuffixAreToldAsWhatTheyAre() throws IOException {
    file("blobs/0a1b", JPEG);
    link("snapshot/a.jpg", "../blobs/0a1b");
    link("snapshot/b", "../blobs/0a1b");
    assertEquals(
        "3 files that look like photographs were not taken: 2 without a suffix (--include '*'"
            + " takes files of any name), 1 symbolic link (--follow-links)",
        note());
  }

  @Test
  void namesThatAreNotTextAreCounted() throws Exception {
    String script = "printf x > \"$(printf 'p\\351.jp2')\"; printf x > \"$(printf '.\\351.jpg')\"";
    Process process =
        new ProcessBuilder("sh", "-c", script).directory(dir.toFile()).inheritIO().start();
    assumeTrue(process.waitFor() == 0);
    assertEquals(Map.of("jp2", 1L), passed().suffixes());
    assertEquals(new Count(1, 1, 0, 0), passed().count(Reason.HIDDEN));
  }

  @Test
  void foldersOfALinkedTreeAreCountedOnceForEachWayThere() throws IOException {
    files("a/x.jp2");
    link("b", "a");
    rules("", "", WalkRules.NO_LIMIT, false, true);
    assertEquals(Map.of("jp2", 2L), passed().suffixes());
    assertEquals(2, counts(options()).withoutImage().count());
  }

  @Test
  void aFolderThatIsExcludedNeedNotBeHiddenToo() throws IOException {
    files("a.jpg", "@eaDir/b.jpg", ".h/c.jpg");
    rules("", "@eaDir", WalkRules.NO_LIMIT, true, false);
    assertEquals(List.of("a.jpg", ".h/c.jpg"), taken());
    assertEquals("", note());
    assertEquals(Map.of(Reason.EXCLUDED, new Count(0, 0, 1, 0)), passed().reasons());
  }

  @Test
  void aListedFolderCountsLikeANamedOne() throws IOException {
    files("a.jp2", "b/c.tga");
    byte[] list = (dir + "\n" + dir + "/a.jp2\n").getBytes(StandardCharsets.UTF_8);
    ScanOptions listed =
        new ScanOptions(
            List.of(),
            new ScanOptions.FilesFrom(() -> new ByteArrayInputStream(list), false),
            WalkRules.DEFAULT,
            Shard.ALL);
    WalkCounts walk = counts(listed);
    assertEquals(2, walk.roots());
    assertEquals(1, walk.paths()); // what is named is taken, and fails for what it is
    assertEquals(Map.of("jp2", 1L, "tga", 1L), walk.passedOver().suffixes());
  }

  @Test
  void aNamedRootIsTakenThoughItIsHiddenOrALink() throws IOException {
    files(".h/a.jpg");
    link("l", ".h");
    Path parent = dir;
    for (String name : List.of(".h", "l")) {
      dir = parent.resolve(name);
      assertEquals(List.of("a.jpg"), taken());
      assertEquals("", note());
    }
  }
}
