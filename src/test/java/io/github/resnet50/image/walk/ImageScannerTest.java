package io.github.resnet50.image.walk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ScanOptions.FilesFrom;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ImageScannerTest {
  @TempDir Path dir;

  private Path file(String name) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, new byte[] {1});
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      file(name);
    }
  }

  /** A shell in the temporary directory, for what Java cannot create. */
  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script).directory(dir.toFile()).inheritIO().start();
    assumeTrue(process.waitFor() == 0, script);
  }

  private static List<ImageRef> refs(ScanOptions options) throws IOException {
    try (ImageScanner scanner = new ImageScanner(options)) {
      List<ImageRef> result = new ArrayList<>();
      scanner.forEachRemaining(result::add);
      return result;
    }
  }

  /** What the walk yields: names below the temporary directory, with the kind of any problem. */
  private List<String> walk(ScanOptions options) throws IOException {
    return refs(options).stream().map(this::shown).toList();
  }

  private String shown(ImageRef ref) {
    String name = ref.name().replace(dir + "/", "");
    return ref.problem() == null ? name : name + " " + ref.problem().kind();
  }

  private ScanOptions options() {
    return ScanOptions.of(List.of(dir.toString()));
  }

  private static ScanOptions globs(ScanOptions o, List<String> includes, List<String> excludes) {
    return ScanOptions.of(o.roots(), rules(includes, excludes));
  }

  private static WalkRules rules(List<String> includes, List<String> excludes) {
    return new WalkRules(includes, excludes, WalkRules.NO_LIMIT, false, false);
  }

  private static ScanOptions followLinks(ScanOptions o) {
    return ScanOptions.of(
        o.roots(), new WalkRules(List.of(), List.of(), WalkRules.NO_LIMIT, false, true));
  }

  private ScanOptions hidden() {
    return ScanOptions.of(
        options().roots(), new WalkRules(List.of(), List.of(), WalkRules.NO_LIMIT, true, false));
  }

  private ScanOptions depth(int most) {
    return ScanOptions.of(
        options().roots(), new WalkRules(List.of(), List.of(), most, false, false));
  }

  private static ScanOptions listed(byte[] list, boolean nullSeparated, String... roots) {
    FilesFrom from = new FilesFrom(() -> new ByteArrayInputStream(list), nullSeparated);
    return new ScanOptions(List.of(roots), from, WalkRules.DEFAULT, Shard.ALL);
  }

  @Test
  void filesComeFirstThenDirectoriesEachSorted() throws IOException {
    files(
        "b/2.jpg", "b/1.png", "b/a/x.gif", "a/z.tiff", "é.jpg", "z.webp", "Z.JPEG", "c.jpg/d.bmp");
    assertEquals(
        List.of(
            "Z.JPEG",
            "z.webp",
            "é.jpg",
            "a/z.tiff",
            "b/1.png",
            "b/2.jpg",
            "b/a/x.gif",
            "c.jpg/d.bmp"),
        walk(options()));
  }

  @Test
  void countsAndOpensWhatItFinds() throws IOException {
    files("a.jpg", "b/c.jpg");
    List<ImageRef> refs = refs(options());
    assertEquals(List.of(0L, 1L), refs.stream().map(ImageRef::index).toList());
    assertTrue(Files.isRegularFile(file(refs.get(1))));
  }

  @Test
  void takesEverySupportedSuffixAndNoOther() throws IOException {
    files("1.jpg", "1.jpeg", "1.jpe", "1.jfif", "1.png", "1.gif", "1.bmp", "1.dib", "1.webp");
    files("1.tif", "1.TiFf", "1.txt", "1", "jpg", "1.jpg.bak");
    assertEquals(11, walk(options()).size());
  }

  @Test
  void isReadOnlyWhenItIsReached() throws IOException {
    files("a/1.jpg", "b/1.jpg", "c/1.jpg");
    try (ImageScanner scanner = new ImageScanner(options())) {
      assertEquals("a/1.jpg", shown(scanner.next()));
      file("c/0.jpg");
      Files.delete(dir.resolve("b/1.jpg"));
      Files.delete(dir.resolve("b"));
      assertTrue(scanner.hasNext());
      assertTrue(scanner.hasNext());
      assertEquals("b NOT_FOUND", shown(scanner.next()));
      assertEquals("c/0.jpg", shown(scanner.next()));
      Files.delete(dir.resolve("c/1.jpg"));
      assertEquals("c/1.jpg NOT_FOUND", shown(scanner.next()));
      assertFalse(scanner.hasNext());
      assertThrows(NoSuchElementException.class, scanner::next);
    }
  }

  @ParameterizedTest
  @CsvSource({"'',a.jpg", "/,a.jpg", "//,a.jpg", "/.,./a.jpg", "/b/..,b/../a.jpg"})
  void namesBeginWithTheRootAsTyped(String suffix, String expected) throws IOException {
    file("a.jpg");
    Files.createDirectories(dir.resolve("b"));
    assertEquals(List.of(expected), walk(ScanOptions.of(List.of(dir + suffix))));
  }

  @Test
  void theCurrentDirectoryKeepsItsDot() throws IOException {
    List<ImageRef> refs =
        refs(globs(ScanOptions.of(List.of(".")), List.of("/pom.xml"), List.of("?*/")));
    assertEquals(List.of("./pom.xml"), refs.stream().map(ImageRef::name).toList());
  }

  @Test
  void rootsAreWalkedInTheirOrderAndAsOftenAsNamed() throws IOException {
    files("a/1.jpg", "b/1.jpg");
    String a = dir.resolve("a").toString();
    String b = dir.resolve("b").toString();
    assertEquals(
        List.of("b/1.jpg", "a/1.jpg", "b/1.jpg"), walk(ScanOptions.of(List.of(b, a, b + "/"))));
  }

  @Test
  void namedFilesAreTakenWhateverTheyAreCalled() throws IOException {
    files(".hidden", "x.txt", "-v");
    List<String> roots =
        List.of(dir + "/.hidden", dir + "/x.txt", dir + "/-v", dir + "/none.jpg", "");
    assertEquals(
        List.of(".hidden", "x.txt", "-v", "none.jpg NOT_FOUND", " NOT_FOUND"),
        walk(globs(ScanOptions.of(roots), List.of("*.png"), List.of("x*"))));
  }

  @Test
  void hiddenNamesNeedTheirOption() throws IOException {
    files(".h/a.jpg", ".b.jpg", "c.jpg");
    assertEquals(List.of("c.jpg"), walk(options()));
    assertEquals(
        List.of("a.jpg"),
        walk(ScanOptions.of(List.of(dir + "/.h"))).stream()
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .toList());
    assertEquals(List.of(".b.jpg", "c.jpg", ".h/a.jpg"), walk(hidden()));
  }

  @Test
  void includesReplaceTheSuffixes() throws IOException {
    files("a.jpg", "a.raw", "b/a.raw", "b/c/a.raw", "b/x.jpg");
    assertEquals(
        List.of("a.raw", "b/a.raw", "b/c/a.raw"),
        walk(globs(options(), List.of("*.raw"), List.of())));
    assertEquals(
        List.of("b/a.raw", "b/x.jpg"), walk(globs(options(), List.of("b/*", "q/*"), List.of())));
  }

  @Test
  void excludesDropFilesAndPruneDirectories() throws IOException {
    files("a.jpg", "b/thumbs/a.jpg", "thumbs/a.jpg", "b/a.jpg", "b/thumbs.jpg", "c.jpg/a.jpg");
    assertEquals(
        List.of("a.jpg", "b/a.jpg", "b/thumbs.jpg", "c.jpg/a.jpg"),
        walk(globs(options(), List.of(), List.of("thumbs"))));
    assertEquals(
        List.of("a.jpg", "b/a.jpg", "b/thumbs.jpg", "b/thumbs/a.jpg"),
        walk(globs(options(), List.of(), List.of("/thumbs/", "*.jpg/"))));
    assertEquals(List.of("a.jpg"), walk(globs(options(), List.of(), List.of("*/**"))));
  }

  @Test
  void aPrunedDirectoryIsNotEvenOpened() throws IOException, InterruptedException {
    deep(
        () -> {
          assertEquals(List.of(), walk(globs(options(), List.of(), List.of("d*"))));
        });
  }

  @Test
  void refusesGlobsAndDepthsThatMeanNothing() {
    assertThrows(IllegalArgumentException.class, () -> globs(options(), List.of("[a"), List.of()));
    assertThrows(IllegalArgumentException.class, () -> globs(options(), List.of("a/"), List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new WalkRules(List.of(), List.of(), 0, true, true));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,4"})
  void depthIsLimited(int depth, int expected) throws IOException {
    files("1.jpg", "a/2.jpg", "a/b/3.jpg", "a/b.jpg/3.jpg");
    assertEquals(expected, walk(depth(depth)).size());
  }

  @Test
  void linksAreFollowedOnlyIfAskedFor() throws IOException {
    files("real/a.jpg", "real/b.jpg");
    Files.createSymbolicLink(dir.resolve("real/link.jpg"), Path.of("a.jpg"));
    Files.createSymbolicLink(dir.resolve("real/dangling.jpg"), Path.of("nothing"));
    Files.createSymbolicLink(dir.resolve("real/dangling"), Path.of("nothing"));
    Files.createSymbolicLink(dir.resolve("also"), Path.of("real"));
    assertEquals(List.of("real/a.jpg", "real/b.jpg"), walk(options()));
    List<String> once = List.of("/a.jpg", "/b.jpg", "/dangling.jpg NOT_FOUND", "/link.jpg");
    List<String> twice = new ArrayList<>();
    once.forEach(name -> twice.add("also" + name));
    once.forEach(name -> twice.add("real" + name));
    assertEquals(twice, walk(followLinks(options())));
  }

  @Test
  void aNamedLinkIsAlwaysFollowed() throws IOException {
    files("real/a.jpg");
    Files.createSymbolicLink(dir.resolve("also"), Path.of("real"));
    Files.createSymbolicLink(dir.resolve("file"), Path.of("real/a.jpg"));
    assertEquals(
        List.of("also/a.jpg", "file"), walk(ScanOptions.of(List.of(dir + "/also", dir + "/file"))));
  }

  @Test
  void loopsEnd() throws IOException {
    files("a/1.jpg", "b/2.jpg");
    Files.createSymbolicLink(dir.resolve("a/self"), Path.of("."));
    Files.createSymbolicLink(dir.resolve("a/up"), Path.of(".."));
    Files.createSymbolicLink(dir.resolve("a/over"), Path.of("../b"));
    Files.createSymbolicLink(dir.resolve("b/over"), Path.of("../a"));
    Files.createSymbolicLink(dir.resolve("b/knot.jpg"), Path.of("knot.jpg"));
    assertEquals(List.of("a/1.jpg", "b/2.jpg"), walk(options()));
    assertEquals(
        List.of(
            "a/1.jpg",
            "a/over/2.jpg",
            "a/over/knot.jpg UNREADABLE",
            "b/2.jpg",
            "b/knot.jpg UNREADABLE",
            "b/over/1.jpg"),
        walk(followLinks(options())));
  }

  private interface Check {
    void run() throws IOException;
  }

  /** Runs with directories so deep that the innermost cannot be opened, not even by root. */
  private void deep(Check check) throws IOException, InterruptedException {
    String name = "d".repeat(200);
    shell("for i in $(seq 21); do mkdir " + name + " && cd -P " + name + " || exit; done");
    try {
      check.run();
    } finally {
      shell("rm -rf " + name); // JUnit could not delete it
    }
  }

  @Test
  void anUnreadableDirectoryIsARecordAndTheWalkGoesOn() throws IOException, InterruptedException {
    file("e/a.jpg");
    deep(
        () -> {
          List<ImageRef> refs = refs(options());
          assertEquals(2, refs.size());
          assertEquals(Kind.UNREADABLE, refs.get(0).problem().kind());
          assertEquals("File name too long", refs.get(0).problem().message());
          assertTrue(refs.get(0).name().endsWith("/" + "d".repeat(200)));
          assertEquals("e/a.jpg", shown(refs.get(1)));
        });
  }

  @Test
  void aForbiddenDirectoryIsARecord() throws IOException {
    files("a/1.jpg", "b/1.jpg");
    Path forbidden = dir.resolve("a");
    Files.setPosixFilePermissions(forbidden, Set.of());
    try {
      assumeFalse(Files.isReadable(forbidden), "root may read everything");
      assertEquals(List.of("a UNREADABLE", "b/1.jpg"), walk(options()));
    } finally {
      Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void fifosAreNeverOpened() throws IOException, InterruptedException {
    file("b.jpg");
    shell("mkfifo a.jpg fifo");
    assertEquals(List.of("a.jpg NOT_A_FILE", "b.jpg"), walk(options()));
    assertEquals(
        List.of("fifo NOT_A_FILE", "/dev/null NOT_A_FILE"),
        walk(ScanOptions.of(List.of(dir + "/fifo", "/dev/null"))));
  }

  @Test
  void oddNamesAreNamesLikeOthers() throws IOException {
    List<String> names =
        List.of(
            "\n.jpg",
            " .jpg",
            "\"q\".jpg",
            "%41.jpg",
            "'.jpg",
            "*.jpg",
            "--help.jpg",
            "\uFFFD.jpg");
    names.forEach(name -> assertTrue(dir.resolve(name).toFile().mkdirs()));
    for (String name : names) {
      file(name + "/x" + name);
    }
    assertEquals(names.stream().map(name -> name + "/x" + name).toList(), walk(options()));
  }

  @Test
  void namesThatAreNotTextCanBeOpened() throws IOException, InterruptedException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    // Latin-1: é alone, in a directory ü; and an encoded é, which sorts before it.
    shell(
        "u=$(printf 'u\\374'); mkdir \"$u\"; printf 1 >\"$u/$(printf '\\351.jpg')\"; printf 22"
            + " >\"$u/$(printf '\\303\\251.jpg')\"; printf 333 >\"$u/$(printf '\\352.jpg')\"");
    List<ImageRef> refs = refs(options());
    assertEquals(
        List.of("u\\xFC/é.jpg", "u\\xFC/\\xE9.jpg", "u\\xFC/\\xEA.jpg"),
        refs.stream().map(this::shown).toList());
    assertEquals(2, Files.size(file(refs.get(0))));
    assertEquals(1, Files.size(file(refs.get(1))));
    assertEquals(3, Files.size(file(refs.get(2))));

    byte[] list = (dir + "/u\374/\351.jpg\0" + dir + "/u\374\0").getBytes(ISO_8859_1);
    List<ImageRef> named = refs(listed(list, true));
    assertEquals("u\\xFC/\\xE9.jpg", shown(named.get(0)));
    assertEquals(file(refs.get(1)), file(named.get(0)));
    assertEquals(
        refs.stream().map(ImageRef::source).toList(),
        named.subList(1, 4).stream().map(ImageRef::source).toList());
    String records = refs.stream().map(ref -> ref.name() + "\n").collect(Collectors.joining());
    assertEquals(
        refs.stream().map(ImageRef::source).toList(),
        refs(listed(records.getBytes(UTF_8), false)).stream().map(ImageRef::source).toList());
  }

  @Test
  void namesThatLookEscapedAreNotTakenForOthers() throws IOException, InterruptedException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    files("\\xE9.jpg", "\\x5C.jpg", "\\xe9.jpg", "\\x41.jpg", "a\\.jpg");
    assertEquals(
        List.of("\\x41.jpg", "\\x5Cx5C.jpg", "\\x5CxE9.jpg", "\\xe9.jpg", "a\\.jpg"),
        walk(options()));
    Path literal = file(refs(ScanOptions.of(List.of(dir + "/\\xE9.jpg"))).get(0));
    assertEquals(dir.resolve("\\xE9.jpg"), literal);
    shell("printf 1 >$(printf '\\351.jpg')");
    Path other = file(refs(ScanOptions.of(List.of(dir + "/\\xE9.jpg"))).get(0));
    assertEquals(1, Files.size(other));
    assertEquals(
        dir.resolve("\\xE9.jpg"),
        file(refs(ScanOptions.of(List.of(dir + "/\\x5CxE9.jpg"))).get(0)));
  }

  @Test
  void theListComesAfterTheRoots() throws IOException {
    files("a/1.jpg", "b/2.jpg", "c.txt");
    String list = "\n" + dir + "/b\r\n" + dir + "/c.txt\n" + dir + "/none\n";
    assertEquals(
        List.of("a/1.jpg", "b/2.jpg", "c.txt", "none NOT_FOUND"),
        walk(listed(list.getBytes(UTF_8), false, dir + "/a")));
  }

  @Test
  void theListMayHoldLineBreaksIfNullSeparated() throws IOException {
    files("a\nb.jpg", "c.jpg");
    String list = dir + "/a\nb.jpg\0" + dir + "/c.jpg\0";
    assertEquals(List.of("a\nb.jpg", "c.jpg"), walk(listed(list.getBytes(UTF_8), true)));
  }

  @Test
  void aBrokenListIsAnErrorAndIsClosed() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream broken =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("disk on fire");
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    ScanOptions options =
        new ScanOptions(
            List.of(), new FilesFrom(() -> broken, false), WalkRules.DEFAULT, Shard.ALL);
    try (ImageScanner scanner = new ImageScanner(options)) {
      var error = assertThrows(UncheckedIOException.class, scanner::hasNext);
      assertEquals("the list of paths: disk on fire", error.getMessage());
    }
    assertTrue(closed.get());
  }

  @Test
  void sharesAreDisjointCompleteAndEven() throws IOException {
    for (int i = 0; i < 25; i++) {
      file("d" + i % 3 + "/" + i + ".jpg");
    }
    List<String> roots = List.of(dir.toString(), dir + "/none");
    List<String> whole = walk(ScanOptions.of(roots));
    assertEquals(26, whole.size());
    Set<String> seen = new HashSet<>();
    for (int number = 1; number <= 4; number++) {
      List<ImageRef> share =
          refs(new ScanOptions(roots, null, WalkRules.DEFAULT, new Shard(number, 4)));
      assertTrue(share.size() == 6 || share.size() == 7);
      for (int i = 0; i < share.size(); i++) {
        assertEquals(i, share.get(i).index());
        assertEquals(whole.get(i * 4 + number - 1), shown(share.get(i)));
        assertTrue(seen.add(share.get(i).name()));
      }
    }
    assertEquals(whole.size(), seen.size());
  }

  private static Path file(ImageRef ref) {
    return ((FileSource) ref.source()).path();
  }
}
