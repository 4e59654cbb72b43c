package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FindCommandTest {
  private static final String TABBY = "281,n02123045,tabby";
  private static final String TIGER_CAT = "282,n02123159,tiger cat";
  private static final String HUSKY = "250,n02110185,Siberian husky";
  private static final String MALAMUTE = "249,n02110063,malamute";
  private static final String LEMON = "951,n07749582,lemon";

  @TempDir Path folder;

  private Cli cli;
  private Path predictions;
  private final List<String> rows = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    predictions = folder.resolve("p.csv");
    rows.add(
        "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,top2_index,top2_id,top2_label,top2_prob,phash");
    row("tabby/1.jpg", TABBY, 0.9, TIGER_CAT, 0.05, "00000000000000ff");
    row("tabby/2.jpg", TIGER_CAT, 0.5, TABBY, 0.45, "0f0f0f0f0f0f0f0f");
    row("dogs/3.jpg", HUSKY, 0.4, MALAMUTE, 0.39, "00000000000000fe");
    row("dogs/4.jpg", MALAMUTE, 0.3, LEMON, 0.2, "123456789abcdef0");
    rows.add("dogs/5.jpg,failed,Truncated: x,,,,,,,,,,,");
    row("fruit/6.jpg", LEMON, 0.95, TABBY, 0.01, "f0e1d2c3b4a59687");
    Files.writeString(predictions, String.join("\n", rows) + "\n");
  }

  private void row(String path, String one, double first, String two, double second, String hash) {
    rows.add("%s,ok,,40,30,%s,%s,%s,%s,%s".formatted(path, one, first, two, second, hash));
  }

  private Result find(String... more) {
    return cli.run(List.of("find", predictions.toString()), more);
  }

  private String found(String... more) {
    Result result = find(more);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return String.join(" ", result.outLines());
  }

  @Test
  void allThatWereClassifiedWhereNothingIsAskedFor() {
    assertEquals("tabby/1.jpg tabby/2.jpg dogs/3.jpg dogs/4.jpg fruit/6.jpg", found());
    assertEquals("tabby/1.jpg tabby/2.jpg", found("--top", "2"));
    assertEquals("dogs/5.jpg", found("--failed"));
    assertEquals("tabby/1.jpg\0tabby/2.jpg\0", find("-0", "--top", "2").out());
    assertEquals("/mnt/tabby/1.jpg", found("--base", "/mnt", "--top", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tabby", "n02123045", "281", "TABBY", " tabby "})
  void aClassByAnyOfItsNames(String name) {
    assertEquals("tabby/1.jpg", found("--class", name));
  }

  @Test
  void aNodeOfWordNetIsAllBelowIt() {
    assertEquals("dogs/3.jpg dogs/4.jpg", found("--class", "dog"));
    assertEquals("fruit/6.jpg", found("--class", "edible fruit"));
    assertEquals(
        "tabby/1.jpg tabby/2.jpg fruit/6.jpg", found("--class", "cat", "--class", "lemon"));
    assertEquals("", found("--class", "zebra"), "which WordNet knows, and no image shows");
  }

  @Test
  void probabilitiesAreOfAllThatIsAskedForTogether() {
    assertEquals("dogs/3.jpg", found("--class", "dog", "--min-prob", "0.6"));
    assertEquals("tabby/1.jpg tabby/2.jpg", found("--class", "cat", "--min-prob", "0.95"));
    assertEquals("tabby/1.jpg fruit/6.jpg", found("--min-prob", "0.9"));
    assertEquals("tabby/2.jpg dogs/3.jpg dogs/4.jpg", found("--max-prob", "0.9"));
    assertEquals("", found("--class", "cat", "--max-prob", "0.95", "--min-prob", "0.9"));
    assertEquals("", found("--min-prob", "1"));
  }

  @Test
  void theLeastSureComeFirst() {
    assertEquals("dogs/3.jpg tabby/2.jpg dogs/4.jpg tabby/1.jpg fruit/6.jpg", found("--uncertain"));
    assertEquals("dogs/3.jpg tabby/2.jpg", found("--uncertain", "--top", "2"));
    assertEquals("tabby/2.jpg tabby/1.jpg", found("--uncertain", "--class", "cat"));
  }

  @Test
  void mistakesByFoldersOrByAFileOfLabels() throws IOException {
    Result byFolder = find("--wrong");
    assertEquals(ExitCode.OK, byFolder.exitCode(), byFolder.err());
    assertEquals(
        "tabby/2.jpg dogs/3.jpg dogs/4.jpg fruit/6.jpg", String.join(" ", byFolder.outLines()));
    Path labels = folder.resolve("labels.csv");
    Files.writeString(
        labels,
        "path,label\n%s,tabby\n%s,tabby\n%s,malamute\n%s,malamute\n"
            .formatted("tabby/1.jpg", "tabby/2.jpg", "dogs/3.jpg", "dogs/4.jpg"));
    Result byFile =
        cli.run("find", relative().toString(), "--wrong", "--labels", labels.toString());
    assertEquals(ExitCode.OK, byFile.exitCode(), byFile.err());
    assertEquals(2, byFile.outLines().size(), byFile.out());
    Result as =
        cli.run("find", relative().toString(), "--wrong-as", "dog", "--labels", labels.toString());
    assertEquals(1, as.outLines().size(), as.out());
    assertTrue(as.out().endsWith("dogs/3.jpg\n"), as.out());
  }

  /** The same with paths that labels in the folder are of. */
  private Path relative() throws IOException {
    Path file = folder.resolve("r.csv");
    Files.writeString(
        file,
        Files.readString(predictions).replaceAll("(?m)^(tabby|dogs|fruit)/", folder + "/$1/"));
    return file;
  }

  @Test
  void duplicatesAreGroups() {
    assertEquals("tabby/1.jpg dogs/3.jpg", found("--duplicates"));
    assertEquals("", found("--duplicates", "--class", "dog"));
  }

  @Test
  void groupsAreSeparatedAndTheLargestComesFirst() throws IOException {
    Files.writeString(
        predictions,
        Files.readString(predictions).replaceFirst("dogs/3.jpg,ok,,40,30", "dogs/3.jpg,ok,,80,60")
            + "\"a\nb.jpg\",ok,,40,30,1,x,x,1,,,,,f0e1d2c3b4a59687\n");
    assertEquals("dogs/3.jpg\ntabby/1.jpg\n\nfruit/6.jpg\na\nb.jpg\n", find("--duplicates").out());
    assertEquals(
        "dogs/3.jpg\0tabby/1.jpg\0\0fruit/6.jpg\0a\nb.jpg\0", find("--duplicates", "-0").out());
  }

  @Test
  void aNameThatNothingHasIsALineWithASuggestion() {
    Result result = find("--class", "taby", "-q");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "--class 'taby' is no class of the predictions, nor in WordNet's tree; did you mean"
                    + " tabby?"),
        result.err());
    assertTrue(find("--class", "qqqqqqqqqq").err().contains("WordNet's tree"));
  }

  @Test
  void wrongUsageIsALine() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("--uncertain", "--duplicates"),
            List.of("--duplicates", "--top", "3"),
            List.of("--failed", "--class", "dog"),
            List.of("--top", "0"),
            List.of("--min-prob", "1.5"),
            List.of("--labels", predictions.toString()),
            List.of("--like", folder.resolve("none.jpg").toString()))) {
      Result result = cli.run(List.of("find", predictions.toString()), Cli.args(wrong, "-q"));
      assertEquals(ExitCode.USAGE, result.exitCode(), wrong + ": " + result.err());
      assertEquals(1, result.errLines().size(), wrong + ": " + result.err());
    }
    Files.writeString(predictions, Files.readString(predictions).replaceAll("(?m),[^,]*$", ""));
    Result none = find("--duplicates");
    assertEquals(ExitCode.USAGE, none.exitCode());
    assertTrue(none.err().contains("has no column phash"), none.err());
  }

  @Test
  void likeGoesByFeaturesOfRecordsElseOfAModel() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    TestImages.plain(images.resolve("red.png"), 8, 8, new Color(200, 0, 0));
    TestImages.plain(images.resolve("dark-red.png"), 8, 8, new Color(120, 10, 0));
    TestImages.plain(images.resolve("orange.png"), 8, 8, new Color(200, 120, 0));
    TestImages.plain(images.resolve("blue.png"), 8, 8, new Color(0, 0, 200));
    String model = ToyModel.unread(folder.resolve("model")).toString();
    Path embedded = folder.resolve("e.jsonl");
    Path plain = folder.resolve("e.csv");
    cli.run("classify", "-q", "-m", model, images.toString(), "-o", embedded.toString(), "--embed");
    cli.run("classify", "-q", "-m", model, images.toString(), "-o", plain.toString());
    String red = images.resolve("red.png").toString();
    for (Path file : List.of(embedded, plain)) {
      Result result =
          cli.run("find", file.toString(), "--like", red, "--top", "2", "-m", model, "-q");
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      assertEquals(
          List.of(
              images.resolve("dark-red.png").toString(), images.resolve("orange.png").toString()),
          result.outLines(),
          file.toString());
    }
    Files.delete(images.resolve("orange.png"));
    Result gone = cli.run("find", plain.toString(), "--like", red, "-m", model, "-q");
    assertEquals(ExitCode.SOME_FAILED, gone.exitCode());
    assertEquals(1, gone.errLines().size(), gone.err());
    assertEquals(2, gone.outLines().size(), gone.out());
  }

  @Test
  void duplicatesByAModelWhereThereIsNoColumn() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    java.util.Random random = new java.util.Random(4);
    TestImages.blocks(images.resolve("a.png"), 64, 0, random);
    TestImages.blocks(images.resolve("b.png"), 64, 2, random);
    TestImages.blocks(images.resolve("c.png"), 64, 0, random);
    Files.copy(images.resolve("b.png"), images.resolve("d.png"));
    String model = ToyModel.unread(folder.resolve("model")).toString();
    for (String columns : List.of("bytes", "phash")) {
      Path file = folder.resolve(columns + ".csv");
      cli.run(
          "classify",
          "-q",
          "-m",
          model,
          images.toString(),
          "-o",
          file.toString(),
          "--columns",
          columns);
      Result result = cli.run("find", file.toString(), "--duplicates", "-m", model, "-q");
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      assertEquals(
          List.of(images.resolve("b.png").toString(), images.resolve("d.png").toString()),
          result.outLines(),
          columns);
    }
  }

  /** Nobody shall delete the only one. */
  @Test
  void aFileIsNoDuplicateOfItself() throws IOException {
    Path image = Files.writeString(folder.resolve("a.jpg"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("0.jpg"), image);
    String header = rows.get(0);
    rows.clear();
    rows.add(header);
    for (String path :
        List.of("gone.jpg", "gone.jpg", link + "", image + "", folder + "/./a.jpg", image + "")) {
      String hash = path.startsWith("gone") ? "123456789abcdef0" : "00000000000000ff";
      row(path, TABBY, 0.9, TIGER_CAT, 0.05, hash);
    }
    Files.writeString(predictions, String.join("\n", rows) + "\n");
    assertEquals("", found("--duplicates"));
    Path copy = Files.copy(image, folder.resolve("copy.jpg"));
    row(copy.toString(), TABBY, 0.9, TIGER_CAT, 0.05, "00000000000000ff");
    Files.writeString(predictions, String.join("\n", rows) + "\n");
    assertEquals(image + " " + copy, found("--duplicates"));
  }

  @Test
  void tilesHaveThePathOfTheirScene() throws IOException {
    Files.writeString(
        predictions,
        """
        path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,x,y,phash
        s.tif,ok,,8,8,281,n02123045,tabby,0.9,0,0,00000000000000ff
        s.tif,ok,,8,8,281,n02123045,tabby,0.5,8,0,00000000000000ff
        t.tif,ok,,8,8,281,n02123045,tabby,0.6,0,0,00000000000000ff
        s.tif,ok,,8,8,281,n02123045,tabby,0.8,8,8,00000000000000ff
        """);
    assertEquals("s.tif t.tif", found());
    assertEquals("s.tif t.tif", found("--uncertain"));
    assertEquals("s.tif t.tif", found("--top", "2"));
    Result duplicates = find("--duplicates", "-q");
    assertEquals(ExitCode.USAGE, duplicates.exitCode());
    assertTrue(duplicates.err().contains("are of tiles"), duplicates.err());
  }
}
