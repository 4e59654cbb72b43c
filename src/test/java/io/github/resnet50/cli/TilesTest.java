package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.Pictures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code classify --tiles}: a record a tile, whatever becomes of the records later. */
@Timeout(120)
class TilesTest {
  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    images = Files.createDirectory(folder.resolve("images"));
    Files.write(images.resolve("a.png"), Pictures.write(Pictures.smooth(70, 50), "png"));
    Files.write(images.resolve("b.png"), new byte[0]);
    Files.write(images.resolve("c.png"), Pictures.write(Pictures.noise(20, 20, 5), "png"));
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  private Result classify(String... rest) {
    return cli.run(
        List.of(
            "classify",
            "-m",
            model,
            images.toString(),
            "-k",
            "1",
            "-b",
            "2",
            "-q",
            "--tiles",
            "32"),
        rest);
  }

  private static List<String> places(String csv) {
    List<String> places = new ArrayList<>();
    for (String line : csv.lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      String file = cells[0].substring(cells[0].length() - 5, cells[0].length() - 4);
      int n = cells.length;
      places.add(String.join(" ", file, cells[1], cells[3], cells[4], cells[n - 2], cells[n - 1]));
    }
    return places;
  }

  @Test
  void aRecordATileRowByRow() {
    Result result = classify();
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(result.out().lines().findFirst().orElse("").endsWith(",x,y"), result.out());
    assertEquals(
        List.of(
            "a ok 32 32 0 0",
            "a ok 32 32 32 0",
            "a ok 32 32 38 0",
            "a ok 32 32 0 18",
            "a ok 32 32 32 18",
            "a ok 32 32 38 18",
            "b failed    ",
            "c ok 20 20 0 0"),
        places(result.out()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "json", "parquet"})
  void aRunThatIsContinuedOrBroughtUpToDateIsAsOneOverAll(String suffix) throws IOException {
    Path whole = folder.resolve("whole." + suffix);
    Path output = folder.resolve("out." + suffix);
    classify("-o", output.toString());
    Files.write(images.resolve("c.png"), Pictures.write(Pictures.noise(40, 20, 5), "png"));
    Files.write(images.resolve("d.png"), Pictures.write(Pictures.smooth(33, 33), "png"));
    classify("-o", whole.toString());
    Result update = classify("-o", output.toString(), "--update");
    assertTrue(Files.exists(output), update.err());
    if (!suffix.equals("parquet")) {
      assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(output), update.err());
    }
    Result again = classify("-o", output.toString(), "--update");
    assertEquals(ExitCode.SOME_FAILED, again.exitCode(), again.err());
  }

  @Test
  void sharesAreDealtTileByTile() throws IOException {
    String whole = classify().out();
    Path one = folder.resolve("1.csv");
    Path two = folder.resolve("2.csv");
    classify("-o", one.toString(), "--shard", "1/2");
    classify("-o", two.toString(), "--shard", "2/2");
    Path merged = folder.resolve("merged.csv");
    Result result = cli.run("merge", merged.toString(), two.toString(), one.toString());
    assertTrue(Files.exists(merged), result.err());
    assertEquals(whole, Files.readString(merged));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void scenesInATarAreCutLikeThoseInAFolder(String packed) throws IOException {
    Files.write(images.resolve("d.tif"), Pictures.write(Pictures.noise(300, 70, 6), "tiff"));
    Path tar = folder.resolve("scenes.tar" + packed);
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(packed.isEmpty() ? file : new GZIPOutputStream(file))) {
      for (String name : List.of("a.png", "c.png", "d.tif")) {
        byte[] bytes = Files.readAllBytes(images.resolve(name));
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
      }
    }
    Files.delete(images.resolve("b.png"));
    List<String> rest = List.of("-m", model, "-k", "1", "-b", "2", "-q", "--tiles", "32");
    String inTar = cli.run(List.of("classify", tar.toString()), Cli.args(rest)).out();
    String inFolder = classify().out();
    assertEquals(
        inFolder.replace(images + "/", ""), inTar.replace(tar + "/", ""), "the same records");
    assertEquals(1 + 6 + 1 + 30, inTar.lines().count());
  }

  @Test
  void thePageHasAMap() throws IOException {
    Path page = folder.resolve("page.html");
    classify("-o", folder.resolve("o.csv").toString(), "--html", page.toString());
    String html = Files.readString(page);
    assertTrue(html.contains("What is where"), "heading");
    assertTrue(html.contains("70 × 50 pixels, 6 tiles"), "counts");
    assertTrue(html.contains("<rect class=\"m0\" x=\"38\" y=\"18\" width=\"32\""), "last tile");
  }

  /** Of the file, not of what is made of its bands; of a tile only what is known. */
  @Test
  void columnsAreThoseOfTheFile() throws IOException {
    Path file = folder.resolve("bands.tif");
    Files.write(file, Pictures.write(Pictures.smooth(40, 30), "tiff"));
    String known = Files.size(file) + "," + Sha256.of(file).hex() + ",TIFF";
    String[] all = {"classify", "-m", model, file.toString(), "-q", "--columns"};
    Result bands = cli.run(List.of(all), "bytes,sha256,format", "--bands", "3,2,1");
    assertTrue(bands.out().strip().endsWith("," + known), bands.out() + bands.err());
    Result tiles = cli.run(List.of(all), "bytes,sha256,format", "--tiles", "32");
    String end = "," + Files.size(file) + ",,,0,0";
    assertTrue(tiles.out().lines().toList().get(1).endsWith(end), tiles.out() + tiles.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stretch 2|--stretch: expected two percentiles",
        "--stretch 98,2|the lower first",
        "--bands 1,2|expected one band or three",
        "--bands 0|counted from 1",
        "--update --by-content -o x.csv|--tiles does not go with --by-content",
      })
  void whatMakesNoSenseIsRefused(String options, String message) {
    Result result = classify(options.split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(message), result.err());
  }
}
