package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory over the number of files. {@code -Dmany.files=1000000} goes up to a million, in steps of
 * ten times, and takes as long as that takes.
 */
@Timeout(7200)
class ManyFilesIT {
  private static final int FEWEST = 1000;
  private static final int MOST = Integer.getInteger("many.files", 10_000);
  private static final int A_FOLDER = 1000;

  @TempDir Path folder;

  /** What a run over so many files took. */
  private record Taken(int files, double wall, double rate, long heap, long rss, double walk) {}

  @Test
  void memoryDoesNotGrowWithTheNumberOfFiles() throws Exception {
    ToyModel.folder(folder.resolve("toy"), "red", "green", "blue");
    List<Taken> runs = new ArrayList<>();
    int there = 0;
    for (int files = FEWEST; files <= MOST; files *= 10) {
      fill(there, files);
      there = files;
      runs.add(run(files));
    }
    Taken least = runs.get(0);
    for (Taken taken : runs) {
      System.out.printf(
          "%d files: %.1f s, %.0f images/s; heap %.0f MB, RSS %.0f MB; walk alone %.0f files/s%n",
          taken.files,
          taken.wall,
          taken.rate,
          taken.heap / 1e6,
          taken.rss / 1e6,
          taken.files / taken.walk);
      assertTrue(taken.heap < least.heap + 64_000_000, "heap: " + taken);
      assertTrue(taken.rss < least.rss + 120_000_000, "resident memory: " + taken);
    }
  }

  /** Every thousand links share an image: file systems allow few links of one file. */
  private void fill(int from, int to) throws IOException {
    for (int i = from; i < to; i += A_FOLDER) {
      Path images = Files.createDirectories(folder.resolve("images/%04d".formatted(i / A_FOLDER)));
      Path first = TestImages.plain(images.resolve("000000.png"), 6, 6, Color.RED);
      for (int k = 1; k < A_FOLDER; k++) {
        Files.createLink(images.resolve("%06d.png".formatted(k)), first);
      }
    }
  }

  private Taken run(int files) throws Exception {
    Result result =
        new Launcher(folder)
            .with("JAVA_OPTS", "-Xmx192m")
            .run(
                "classify",
                "-q",
                "-m",
                "toy",
                "images",
                "-b",
                "16",
                "-o",
                files + ".csv",
                "--timings",
                files + ".json");
    assertEquals(0, result.exitCode(), result.err());
    try (Stream<String> lines = Files.lines(folder.resolve(files + ".csv"))) {
      assertEquals(files + 1, lines.count());
    }
    Files.delete(folder.resolve(files + ".csv"));
    JsonObject timings = Json.object(folder.resolve(files + ".json"));
    JsonObject memory = timings.getAsJsonObject("memory");
    return new Taken(
        files,
        timings.get("wall_seconds").getAsDouble(),
        timings.get("images_per_second").getAsDouble(),
        memory.get("heap_peak_bytes").getAsLong(),
        memory.get("rss_peak_bytes").getAsLong(),
        walk());
  }

  /** Seconds that the walk alone takes. */
  private double walk() throws IOException {
    long start = System.nanoTime();
    try (ImageScanner scanner =
        new ImageScanner(ScanOptions.of(List.of(folder.resolve("images").toString())))) {
      while (scanner.hasNext()) {
        scanner.next();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
