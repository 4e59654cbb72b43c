package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What people are handed: the first run from the sources, and the archive. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class DistributionIT {
  private static final Path PROJECT = Launcher.project();

  @TempDir Path folder;

  @Test
  void quickstartWithoutAnyModelFallsBackLoudlyAndShowsEverySample() throws Exception {
    Path zoo = Files.createDirectory(folder.resolve("empty-zoo"));
    Path home = Files.createDirectory(folder.resolve("empty-home"));
    shareLibrary(home);
    Result result =
        new Launcher(folder)
            .with("RESNET50_HOME", home.toString())
            .with("RESNET50_ZOO", zoo.toString())
            .through(PROJECT.resolve("scripts/quickstart"))
            .run();
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("NO TRAINED MODEL FOUND"), result.err());
    assertTrue(result.outLines().get(0).startsWith("image "), result.out());
    List<String> samples = Launcher.samples();
    assertEquals(1 + samples.size(), result.outLines().size(), result.out());
    for (String sample : samples) {
      assertTrue(result.out().contains("sample-images/" + sample), sample);
    }
    assertTrue(result.out().lines().anyMatch(l -> l.matches(".*strawberry.jpg +strawberry .*")));
  }

  @Test
  void noLibraryIsThereInTwoVersions() throws IOException {
    assertNoTwoVersions(PROJECT.resolve("target/lib"));
  }

  @Test
  void theArchiveRunsWhereItIsUnpacked() throws Exception {
    Path archive = archive();
    Launcher launcher = new Launcher(folder);
    Result unpacked = launcher.with("archive", archive.toString()).shell("tar xzf \"$archive\"");
    assertEquals(0, unpacked.exitCode(), unpacked.err());
    String name = archive.getFileName().toString().replace(".tar.gz", "");
    Path root = folder.resolve(name);
    assertNoTwoVersions(root.resolve("lib"));
    launcher.through(root.resolve("scripts/resnet50"));
    Result version = launcher.run("--version");
    assertEquals(0, version.exitCode(), version.err());
    assertEquals(name.replace('-', ' '), version.out().strip());
    Result result =
        launcher.run("classify", "-m", "random", root.resolve("sample-images").toString());
    assertEquals(0, result.exitCode(), result.err());
    List<CSVRecord> rows = Rows.of(result.out());
    assertEquals(Launcher.samples().size(), rows.size());
    assertTrue(rows.stream().allMatch(row -> row.get("status").equals("ok")), result.out());
  }

  /** The newest, for an older version's may lie beside it. */
  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("target"))) {
      List<Path> archives =
          files
              .filter(file -> file.getFileName().toString().matches("resnet50-.*\\.tar\\.gz"))
              .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
              .toList();
      assumeTrue(!archives.isEmpty(), "skipped: no archive was made (-Dassembly.skipAssembly)");
      return archives.get(archives.size() - 1);
    }
  }

  /** Unpacking TensorFlow again would prove nothing, and takes 600 MB. */
  private static void shareLibrary(Path home) throws IOException {
    Path shared = Launcher.home().resolve("native");
    if (Files.isDirectory(shared)) {
      Files.createSymbolicLink(home.resolve("native"), shared);
    }
  }

  private static void assertNoTwoVersions(Path lib) throws IOException {
    Map<String, List<String>> versions =
        Folders.names(lib).stream().collect(Collectors.groupingBy(DistributionIT::withoutVersion));
    assertTrue(versions.size() > 10, versions.toString());
    versions.values().forEach(same -> assertEquals(1, same.size(), same.toString()));
  }

  /**
   * The artifact and its classifier: {@code a-b-1.2.3-rc.1-linux-x86_64.jar} is a-b-linux-x86_64.
   */
  private static String withoutVersion(String jar) {
    return jar.replaceAll("-\\d+(\\.\\d+)*(-(rc|beta|alpha|M)[.-]?\\d+)?", "");
  }
}
