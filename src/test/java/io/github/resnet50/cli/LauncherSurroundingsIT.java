package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the launcher makes of the shell that it is called from: variables, folders, streams, Javas.
 * Java is a script that prints what it is called with.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LauncherSurroundingsIT {
  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws Exception {
    launcher = new Launcher(folder).onJava("printf '%s\\n' \"$@\"; env | grep JAVA");
    launcher.shell("mkdir -p dist/scripts dist/lib && cp \"$resnet50\" dist/scripts/");
  }

  private static void assertSays(String line, Result result) {
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(result.err().endsWith("resnet50: " + line + "\n"), result.err());
  }

  private Result ok(String line) throws Exception {
    Result result = launcher.shell(line);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
    return result;
  }

  private String classPath(Result result) {
    return result.outLines().get(result.outLines().indexOf("-cp") + 1);
  }

  @Test
  void whereCdLooksDoesNotMatter() throws Exception {
    Result result = ok("mkdir -p other/scripts; cd dist; CDPATH=../other:. scripts/resnet50 x");
    assertEquals(folder.toRealPath() + "/dist/lib/*", classPath(result));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash -o posix", "POSIXLY_CORRECT=1 bash", "env -i bash"})
  void whicheverShellReadsIt(String shell) throws Exception {
    Result result =
        ok(
            "cd dist; "
                + shell.replace("-i", "-i JAVA_HOME=$JAVA_HOME")
                + " scripts/resnet50 'a b'");
    assertEquals(
        "a b", result.outLines().get(result.outLines().indexOf("io.github.resnet50.cli.Main") + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$'co:lon'", "$'caf\\xe9'"})
  void aFolderThatNoClassPathCanNameIsOne(String name) throws Exception {
    ok("mv dist " + name + "; touch " + name + "/lib/mark");
    launcher.onJava("while [ \"$1\" != -cp ]; do shift; done; ls \"${2%/*}\"");
    assertEquals("mark\n", ok(name + "/scripts/resnet50 x").out());
  }

  @Test
  void aFolderWhoseNameIsNoTextIsWhereJavaIs() throws Exception {
    Result plain = ok("mkdir caf\u00e9; cd caf\u00e9; \"$resnet50\" x");
    assertFalse(plain.out().contains("user.dir"), plain.out());
    Result result = ok("mkdir $'caf\\xe9'; cd $'caf\\xe9'; \"$resnet50\" x");
    assertTrue(result.outLines().contains("-Duser.dir=/proc/self/cwd"), result.out());
  }

  @Test
  void aFolderThatIsGoneIsALine() throws Exception {
    assertSays(
        "the current folder has been removed: change to one that is there",
        launcher.shell("mkdir gone; cd gone; rmdir ../gone; \"$resnet50\" x"));
  }

  @Test
  void aJavaThatIsMissingOrOldIsALine() throws Exception {
    assertSays(
        "no Java in JAVA_HOME=/nonexistent: /nonexistent/bin/java is no program",
        launcher.shell("JAVA_HOME=/nonexistent \"$resnet50\" x"));
    Path release = folder.resolve("jdk/release");
    for (String version : new String[] {"1.8.0_392", "11.0.21"}) {
      Files.writeString(release, "IMPLEMENTOR=\"a=b\"\nJAVA_VERSION=\"" + version + "\"\n");
      assertSays(
          "Java 17 or newer is needed, and " + release.getParent() + " is older: set JAVA_HOME",
          launcher.run("x"));
    }
    Files.writeString(release, "JAVA_VERSION=\"17.0.15\"\n");
    assertFalse(launcher.run("x").out().contains("native-access"));
    Files.writeString(release, "JAVA_VERSION=\"25\"\n");
    assertTrue(launcher.run("x").outLines().contains("--enable-native-access=ALL-UNNAMED"));
  }

  @Test
  void whatIsSetForEveryJavaIsTakenWithoutAWord() throws Exception {
    launcher.with("JAVA_TOOL_OPTIONS", "-Da=1 -XX:+UseG1GC").with("JAVA_OPTS", "-Db=*");
    Result result = launcher.with("_JAVA_OPTIONS", "-Dc=3").run("x");
    assertTrue(result.out().contains("\n-Da=1\n-XX:+UseG1GC\n-Db=*\n-Dc=3\n-cp\n"), result.out());
    assertFalse(result.out().contains("UseSerialGC"), "two would be refused");
    assertFalse(result.out().contains("_OPTIONS"), "Java says that it picks them up");
    Result quoted = launcher.with("JAVA_TOOL_OPTIONS", "-Da='1 2'").run("x");
    assertTrue(quoted.outLines().contains("JAVA_TOOL_OPTIONS=-Da='1 2'"), quoted.out());
    assertTrue(quoted.outLines().contains("-XX:+UseSerialGC"), quoted.out());
  }

  @Test
  void temporaryFilesGoWhereTheyMay() throws Exception {
    String option = "-Djava.io.tmpdir=" + folder;
    assertTrue(ok("TMPDIR=$PWD \"$resnet50\" x").outLines().contains(option));
    assertFalse(ok("TMPDIR=/nonexistent \"$resnet50\" x").out().contains("java.io.tmpdir"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aStreamThatIsClosedIsNotAFileOfJava(int number) throws Exception {
    launcher.onJava("for i in 0 1 2; do [ -e /dev/fd/$i ] || touch closed$i; done");
    launcher.shell("\"$resnet50\" x " + number + ">&-");
    assertFalse(Files.exists(folder.resolve("closed" + number)));
  }
}
