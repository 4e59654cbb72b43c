package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code --quiet}, as cron has it, every exit code but 0 comes with one line. */
@Timeout(60)
class QuietTest {
  @TempDir Path folder;
  private Cli cli;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
    for (String label : new String[] {"red", "blue"}) {
      Path images = Files.createDirectories(folder.resolve("photos").resolve(label));
      TestImages.plain(images.resolve("a.png"), 9, 7, Color.RED);
      TestImages.plain(images.resolve("b.png"), 9, 7, Color.BLUE);
      Files.writeString(images.resolve("broken.png"), "no image");
    }
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("notes.csv"), "a,b\n1,2\n");
    for (String share : new String[] {"1/2", "2/2"}) {
      run("classify -m MODEL DIR/photos --shard " + share + " -o DIR/" + share.charAt(0) + ".csv");
    }
    run("classify -m MODEL DIR/photos -o DIR/done.csv");
  }

  private Result run(String line) {
    String[] words = line.replace("MODEL", model).replace("DIR", folder.toString()).split(" ");
    return cli.run(Stream.concat(Arrays.stream(words), Stream.of("-q")).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "3, classify -m MODEL DIR/photos",
    "3, classify -m MODEL DIR/photos -o DIR/new.csv",
    "3, classify -m MODEL DIR/photos -o DIR/done.csv --resume",
    "3, classify -m MODEL DIR/photos -o DIR/done.csv --retry-failed",
    "3, classify -m MODEL DIR/photos -o DIR/new.csv --fail-fast -b 1",
    "3, classify -m MODEL DIR/nowhere",
    "4, classify -m MODEL DIR/nowhere -o DIR/new.csv",
    "4, classify -m MODEL DIR/empty",
    "2, classify -m MODEL DIR/photos -o DIR/done.csv",
    "2, classify -m MODEL DIR/photos -o DIR/done.csv --resume -k 1",
    "2, classify -m MODEL DIR/photos -o DIR/notes.csv --resume",
    "2, classify --modle MODEL DIR/photos",
    "2, classify -b 0 DIR/photos",
    "2, classify",
    "5, classify -m nosuchmodel DIR/photos",
    "3, merge DIR/all.csv DIR/1.csv DIR/2.csv",
    "2, merge DIR/all.csv DIR/1.csv",
    "3, evaluate -m MODEL DIR/photos",
    "6, evaluate -m MODEL DIR/photos --min-top1 1.0 --max-ece 0",
    "4, evaluate -m MODEL DIR/empty",
    "2, evaluate -m MODEL DIR/photos --bins 0",
    "2, evaluate --predictions DIR/notes.csv",
    "3, compare DIR/done.csv DIR/done.csv",
    "4, compare DIR/1.csv DIR/2.csv",
    "2, compare DIR/notes.csv DIR/done.csv",
    "3, features -m MODEL DIR/photos -o DIR/f.csv",
    "4, features -m MODEL DIR/empty -o DIR/f.csv",
    "2, features -m MODEL DIR/photos -o DIR/f.txt",
    "4, explain -m MODEL DIR/empty -o DIR/heat",
    "2, explain -m MODEL DIR/photos -o DIR/photos/heat",
    "4, bench -m MODEL DIR/empty --seconds 0.01 --repeats 1 --batch-sizes 1 --threads 1",
    "3, bench -m MODEL DIR/photos --seconds 0.01 --repeats 1 --batch-sizes 1 --threads 1",
    "2, bench -m MODEL --batch-sizes x",
    "2, adapt --train DIR/nowhere --name x -m MODEL",
    "5, models verify nosuchmodel",
    "2, models compress MODEL",
    "5, models fetch nosuchmodel",
    "5, models remove nosuchmodel",
    "5, models import DIR/empty",
    "2, models list --nope",
  })
  void everyExitCodeBut0HasOneLine(int exitCode, String line) {
    Result result = run(line);
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(result.err().startsWith("resnet50: "), result.err());
  }

  @Test
  void theLineSaysWhatFailedFirst() {
    assertEquals(
        "resnet50: 2 of 6 images failed: "
            + folder.resolve("photos/blue/broken.png")
            + ": Unsupported: a text file; supported are JPEG, PNG, GIF, BMP, WebP, AVIF, HEIC,"
            + " JPEG XL, camera RAW, TIFF\n",
        run("classify -m MODEL DIR/photos").err());
    String missed = run("evaluate -m MODEL DIR/photos --min-top1 1.0 --max-ece 0").err();
    assertTrue(missed.startsWith("resnet50: missed: "), missed);
    assertEquals(
        run("classify -m MODEL DIR/photos").err(),
        run("merge DIR/all.csv DIR/1.csv DIR/2.csv").err());
    assertEquals(
        "resnet50: images failed: 2 in A, 2 in B; 4 are compared; first "
            + folder.resolve("photos/blue/broken.png")
            + " in A: Unsupported: a text file; supported are JPEG, PNG, GIF, BMP, WebP, AVIF,"
            + " HEIC, JPEG XL, camera RAW, TIFF\n",
        run("compare DIR/done.csv DIR/done.csv").err());
  }
}
