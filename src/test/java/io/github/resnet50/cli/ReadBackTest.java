package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.ModelDirectory;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is read back is read as it was meant, or refused by name with exit code 2. */
@Timeout(30)
class ReadBackTest {
  private static final String HEADER =
      "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,top2_index,top2_id,"
          + "top2_label,top2_prob\n";
  private static final String GOOD = "red/1.png,ok,,8,8,0,red,red,0.6,1,green,green,0.25\n";

  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = folder.resolve("images");
    for (String name : List.of("red", "green", "blue")) {
      Files.createDirectories(images.resolve(name));
    }
    TestImages.plain(images.resolve("red/1.png"), 8, 8, new Color(200, 0, 0));
    TestImages.plain(images.resolve("green/1.png"), 8, 8, new Color(0, 200, 0));
    TestImages.plain(images.resolve("blue/1.png"), 8, 8, new Color(0, 0, 200));
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** In every command that reads predictions. */
  private void assertRefused(Path file, String... words) throws IOException {
    byte[] before = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    Path good = write("good.csv", HEADER + GOOD);
    String name = file.toString();
    List<Result> results =
        new ArrayList<>(
            List.of(
                cli.run("evaluate", "--predictions", name),
                cli.run("evaluate", "-m", model, "--predictions", name),
                cli.run("compare", name, good.toString()),
                cli.run("compare", good.toString(), name)));
    if (!Files.isRegularFile(file) || before.length > 0) { // else it may become an output
      results.add(cli.run("classify", "-m", model, images.toString(), "-o", name, "--resume"));
    }
    for (Result result : results) {
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertEquals(1, result.errLines().size(), result.err());
      assertFalse(result.err().contains("Exception"), result.err());
      assertTrue(result.err().contains(file.getFileName().toString()), result.err());
    }
    Result result = cli.run("evaluate", "--predictions", name);
    for (String word : words) {
      assertTrue(result.err().contains(word), result.err());
    }
    if (Files.isRegularFile(file)) {
      assertArrayEquals(before, Files.readAllBytes(file), "nothing of the user's is touched");
    }
    assertFalse(Files.exists(file.resolveSibling(file.getFileName() + ".partial")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "red/1.png,ok,,8,8,0,red,red,NaN,1,green,green,0.2 | top1_prob is 'NaN'; expected a number",
        "red/1.png,ok,,8,8,0,red,red,7.5,1,green,green,0.2 | top1_prob is '7.5'",
        "red/1.png,ok,,8,8,0,red,red,Infinity,1,green,green,0.2 | top1_prob is 'Infinity'",
        "red/1.png,ok,,8,8,0,red,red,-0.1,1,green,green,0.2 | top1_prob is '-0.1'",
        "red/1.png,ok,,8,8,0,red,red,,1,green,green,0.2 | top1_prob is ''",
        "red/1.png,ok,,8,8,0,red,red,0.2,1,green,green,0.6 | probability 2 is 0.6, more than that",
        "red/1.png,ok,,8,8,x,red,red,0.6,1,green,green,0.2 | top1_index is 'x'; expected a whole",
        "red/1.png,ok,,8,8,-1,red,red,0.6,1,green,green,0.2 | top1_index is '-1'",
        "red/1.png,ok,,8,8,2000000000,a,a,0.6,1,b,b,0.2 | class index 2000000000; expected less",
        "red/1.png,ok,,8,8,99999999999,a,a,0.6,1,b,b,0.2 | top1_index is '99999999999'",
        "red/1.png,ok,,8,8,,,,,1,green,green,0.2 | top2 without top1",
        "red/1.png,ok,,8,8,,,,,,,, | status is ok, but there is no prediction",
        "red/1.png,fine,,8,8,0,red,red,0.6,1,b,b,0.2 | status is 'fine'; expected ok or failed",
        "red/1.png,ok,,wide,8,0,red,red,0.6,1,b,b,0.2 | width is 'wide'",
        ",ok,,8,8,0,red,red,0.6,1,b,b,0.2 | path is empty",
        "red/1.png,ok,,8,8,0,red,red,0.6 | line 3 has 9 columns; expected 13 as in the header",
        "red/1.png,ok,,8,8,0,red,red,0.6,1,b,b,0.2,9 | line 3 has 14 columns",
        "`\"red/1.png,ok,,8,8,0,red,red,0.6,1,b,b,0.2` | record 2 is not as classify writes it: a"
            + " quotation mark is not closed",
        "a,failed,Broken: yes,,,,,,,,,, | unknown kind of failure Broken"
      })
  void aRecordSaysWhatItMay(String row, String word) throws Exception {
    assertRefused(write("p.csv", HEADER + GOOD + row + "\n"), "p.csv, record 2", word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is empty",
        "name,size | it has no column path; its columns are name,size",
        "{\"path\":1} | it has no column path",
        "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,path | duplicate"
            + " name",
        "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,top3_prob | it has"
            + " no column top2_index",
        "path,status,error,width,height,top1_index,top1_id,top1_label | it has no column top1_prob"
      })
  void aTableHasTheColumnsOfPredictions(String header, String word) throws Exception {
    assertRefused(write("p.csv", header.isEmpty() ? "" : header + "\n"), word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"path\":\"a\"} | no status",
        "[1] | expected a JSON object, but there is [1]",
        "\"a\" | expected a JSON object",
        "{\"path\":null,\"status\":\"ok\"} | path is null",
        "{\"path\":\"a\",\"status\":\"ok\",\"predictions\":3} | predictions: expected an array",
        "{\"path\":\"a\",\"status\":\"ok\",\"predictions\":[{\"index\":0,\"id\":\"a\",\"label\":\"a\",\"prob\":NaN}]}"
            + " | prob is 'NaN'",
        "{\"path\":\"a\",\"status\":\"ok\",\"predictions\":[{\"index\":1.5,\"id\":\"a\",\"label\":\"a\",\"prob\":1}]}"
            + " | index is '1.5'",
        "{\"path\":\"a\",\"status\":\"failed\",\"error\":\"no\"} | expected a JSON object",
        "{\"path\":\"a\", | record 1 is not as classify writes it"
      })
  void anObjectHasTheKeysOfARecord(String line, String word) throws Exception {
    assertRefused(write("p.jsonl", line + "\n"), "record 1", word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{} | expected a JSON array of records", "`` | expected a JSON array of records"})
  void jsonIsAnArray(String text, String word) throws Exception {
    assertRefused(write("p.json", text), word);
  }

  @Test
  void whatIsNoTextIsRefusedByWhatItIs() throws Exception {
    Path zipped = folder.resolve("zipped.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write((HEADER + GOOD).getBytes(StandardCharsets.UTF_8));
    }
    assertRefused(zipped, "compressed by gzip: unpack it first");
    Path sheet = Files.write(folder.resolve("s.csv"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8});
    assertRefused(sheet, "spreadsheet (.xlsx)");
    Path wide =
        Files.write(
            folder.resolve("wide.csv"), (HEADER + GOOD).getBytes(StandardCharsets.UTF_16LE));
    assertRefused(wide, "UTF-16 without a byte order mark");
    assertRefused(write("after.json", "[] x"), "no well-formed JSON at line 1");
    Path latin1 =
        Files.write(
            folder.resolve("latin.csv"),
            (HEADER + GOOD + "\u00e9.png,ok,,8,8,0,red,red,0.6,,,,\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(latin1, "latin.csv, line 3: bytes that are no UTF-8; expected text in UTF-8");
  }

  @Test
  void aFifoIsRefusedRatherThanWaitedFor() throws Exception {
    Path fifo = folder.resolve("fifo.csv");
    assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0);
    Result result = cli.run("evaluate", "--predictions", fifo.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("no regular file"), result.err());
    Path directory = Files.createDirectory(folder.resolve("d.csv"));
    assertEquals(
        ExitCode.USAGE, cli.run("evaluate", "--predictions", directory.toString()).exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bom", "crlf", "semicolon", "tab", "order", "utf16", "blank", "float"})
  void whatOthersMakeOfATableIsReadAsItWas(String how) throws Exception {
    String text = HEADER + GOOD + "green/1.png,ok,,8,8,1,green,green,0.6,,,,\n";
    String order =
        """
        status,path,top1_prob,top1_label,top1_id,top1_index,error,height,width,more
        ok,red/1.png,0.6,red,red,0,,8,8,x
        ok,green/1.png,0.6,green,green,1,,8,8,
        """;
    byte[] bytes =
        switch (how) {
          case "bom" -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
          case "crlf" -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
          case "semicolon" -> text.replace(',', ';').getBytes(StandardCharsets.UTF_8);
          case "tab" -> text.replace(',', '\t').getBytes(StandardCharsets.UTF_8);
          case "utf16" -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
          case "blank" -> text.replace("\n", "\n\n").getBytes(StandardCharsets.UTF_8);
          case "float" -> text.replace(",0,red", ",0.0,red").getBytes(StandardCharsets.UTF_8);
          default -> order.getBytes(StandardCharsets.UTF_8);
        };
    Path file = Files.write(folder.resolve("p.csv"), bytes);
    Result result = cli.run("evaluate", "--predictions", file.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 2 of 2 images"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
    Result same = cli.run("compare", file.toString(), write("q.csv", text).toString());
    assertTrue(same.out().contains("same top-1            1.0000"), same.out());
  }

  /** As of a model with a sigmoid for each class. */
  @Test
  void probabilitiesThatAddUpToMoreThanOneAreReadAndTold() throws Exception {
    Path file = write("p.csv", HEADER + GOOD.replace("0.25", "0.55"));
    Result result = cli.run("evaluate", "--predictions", file.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.err().contains("in 1 of its records probabilities add up"), result.err());
    assertTrue(cli.run("compare", file.toString(), file.toString()).out().contains("1.0000"));
  }

  @Test
  void predictionsOfAnotherModelAreRefusedWhereTheModelIsNamed() throws Exception {
    Path beyond = write("p.csv", HEADER + GOOD.replace(",1,green,green", ",17,green,green"));
    Result result = cli.run("evaluate", "-m", model, "--predictions", beyond.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("class index 17, but the model has 3 classes"), result.err());
    Path other = write("q.csv", HEADER + GOOD.replace("green", "cat"));
    result = cli.run("evaluate", "-m", model, "--predictions", other.toString());
    assertTrue(result.err().contains("class 1 is cat, but green in the model"), result.err());
    Path mixed = write("r.csv", HEADER + GOOD + GOOD.replace("green", "cat"));
    result = cli.run("evaluate", "--predictions", mixed.toString());
    assertTrue(result.err().contains("record 2: class 1 is cat, but was green"), result.err());
  }

  @Test
  void aFileOfAllClassesDeterminesEveryMetric() throws Exception {
    Path file = folder.resolve("all.csv");
    cli.run("classify", "-m", model, "-q", images.toString(), "-k", "3", "-o", file.toString());
    Result result = cli.run("evaluate", "--predictions", file.toString());
    String few = "left out, since no bin of confidence holds 10 images: mce";
    assertFalse(result.out().replace(few, "").contains("left out"), result.out());
    assertTrue(result.out().contains("nll "), result.out());
    Result live = cli.run("evaluate", "-m", model, images.toString());
    assertEquals(
        live.out().lines().filter(line -> line.startsWith("nll")).toList(),
        result.out().lines().filter(line -> line.startsWith("nll")).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"@/red/1.png\", \"@/blue/1.png\"]",
        "[{\"path\":\"@/red/1.png\",\"x\":1},{\"path\":\"@/blue/1.png\"}]",
        "[~  \"@/red/1.png\",~  \"@/blue/1.png\"~]",
        "{\"path\":\"@/red/1.png\"}~{\"path\":\"@/blue/1.png\"}",
        "path,label~@/red/1.png,red~@/blue/1.png,blue",
        "label;path~red;@/red/1.png~blue;@/blue/1.png",
        "id\tpath~1\t@/red/1.png~2\t@/blue/1.png",
        "path~@/red/1.png~@/blue/1.png",
        "Image,Label~\"@/red/1.png\",red~@/blue/1.png,\"a, b\"",
        "@/red/1.png~@/blue/1.png"
      })
  void aListIsToldByItsContent(String text) throws Exception {
    String list = text.replace("@", images.toString()).replace('~', '\n').replace("\\t", "\t");
    for (String written : List.of(list, "\uFEFF" + list, list.replace("\n", "\r\n") + "\r\n")) {
      Path file = write("list", written);
      Result result = cli.run("classify", "-m", model, "-q", "--files-from", file.toString());
      assertEquals(ExitCode.OK, result.exitCode(), result.err() + result.out());
      assertEquals(3, result.out().lines().count(), result.out());
    }
    Path wide =
        Files.write(folder.resolve("w"), ("\uFEFF" + list).getBytes(StandardCharsets.UTF_16));
    if (!list.startsWith("[") && !list.startsWith("{") && !list.contains(",")) {
      Result result = cli.run("classify", "-m", model, "-q", "--files-from", wide.toString());
      assertTrue(result.out().lines().count() >= 3, result.out() + result.err());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"images\":[\"a.jpg\"]} | its entry 1 is an object with the keys [images]",
        "{~\"images\":~[{\"file_name\":\"a\"}]} | an object with the keys [images]",
        "[\"a.jpg\", 3] | its entry 2 is 3; expected an array of paths",
        "[[\"a.jpg\"]] | its entry 1 is [",
        "[{\"file\":\"a.jpg\"}] | keys [file]",
        "[\"a.jpg\" | is damaged",
        "path,label~a.jpg | line 2 has 1 columns; expected 2",
        "path,label~\"a.jpg,x | is damaged",
        "@/red/1.png,red~@/blue/1.png,blue | a table needs a header with a column path"
      })
  void aListOfSomethingElseIsRefusedBeforeAnythingRuns(String text, String word) throws Exception {
    Path file = write("list", text.replace("@", images.toString()).replace('~', '\n'));
    Path out = folder.resolve("out.csv");
    Result result =
        cli.run("classify", "-m", model, "--files-from", file.toString(), "-o", out.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(word), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void aPackedListIsRefusedAndAFileThatIsCalledLikeATableIsNone() throws Exception {
    Path zipped = folder.resolve("list.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("a.jpg\n".getBytes(StandardCharsets.UTF_8));
    }
    Result result = cli.run("classify", "-m", model, "--files-from", zipped.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("compressed by gzip"), result.err());
    Path odd = images.resolve("[\"a, b\"].png");
    TestImages.plain(odd, 8, 8, Color.RED);
    Path list = write("list", odd + "\n");
    assertEquals(
        ExitCode.OK, cli.run("classify", "-m", model, "--files-from", list.toString()).exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "images/red/1.png,red~images/blue/1.png,blue",
        "images/red/1.png;red~images/blue/1.png;blue",
        "path\tlabel~images/red/1.png\tred~images/blue/1.png\tblue",
        "label,split,path~red,val,images/red/1.png~blue,val,images/blue/1.png",
        "path,label,split~images/red/1.png,red,val~images/blue/1.png,blue,val",
        "path,id,label~images/red/1.png,,red~images/blue/1.png,2,",
        "image,class~~images/red/1.png,red~images/blue/1.png,blue~~"
      })
  void labelsAreFoundByTheirColumns(String text) throws Exception {
    Path labels = write("labels.csv", text.replace('~', '\n').replace("\\t", "\t"));
    Result result = cli.run("evaluate", "-m", model, "--labels", labels.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 2 of 2 images"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
  }

  @Test
  void labelsThatAreNoTableOfLabelsAreRefused() throws Exception {
    Path latin1 =
        Files.write(
            folder.resolve("l.csv"),
            "images/red/1.png,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertLabelsRefused(latin1, "l.csv, line 1: bytes that are no UTF-8");
    assertLabelsRefused(write("p.csv", HEADER + GOOD), "expected one called label or id");
    assertLabelsRefused(write("e.csv", "path,label\nimages/red/1.png\n"), "line 2: 1 columns");
    assertLabelsRefused(write("q.csv", "path,label\n\"images/red/1.png,x\n"), "q.csv is no CSV");
    Path wide =
        Files.write(
            folder.resolve("w.csv"),
            "\uFEFFimages/red/1.png,red\n".getBytes(StandardCharsets.UTF_16LE));
    assertEquals(
        ExitCode.OK, cli.run("evaluate", "-m", model, "--labels", wide.toString()).exitCode());
  }

  private void assertLabelsRefused(Path labels, String word) {
    for (Result result :
        List.of(
            cli.run("evaluate", "-m", model, images.toString(), "--labels", labels.toString()),
            cli.run("models", "verify", model, "--images", labels.toString()))) {
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains(word), result.err());
    }
  }

  @Test
  void aModelsFilesMayHaveAMarkAndBlankLinesButAreUtf8() throws Exception {
    Path synset = Path.of(model).resolve("synset.txt");
    Path properties = Path.of(model).resolve("serving.properties");
    Files.writeString(synset, "\uFEFFred\r\n\r\ngreen\r\nblue\r\n\r\n");
    Files.writeString(properties, "\uFEFF" + Files.readString(properties));
    Result result = cli.run("evaluate", "-m", model, images.toString(), "--min-top1", "1");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 3 of 3 images"), result.out());
    Files.write(synset, "red\ncaf\u00e9\nblue\n".getBytes(StandardCharsets.ISO_8859_1));
    assertModelRefused("synset.txt, line 2: bytes that are no UTF-8");
    Files.writeString(synset, "red\ngreen\nblue\n");
    Files.write(properties, "# caf\u00e9\nwidth=8\n".getBytes(StandardCharsets.ISO_8859_1));
    assertModelRefused("serving.properties, line 1: bytes that are no UTF-8");
  }

  private void assertModelRefused(String word) {
    Result result = cli.run("classify", "-m", model, images.toString());
    assertEquals(ExitCode.MODEL, result.exitCode(), result.err());
    assertTrue(result.err().contains(word), result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\u0000",
        "{'sha256':'S','temperature':-1}",
        "{'sha256':'S','temperature':'x'}",
        "{'sha256':'S','thresholds':[{'score':'mood','value':1}]}",
        "{'sha256':'S','thresholds':[null]}",
        "{'sha256':'S','thresholds':3}"
      })
  void aDamagedTemperatureIsNamed(String text) throws Exception {
    String sha256 = new ModelDirectory(Path.of(model)).sha256();
    Path learnt = folder.resolve("home/store/learnt").resolve(sha256.substring(0, 32) + ".json");
    Files.createDirectories(learnt.getParent());
    Files.writeString(learnt, text.replace("'S'", "'" + sha256 + "'").replace('\'', '"'));
    for (Result result :
        List.of(
            cli.run("classify", "-m", model, images.toString(), "--calibrated"),
            cli.run("evaluate", "-m", model, images.toString(), "--save-thresholds"))) {
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains(learnt + " is damaged"), result.err());
      assertFalse(result.err().toLowerCase(Locale.ROOT).contains("gson"), result.err());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "{}", "null", "\u0000\u00ff", "{\"name\":\"mine\",\"input\":3}"})
  void aDamagedCardIsNamedAndIgnored(String text) throws Exception {
    Path stored = ToyModel.unread(folder.resolve("home/store/models/mine"), "red", "green", "blue");
    Path card = Files.writeString(stored.resolve("card.json"), text);
    Result list = cli.run("models", "list");
    assertEquals(ExitCode.OK, list.exitCode(), list.err());
    assertTrue(list.out().contains("mine"), list.out());
    assertTrue(list.err().contains(card + " is damaged and ignored"), list.err());
    Result verify = cli.run("models", "verify", "mine", "--images", images.toString());
    assertTrue(verify.err().contains(card + " is damaged"), verify.err());
    assertEquals(text, Files.readString(card));
    Result run = cli.run("evaluate", "-m", "mine", images.toString(), "--min-top1", "1");
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
  }

  @Test
  void aDamagedCacheIsMadeAgain() throws Exception {
    String[] command = {"evaluate", "-m", model, images.toString()};
    assertEquals(ExitCode.OK, cli.run(command).exitCode());
    try (Stream<Path> hashes = Files.list(folder.resolve("home/store/prepared/hashes"))) {
      for (Path hash : hashes.toList()) {
        Files.write(hash, new byte[] {(byte) 0xFF, 0});
      }
    }
    Result result = cli.run(command);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    try (Stream<Path> hashes = Files.list(folder.resolve("home/store/prepared/hashes"))) {
      assertTrue(Files.readString(hashes.findFirst().orElseThrow()).matches("[0-9a-f]{64}\n"));
    }
  }
}
