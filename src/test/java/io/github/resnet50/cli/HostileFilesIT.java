package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestJpegs;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Json;
import io.github.resnet50.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged files through the real launcher: one record each, whatever they are. More of
 * them, or others, with {@code -Dhostile.files=20000 -Dhostile.seed=7}.
 */
@Timeout(1800)
class HostileFilesIT {
  private static final int FILES = Integer.getInteger("hostile.files", 2100);
  private static final long SEED = Long.getLong("hostile.seed", 1);

  /** Text that a message must not hold: traces of exceptions that nobody translated. */
  private static final List<String> UGLY = List.of("java.", "null", "Exception", "org.tensorflow");

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    ToyModel.folder(folder.resolve("toy"), "red", "green", "blue");
    launcher = new Launcher(folder);
  }

  /** Valid images of every format that can be made here, and the real ones where there are any. */
  private static List<byte[]> originals() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String format : List.of("jpg", "png", "gif", "bmp", "tiff")) {
      files.add(Pictures.write(Pictures.smooth(90, 60), format));
    }
    files.add(Pictures.progressiveJpeg(Pictures.noise(64, 48, 1)));
    files.add(Pictures.withExif(files.get(0), Pictures.exif(6)));
    Optional<Path> formats = SharedFiles.find("images/hard/formats");
    if (formats.isPresent()) {
      for (Path file : Folders.files(formats.get())) {
        if (Files.size(file) < 200_000) {
          files.add(Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  @Test
  void everyDamagedFileIsOneRecord() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    List<byte[]> originals = originals();
    Mutator mutator = new Mutator(originals, SEED);
    String[] suffixes = {"jpg", "png", "gif", "bmp", "tiff", "webp"};
    for (int i = 0; i < FILES; i++) {
      // The suffix tells nothing of the content.
      String name = "%06d.%s".formatted(i, suffixes[i % suffixes.length]);
      Files.write(images.resolve(name), mutator.next());
    }
    Result result =
        launcher.run(
            "classify",
            "-q",
            "-m",
            "toy",
            "images",
            "-b",
            "16",
            "-o",
            "out.csv",
            "--timings",
            "timings.json",
            "--image-timeout",
            "20");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    TreeMap<String, Integer> kinds = new TreeMap<>();
    int records = 0;
    try (BufferedReader lines = Files.newBufferedReader(folder.resolve("out.csv"))) {
      String header = lines.readLine();
      assertTrue(header.startsWith("path,"), header);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String start = "images/%06d.%s,".formatted(records, suffixes[records % suffixes.length]);
        assertTrue(line.startsWith(start), "expected " + start + " and not " + line);
        boolean failed = line.startsWith(start + "failed,");
        assertTrue(failed || line.startsWith(start + "ok,,"), line);
        assertFalse(failed && UGLY.stream().anyMatch(line::contains), line);
        String kind = failed ? line.substring(start.length() + 7).split(":", 2)[0] : "ok";
        kinds.merge(kind.replace("\"", ""), 1, Integer::sum);
        records++;
      }
    }
    assertEquals(FILES, records);
    assertEquals(null, kinds.get("Timeout"), "a decoder hangs");
    assertEquals(null, kinds.get("Inference"), "the engine was given what it cannot take");
    JsonObject timings = Json.object(folder.resolve("timings.json"));
    System.out.printf(
        "%d damaged files of %d originals, seed %d: %s; %s s, peak RSS %d MB%n",
        FILES,
        originals.size(),
        SEED,
        kinds,
        timings.get("wall_seconds"),
        timings.getAsJsonObject("memory").get("rss_peak_bytes").getAsLong() / 1_000_000);
  }

  /** libjpeg's warnings name no file, and say nothing that the records do not. */
  @Test
  void whatLibrariesPrintReachesNobody() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    byte[] progressive = Pictures.progressiveJpeg(Pictures.noise(90, 60, 1));
    byte[] baseline = Pictures.write(Pictures.noise(90, 60, 1), "jpg");
    byte[] codes = baseline.clone();
    Arrays.fill(codes, codes.length / 2, codes.length / 2 + 60, (byte) 0x7f);
    Files.write(images.resolve("a.jpg"), TestJpegs.closed(progressive, progressive.length / 2));
    Files.write(images.resolve("b.jpg"), TestJpegs.closed(baseline, baseline.length / 2));
    Files.write(images.resolve("c.jpg"), codes);
    for (String quiet : List.of("--quiet", "--verbose")) {
      Result result = launcher.run("classify", quiet, "-m", "toy", "images", "-k", "1");
      assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
      assertFalse(result.err().contains("JPEG data"), result.err());
      assertTrue(result.out().contains("images/a.jpg,failed,Truncated"), result.out());
      assertTrue(result.out().contains("images/b.jpg,failed,Truncated"), result.out());
    }
  }
}
