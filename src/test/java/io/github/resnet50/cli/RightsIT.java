package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under other users, without a home, on file systems for reading only, with names that are no text:
 * the launcher and the real engine, with the smallest model. Skipped where this user may not become
 * another or mount anything.
 */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class RightsIT {
  /** A user whom no list knows. */
  private static final String NOBODY =
      "setpriv --reuid 54321 --regid 54321 --clear-groups env -u HOME -u XDG_CACHE_HOME";

  @TempDir Path folder;
  private Launcher launcher;
  private Path home;

  @BeforeEach
  void prepare() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    TestImages.plain(folder.resolve("a.png"), 30, 30, Color.RED);
    ToyModel.folder(folder.resolve("toy"), "red", "green", "blue");
    home = Files.createDirectory(folder.resolve("home"));
    launcher = new Launcher(folder);
    if (!Files.exists(Launcher.home().resolve("native"))) {
      Result unpacking = launcher.run("classify", "-q", "-m", "toy", "a.png");
      assertEquals(0, unpacking.exitCode(), unpacking.err());
    }
    Files.createSymbolicLink(home.resolve("native"), Launcher.home().resolve("native"));
    launcher.with("RESNET50_HOME", home.toString());
  }

  /** A line in which {@code $nobody} runs a command as a user without a name. */
  private Result asNobody(String line) throws Exception {
    assumeTrue(
        launcher
                .shell(NOBODY + " test -r " + Launcher.project() + "/target/resnet50.jar")
                .exitCode()
            == 0,
        "skipped: another user cannot be taken here, or does not see the build");
    return launcher.with("nobody", NOBODY).shell(line);
  }

  /** A line for which the home is read-only. */
  private Result readOnly(String line) throws Exception {
    assumeTrue(
        launcher.shell("unshare -m true").exitCode() == 0, "skipped: nothing may be mounted here");
    return launcher.shell(
        "exec unshare -m bash -c 'mount --bind home home && mount -o remount,bind,ro home && "
            + line
            + "'");
  }

  private List<String> inHome() throws Exception {
    return Folders.names(home);
  }

  @Test
  void aStoreThatAnotherUserHasPreparedServesForReading() throws Exception {
    Result prepared = launcher.run("classify", "-q", "-m", "toy", "a.png");
    assertEquals(0, prepared.exitCode(), prepared.err());
    launcher.shell("rm -r home/prepared/hashes");
    Path own = Files.createDirectory(folder.resolve("own"));
    Result result =
        asNobody(
            "cd own; HOME=$PWD $nobody HOME=$PWD \"$resnet50\" classify -q -m ../toy ../a.png");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
    assertEquals(1, Rows.of(result.out()).size());
    assertEquals(List.of(), Folders.names(own), "nothing is unpacked elsewhere");
    assertFalse(Files.exists(home.resolve("prepared/hashes")));
  }

  @Test
  void whereNothingIsUnpackedAndNothingCanBeItIsALine() throws Exception {
    Files.delete(home.resolve("native"));
    Result result = asNobody("$nobody \"$resnet50\" classify -m toy a.png");
    assertEquals(5, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(
        result.err().contains("cannot unpack TensorFlow into " + home + "/native: permission"),
        result.err());
    assertTrue(result.err().contains("set RESNET50_HOME to a writable folder"), result.err());
  }

  @Test
  void onAReadOnlyFileSystemNothingIsKeptAndAllRuns() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    launcher.with("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    List<String> before = inHome();
    Result result =
        readOnly(
            "\"$resnet50\" classify -m toy a.png &&"
                + " \"$resnet50\" classify -q -m toy a.png --timings t.json");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("what is prepared of model toy is not kept"), result.err());
    assertTrue(result.err().contains("Read-only file system"), result.err());
    assertEquals(before, inHome());
    assertEquals(List.of(), Folders.names(temporary), "what was prepared for once is deleted");
  }

  @Test
  void aFullDiskIsALineThatNamesTheFileAndNothingStaysOnIt() throws Exception {
    assumeTrue(
        launcher.shell("unshare -m true").exitCode() == 0, "skipped: nothing may be mounted here");
    launcher.with("RESNET50_HOME", Launcher.home().toString());
    Result result =
        launcher.shell(
            "for i in {1..20}; do echo a.png; done > list; mkdir small; exec unshare -m bash -c"
                + " 'mount -t tmpfs -o size=8k tmpfs small; \"$resnet50\" features -q -m random"
                + " --files-from list -o small/f.npy; code=$?; ls -A small; exit $code'");
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(
        result.err().matches("resnet50: .*small/.resnet50.*[.]rows: No space left on device\n"),
        result.err());
    assertFalse(result.out().contains(".rows"), result.out());
  }

  @Test
  void norIsATemporaryFolderNeeded() throws Exception {
    Result prepared = launcher.run("classify", "-q", "-m", "toy", "a.png");
    assertEquals(0, prepared.exitCode(), prepared.err());
    launcher.with("TMPDIR", "").with("JAVA_OPTS", "-Djava.io.tmpdir=/proc");
    Files.delete(home.resolve("native")); // a link to what can be written
    Files.createDirectory(home.resolve("native"));
    Result result =
        readOnly(
            "mount --bind "
                + Launcher.home().resolve("native")
                + " home/native && mount -o remount,bind,ro home/native &&"
                + " \"$resnet50\" classify -q -m toy a.png");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
  }

  @Test
  void whatIsToBeStoredIsRefusedBeforeTheWork() throws Exception {
    Path labelled = Files.createDirectories(folder.resolve("labelled/red"));
    TestImages.plain(labelled.resolve("a.png"), 30, 30, Color.RED);
    for (String command :
        List.of(
            "adapt -m toy --train . --name mine",
            "bench -m toy --save",
            "models import toy",
            "models compress toy --int8",
            "evaluate -m toy labelled --fit-temperature --save-temperature")) {
      Result result = readOnly("\"$resnet50\" " + command);
      assertEquals(5, result.exitCode(), command + ": " + result.err());
      assertEquals(1, result.errLines().size(), command + ": " + result.err());
      assertTrue(
          result.err().matches("resnet50: cannot write to .*: Read-only file system .*\n"),
          command + ": " + result.err());
    }
  }

  @Test
  void aUserWithoutAHomeIsTold() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxrwxrwx"));
    Result result =
        asNobody("cd here; $nobody -u RESNET50_HOME \"$resnet50\" classify -m ../toy ../a.png");
    assertEquals(5, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(result.err().contains("set RESNET50_HOME to a folder"), result.err());
    assertEquals(List.of(), Folders.names(here), "no folder of a strange name");
    launcher.run("classify", "-q", "-m", "toy", "a.png"); // prepared
    Result told = asNobody("cd here; $nobody \"$resnet50\" classify -q -m ../toy ../a.png");
    assertEquals(0, told.exitCode(), told.err());
    assertEquals(List.of(), Folders.names(here), "by no library either");
    Result version =
        asNobody("cd here; $nobody -u RESNET50_HOME -u XDG_CONFIG_HOME \"$resnet50\" --version");
    assertEquals(0, version.exitCode(), version.err());
  }

  @Test
  void homeIsWhereTheEnvironmentSaysWhoeverTheUserIs() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    Result result =
        asNobody(
            "mkdir -p own/.cache/resnet50 && ln -s $RESNET50_HOME/native own/.cache/resnet50/"
                + " && chmod -R 777 own/.cache && $nobody -u RESNET50_HOME HOME=$PWD/own"
                + " \"$resnet50\" classify -q -m toy a.png");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(Files.isDirectory(own.resolve(".cache/resnet50/prepared")), result.err());
  }

  @Test
  void whatIsStoredAndWrittenFollowsTheUmask() throws Exception {
    launcher.shell("chmod -R go-rwx toy; tar cf toy.tar toy");
    Result result =
        launcher.shell(
            "umask 022; \"$resnet50\" models import --no-verify --name one toy &&"
                + " \"$resnet50\" models import --no-verify --name two toy.tar && mkdir out &&"
                + " \"$resnet50\" classify -m two a.png -o out/p.csv --timings out/t.json --html"
                + " out/p.html");
    assertEquals(0, result.exitCode(), result.err());
    try (Stream<Path> stored = Files.walk(home);
        Stream<Path> written = Files.walk(folder.resolve("out"))) {
      for (Path path : Stream.concat(stored, written).toList()) {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        assertTrue(
            rights.contains(PosixFilePermission.OTHERS_READ),
            path + ": " + PosixFilePermissions.toString(rights));
        assertTrue(
            !Files.isDirectory(path) || rights.contains(PosixFilePermission.OTHERS_EXECUTE),
            path + ": " + PosixFilePermissions.toString(rights));
      }
    }
  }

  @Test
  void namesThatAreNoTextAreToldApartAndFoundAgain() throws Exception {
    launcher.with("LANG", "en_US.UTF-8").with("LC_ALL", ""); // installed or not
    Result walked =
        launcher.shell(
            "mkdir photos; cp a.png photos/$'caf\\351.png'; cp a.png photos/$'caf\\352.png';"
                + " cp a.png photos/$'caf\\303\\251.png'; \"$resnet50\" classify -q -m toy photos"
                + " -o walked.csv");
    assertEquals(0, walked.exitCode(), walked.err());
    List<String> names = Rows.column(Rows.of(folder.resolve("walked.csv")), "path");
    assertEquals(List.of("photos/café.png", "photos/caf\\xE9.png", "photos/caf\\xEA.png"), names);
    Files.writeString(
        folder.resolve("list"), String.join("\n", names) + "\n", StandardCharsets.UTF_8);
    Result again = launcher.shell("\"$resnet50\" classify -q -m toy --files-from list");
    assertEquals(0, again.exitCode(), again.err());
    assertEquals(Files.readString(folder.resolve("walked.csv")), again.out());
    Result named =
        launcher.shell("\"$resnet50\" classify -q -m toy photos/caf?.png photos/$'caf\\351.png'");
    assertEquals(0, named.exitCode(), named.err());
    assertTrue(
        Rows.column(Rows.of(named.out()), "path").contains("photos/caf\\xE9.png"), named.out());
    Result resumed = launcher.shell("\"$resnet50\" classify -m toy photos -o walked.csv --resume");
    assertEquals(0, resumed.exitCode(), resumed.err());
  }
}
