package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.timing.TimingReports;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClassifyCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = Files.createDirectory(folder.resolve("images"));
    TestImages.plain(images.resolve("blue.png"), 6, 4, new Color(9, 29, 59));
    TestImages.plain(images.resolve("red.png"), 6, 4, new Color(59, 9, 29));
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  // Exit codes

  @Test
  void everyImageClassifiedIs0() {
    Result result = classify(images.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(3, result.outLines().size());
  }

  @Test
  void anInternalErrorIs1AndOneLine() {
    Result result =
        onBackendThatThrows(new IllegalStateException("out of luck")).run(args(images.toString()));
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertOneLine(result, "out of luck");
    assertTrue(result.err().contains("--verbose"), result.err());
  }

  @ParameterizedTest
  @MethodSource
  void wrongUsageIs2AndTellsWhat(List<String> options, String word) {
    Result result =
        classify(
            Stream.concat(Stream.of(images.toString()), options.stream()).toArray(String[]::new));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.errLines().get(0).startsWith("resnet50: "), result.err());
    assertTrue(result.errLines().get(0).contains(word), result.err());
    assertNoTrace(result);
  }

  static Object[][] wrongUsageIs2AndTellsWhat() {
    return new Object[][] {
      {List.of("--nonsense"), "--nonsense"},
      {List.of("--batchsize", "4"), "--batchsize"},
      {List.of("-b", "0"), "--batch-size 0"},
      {List.of("-b", "many"), "--batch-size many"},
      {List.of("-b", "1025"), "1 to 1024"},
      {List.of("-k", "0"), "--top-k 0"},
      {List.of("-k", "x"), "--top-k"},
      {List.of("--shard", "0/3"), "0/3"},
      {List.of("--shard", "4/3"), "4/3"},
      {List.of("--shard", "one"), "one"},
      {List.of("--max-depth", "0"), "depth 0"},
      {List.of("--include", "[a"), "[a"},
      {List.of("--max-pixels", "0"), "--max-pixels 0"},
      {List.of("--max-failures", "-1"), "--max-failures -1"},
      {List.of("--decoders", "0"), "--decoders 0"},
      {List.of("--threads", "0"), "--threads 0"},
      {List.of("-f", "xml"), "--format"},
      {List.of("-f", "json", "-o", "x.csv"), "--format json"},
      {List.of("-0"), "--files-from"},
      {List.of("--files-from", "no-such-list"), "no-such-list"},
      {List.of("-o", "no-such-folder/x.csv"), "no-such-folder/x.csv"},
      {List.of("--timings", "no-such-folder/t.json"), "no-such-folder/t.json"},
      {List.of("-o", "-", "--timings", "-"), "--timings"},
      {List.of("-o", "x.csv", "--timings", "./x.csv"), "--timings"},
      {List.of("--html", "-"), "--output and --html are both -"},
      {List.of("--html", "x.jpg"), "image"},
      {List.of("--timings", "x.json", "--html", "x.json"), "--timings and --html are both"},
      {List.of("--timings", "x.txt"), "--timings x.txt: must end in .json or .csv"},
      {List.of("--timings", "x.jsonl"), "must end in .json or .csv"},
      {List.of("-o", "x.jpg"), "image"},
      {List.of("-o", "x.TIFF", "--overwrite"), "image"},
      {List.of("--timings", "x.png", "--overwrite"), "image"},
      {List.of("x.csv", "-o", "./x.csv"), "one of the inputs"},
    };
  }

  @Test
  void noPathAtAllIs2() {
    Result result = classify();
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertOneLine(result, "no PATH");
  }

  @Test
  void someFailedIs3() throws IOException {
    Files.writeString(images.resolve("broken.png"), "nothing");
    Result result = classify(images.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertEquals(4, result.outLines().size());
    assertTrue(result.err().contains("broken.png"), result.err());
  }

  @Test
  void aMissingPathIsAFailedRecord() {
    Result result = classify(images.resolve("gone.jpg").toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    CSVRecord row = Rows.of(result.out()).get(0);
    assertEquals("failed", row.get("status"));
    assertTrue(row.get("error").startsWith("NotFound: "), row.get("error"));
  }

  @Test
  void noImageIs4AndNothingIsWritten() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path output = folder.resolve("out.csv");
    Path timings = folder.resolve("timings.json");
    Result result =
        classify(empty.toString(), "-o", output.toString(), "--timings", timings.toString());
    assertEquals(ExitCode.NO_IMAGE, result.exitCode());
    assertOneLine(result, "no image found");
    assertEquals(Set.of("home", "images", "model", "empty"), entries(folder, "home"));
  }

  @Test
  void noImageIs4BeforeAModelIsFetched() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Result result = cli.run("classify", empty.toString()); // there is no zoo to fetch from
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertOneLine(result, "no image found");
  }

  @Test
  void batchesThatDoNotFitIntoMemoryAre2() throws IOException {
    Files.writeString(
        Path.of(model, "serving.properties"),
        "width=8000\nheight=8000\nresize=true\ntoTensor=false\n");
    Result result = classify(images.toString(), "-b", "1000");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertOneLine(result, "--batch-size");
    assertTrue(result.err().contains("JAVA_OPTS=-Xmx"), result.err());
    assertTrue(result.err().contains("183105.5 MiB"), result.err());
  }

  @Test
  void verboseTellsTheBoundOnMemory() {
    Result result = classify(images.toString(), "-v");
    assertTrue(result.err().contains("in flight: "), result.err());
  }

  @Test
  void anEmptyListIs4() {
    Result result = cli.input("\n\n").run(args("--files-from", "-"));
    assertEquals(ExitCode.NO_IMAGE, result.exitCode());
    assertEquals("", result.out());
  }

  @Test
  void aModelThatIsNotThereIs5() {
    Result result = cli.run("classify", "-m", "no-such-model", images.toString());
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertOneLine(result, "no-such-model");
    assertTrue(result.err().contains("--model random"), result.err());
  }

  @Test
  void anEmptyModelNameIs5() {
    Result result = cli.run("classify", "-m", "", images.toString());
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertOneLine(result, "no model ''");
  }

  @Test
  void aModelThatDoesNotLoadIs5AndLeavesNoOutput() throws IOException {
    Path output = folder.resolve("out.csv");
    FakeEngine backend =
        new FakeEngine() {
          @Override
          public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
            throw new ModelException("the graph is damaged");
          }
        };
    Result result = cli.on(backend).run(args(images.toString(), "-o", output.toString()));
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertOneLine(result, "the graph is damaged");
    assertFalse(Files.exists(output));
    assertFalse(Files.exists(folder.resolve("out.csv.partial")));
  }

  @Test
  void anEngineThatFailsOnABatchIs1AndSaysSo() {
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            throw new InferenceException("no kernel for it", null);
          }
        };
    Result result = cli.on(backend).run(args(images.toString()));
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertOneLine(result, "the engine failed on a batch: no kernel for it");
  }

  @Test
  void failFastIs3AndKeepsThePartialOutput() throws IOException {
    TestImages.numbered(images, 100);
    TestImages.breakIt(images, 0);
    Path output = folder.resolve("out.csv");
    Result result = classify(images.toString(), "--fail-fast", "-b", "1", "-o", output.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertFalse(Files.exists(output));
    List<CSVRecord> rows = Rows.of(Files.readString(folder.resolve("out.csv.partial")));
    assertEquals("failed", rows.get(0).get("status"));
    assertEquals(1, rows.size(), "nothing behind the failure");
    assertTrue(result.err().contains("stopped early: 1 image failed (--fail-fast)"), result.err());
    Result other = classify(images.toString(), "--max-failures", "0", "-b", "1");
    assertTrue(other.err().contains("(--max-failures)"), other.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--html", "--timings"})
  @EnabledOnOs(OS.LINUX)
  void aReportOnAFullDiskIsOneLineThatNamesItAndThePredictionsStay(String option)
      throws IOException {
    TestImages.numbered(images, 3);
    Path output = folder.resolve("out.csv");
    Result result = classify(images.toString(), "-q", "-o", output.toString(), option, "/dev/full");
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertEquals(
        "resnet50: /dev/full: No space left on device; the predictions are complete in "
            + output
            + "\n",
        result.err());
    assertEquals(5, Rows.of(Files.readString(output)).size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void predictionsOnAFullDiskAreOneLineThatNamesIt() throws IOException {
    TestImages.numbered(images, 3);
    Result result = classify(images.toString(), "-q", "-o", "/dev/full");
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertEquals("resnet50: /dev/full: No space left on device\n", result.err());
  }

  @Test
  void anErrorOfTheVirtualMachineIsOneLineToo() {
    Result result = onBackendThatThrows(new OutOfMemoryError("test")).run(args(images.toString()));
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertOneLine(result, "JAVA_OPTS=-Xmx");
  }

  // Streams

  @Test
  void standardOutputCarriesTheRecordsAndNothingElse() {
    Result result = classify(images.toString(), "--verbose", "-k", "1");
    assertEquals(
        List.of(
            "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob",
            images + "/blue.png,ok,,6,4,2,b,blue,0.6",
            images + "/red.png,ok,,6,4,0,n00000001,red,0.6"),
        result.outLines());
    assertTrue(result.err().contains("Classified 2 of 2 images"), result.err());
  }

  @Test
  void quietPrintsNothingOnSuccess() {
    Result result = classify(images.toString(), "--quiet");
    assertEquals(ExitCode.OK, result.exitCode());
    assertEquals("", result.err());
    assertEquals(3, result.outLines().size());
  }

  @Test
  void quietStillTellsErrors() {
    assertOneLine(cli.run("classify", "-q", "-m", "no-such-model", "x"), "no-such-model");
  }

  @Test
  void verboseShowsTheStackTrace() {
    Result result =
        onBackendThatThrows(new IllegalStateException("out of luck"))
            .run(args(images.toString(), "--verbose"));
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode());
    assertTrue(result.err().contains("\tat io.github.resnet50"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aReaderThatHasGoneEndsTheRunWithOneLine() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringWriter err = new StringWriter();
    int code = cli.run(gone, err, args(images.toString(), "-q"));
    assertEquals(ExitCode.INTERNAL_ERROR, code);
    assertEquals("resnet50: standard output was closed early\n", err.toString());
  }

  @Test
  void aNameWithATerminalSequenceIsEscapedOnStandardError() throws IOException {
    Files.writeString(images.resolve("a\u001b[31m\n.png"), "broken");
    Result result = classify(images.toString());
    assertFalse(result.err().contains("\u001b"), result.err());
    assertTrue(result.out().contains("a\u001b[31m\n.png"), "the record has the very name");
  }

  @Test
  void aTerminalSequenceIsEscapedInErrorsNotesAndTraces() {
    String odd = "no\u001b[31m\u202emodel";
    for (String verbose : List.of("-q", "-v")) {
      Result result = cli.run("classify", verbose, "-m", odd, images.toString(), "gone\u001b[1m");
      assertEquals(ExitCode.MODEL, result.exitCode());
      assertFalse(result.err().contains("\u001b"), result.err());
      assertFalse(result.err().contains("\u202e"), result.err());
      assertTrue(result.err().contains("no\\u001b[31m"), result.err());
    }
    Result run = classify(images.toString(), "gone\u001b[1m", "-v");
    assertFalse(run.err().contains("\u001b"), run.err());
  }

  // Outputs

  @ParameterizedTest
  @CsvSource({
    "out.csv,,csv",
    "out.json,,json",
    "out.jsonl,,jsonl",
    "OUT.JSON,,json",
    "out.txt,,csv",
    "out.txt,json,json",
    "out,jsonl,jsonl",
    "out.json,json,json"
  })
  void theFormatIsTheSuffixsOrTheOptions(String name, String option, String expected)
      throws IOException {
    Path output = folder.resolve(name);
    Result result =
        option == null
            ? classify(images.toString(), "-o", output.toString())
            : classify(images.toString(), "-o", output.toString(), "-f", option);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals("", result.out());
    String text = Files.readString(output);
    switch (expected) {
      case "csv" -> assertEquals(2, Rows.of(text).size());
      case "json" -> assertEquals(2, JsonParser.parseString(text).getAsJsonArray().size());
      default -> {
        assertEquals(2, text.lines().count());
        assertTrue(text.lines().allMatch(line -> JsonParser.parseString(line).isJsonObject()));
      }
    }
    assertTrue(result.err().contains("Predictions: " + output), result.err());
    assertFalse(Files.exists(folder.resolve(name + ".partial")));
  }

  @Test
  void anExistingOutputIs2AndStaysAsItIs() throws IOException {
    Path output = Files.writeString(folder.resolve("out.csv"), "precious");
    Result result = classify(images.toString(), "-o", output.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertOneLine(result, "--overwrite");
    assertEquals("precious", Files.readString(output));
  }

  @Test
  void overwriteReplacesAnExistingOutput() throws IOException {
    Path output = Files.writeString(folder.resolve("out.csv"), "old");
    Result result = classify(images.toString(), "-o", output.toString(), "--overwrite");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(2, Rows.of(Files.readString(output)).size());
  }

  @Test
  void anExistingTimingReportIs2BeforeAnythingIsDone() throws IOException {
    Path timings = Files.writeString(folder.resolve("t.json"), "precious");
    Path output = folder.resolve("out.csv");
    Result result =
        classify(images.toString(), "-o", output.toString(), "--timings", timings.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("precious", Files.readString(timings));
    assertEquals(Set.of("home", "images", "model", "t.json"), entries(folder, "home"));
  }

  @Test
  void theFirstLongRunFindsTheBatchSizeAndKeepsIt() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    Path first = TestImages.plain(folder.resolve("one.png"), 8, 8, Color.RED);
    for (int i = 0; i <= EngineOptions.LONG_RUN; i++) {
      Files.createLink(many.resolve(i + ".png"), first);
    }
    Result run = classify(many.toString(), "-v", "-o", folder.resolve("1.csv").toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertTrue(run.err().contains("finding its batch size, once"), run.err());
    assertTrue(run.err().contains(": measured at the first long run, on 2"), run.err());
    Result again = classify(many.toString(), "-v", "-o", folder.resolve("2.csv").toString());
    assertFalse(again.err().contains("finding its batch size"), again.err());
    assertTrue(again.err().contains(": measured at the first long run, on 2"), again.err());
    Result given =
        classify(many.toString(), "-v", "-b", "3", "-o", folder.resolve("3.csv").toString());
    assertTrue(given.err().contains("batch_size: 3"), given.err());
  }

  @Test
  void thePageShowsRecordsPicturesAndFailures() throws IOException {
    Path page = folder.resolve("page.html");
    Path broken = Files.writeString(images.resolve("broken.png"), "no picture");
    Result result = classify(images.toString(), "--html", page.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(result.err().contains("Page: " + page), result.err());
    String html = Files.readString(page);
    assertEquals(3, Pattern.compile("<li class=\"card ").matcher(html).results().count());
    assertEquals(2, Pattern.compile("src=\"data:image/jpeg").matcher(html).results().count());
    assertTrue(
        html.contains("href=\"./images/" + broken.getFileName() + "\""), "a link to the file");
    assertTrue(html.contains("Unsupported"), "why it failed");
  }

  @Test
  void anExistingPageIs2BeforeAnythingIsDone() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "precious");
    Result result = classify(images.toString(), "--html", page.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("precious", Files.readString(page));
  }

  @Test
  void theTimingReportHasTheKeysOfTheContract() throws IOException {
    Path timings = folder.resolve("t.json");
    Result result = classify(images.toString(), "-b", "1", "--timings", timings.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    JsonObject report = Json.object(timings);
    assertEquals(TimingReports.KEYS, List.copyOf(report.keySet()));
    assertEquals("{\"found\":2,\"ok\":2,\"failed\":0}", report.get("images").toString());
    assertEquals("{\"count\":2,\"mean_size\":1}", report.get("batches").toString());
    assertEquals(1, report.getAsJsonObject("config").get("batch_size").getAsInt());
    assertEquals(model, report.getAsJsonObject("model").get("path").getAsString());
    assertEquals(64, report.getAsJsonObject("model").get("sha256").getAsString().length());
    assertEquals("0.0-fake", report.getAsJsonObject("host").get("fake").getAsString());
    assertEquals(
        List.of("read", "decode", "preprocess", "inference", "write"),
        List.copyOf(report.getAsJsonObject("stages").keySet()));
  }

  @Test
  void theTimingReportAsCsvHasARowAStage() throws IOException {
    Path timings = folder.resolve("t.csv");
    classify(images.toString(), "--timings", timings.toString());
    List<CSVRecord> rows = Rows.of(Files.readString(timings));
    assertEquals(
        List.of("read", "decode", "preprocess", "inference", "write"),
        rows.stream().map(row -> row.get("stage")).toList());
    assertEquals("2", rows.get(1).get("count"));
  }

  @Test
  void moreThanAllClassesIsAllClasses() {
    Result result = classify(images.toString(), "-k", "2000");
    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.outLines().get(0).endsWith("top3_prob"), result.outLines().get(0));
  }

  @Test
  void anOutputOverAnInputIs2AndTheInputStays() throws IOException {
    Path photo = TestImages.plain(folder.resolve("photo.csv"), 6, 4, Color.RED);
    Path list = Files.writeString(folder.resolve("list.csv"), photo + "\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), photo);
    byte[] before = Files.readAllBytes(photo);
    for (String output : List.of(photo.toString(), link.toString())) {
      Result over = classify(photo.toString(), "-o", output, "--overwrite");
      assertEquals(ExitCode.USAGE, over.exitCode(), over.err());
      assertOneLine(over, "one of the inputs");
      over = classify(photo.toString(), "--timings", output, "--overwrite");
      assertEquals(ExitCode.USAGE, over.exitCode(), over.err());
    }
    assertArrayEquals(before, Files.readAllBytes(photo));
    Result overList =
        classify("--files-from", list.toString(), "-o", list.toString(), "--overwrite");
    assertEquals(ExitCode.USAGE, overList.exitCode(), overList.err());
    assertEquals(photo + "\n", Files.readString(list));
    Path partial = Files.move(list, folder.resolve("out.csv.partial"));
    Result overPartial =
        classify(
            "--files-from",
            partial.toString(),
            "-o",
            folder.resolve("out.csv").toString(),
            "--overwrite");
    assertEquals(ExitCode.USAGE, overPartial.exitCode(), overPartial.err());
    assertEquals(photo + "\n", Files.readString(partial));
  }

  @Test
  void anOutputThroughALinkToAnImageIs2() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("out.csv"), images.resolve("red.png"));
    Result result = classify(images.toString(), "-o", link.toString(), "--overwrite");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertOneLine(result, "image");
  }

  @Test
  void whatAnInterruptedRunHasLeftIs2UnlessOverwritten() throws IOException {
    Path partial = Files.writeString(folder.resolve("out.csv.partial"), "precious");
    String output = folder.resolve("out.csv").toString();
    Result result = classify(images.toString(), "-o", output);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertOneLine(result, partial + ": is what an interrupted run has left");
    assertEquals("precious", Files.readString(partial));
    Result over = classify(images.toString(), "-o", output, "--overwrite");
    assertEquals(ExitCode.OK, over.exitCode(), over.err());
    assertEquals(2, Rows.of(Files.readString(Path.of(output))).size());
  }

  // Inputs

  @Test
  void pathsWithSpacesCommasQuotesAndLineBreaksComeBackFromEveryFormat() throws IOException {
    Path odd = folder.resolve("odd");
    Files.createDirectory(odd);
    String name = "a b,\"c\"\n d\u00e4\u732b.png";
    Path file = TestImages.plain(odd.resolve(name), 6, 4, new Color(59, 9, 29));
    assertEquals(file.toString(), Rows.of(classify(file.toString()).out()).get(0).get("path"));
    JsonArray array =
        JsonParser.parseString(classify(odd.toString(), "-f", "json").out()).getAsJsonArray();
    assertEquals(file.toString(), array.get(0).getAsJsonObject().get("path").getAsString());
    Result lines = classify(odd.toString(), "-f", "jsonl");
    assertEquals(1, lines.outLines().size());
    JsonObject record = JsonParser.parseString(lines.out()).getAsJsonObject();
    assertEquals(file.toString(), record.get("path").getAsString());
    assertEquals("ok", record.get("status").getAsString());
    JsonObject best = record.getAsJsonArray("predictions").get(0).getAsJsonObject();
    assertEquals(List.of("index", "id", "label", "prob"), List.copyOf(best.keySet()));
    assertEquals("red", best.get("label").getAsString());
    assertEquals(0.6f, best.get("prob").getAsFloat());
  }

  @Test
  void aFailureInJsonHasKindAndMessage() throws IOException {
    Files.writeString(images.resolve("a.png"), "");
    Result result = classify(images.toString(), "-f", "jsonl");
    JsonObject record = JsonParser.parseString(result.outLines().get(0)).getAsJsonObject();
    assertEquals("failed", record.get("status").getAsString());
    assertEquals("Empty", record.getAsJsonObject("error").get("kind").getAsString());
    assertFalse(record.getAsJsonObject("error").get("message").getAsString().isEmpty());
  }

  @Test
  void takesPathsFromStandardInput() {
    Result result =
        cli.input(images.resolve("red.png") + "\n" + images.resolve("blue.png") + "\n")
            .run(args("--files-from", "-"));
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(
        List.of(images + "/red.png", images + "/blue.png"),
        Rows.of(result.out()).stream().map(row -> row.get("path")).toList());
  }

  @Test
  void takesNulSeparatedPathsWithLineBreaksFromStandardInput() throws IOException {
    Path odd = TestImages.plain(images.resolve("with\nbreak.png"), 2, 2, Color.GREEN);
    Result result =
        cli.input(odd + "\0" + images.resolve("red.png")).run(args("--files-from", "-", "-0"));
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(
        List.of(odd.toString(), images + "/red.png"),
        Rows.of(result.out()).stream().map(row -> row.get("path")).toList());
  }

  @Test
  void sharesAreDisjointAndCompleteAndKeepTheOrder() throws IOException {
    TestImages.numbered(images, 10);
    List<String> all = paths(classify(images.toString()));
    List<String> first = paths(classify(images.toString(), "--shard", "1/2"));
    List<String> second = paths(classify(images.toString(), "--shard", "2/2"));
    assertEquals(12, first.size() + second.size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.get(i), (i % 2 == 0 ? first : second).get(i / 2));
    }
  }

  @Test
  void includeExcludeAndHiddenReachTheWalk() throws IOException {
    TestImages.plain(images.resolve(".hidden.png"), 2, 2, Color.RED);
    assertEquals(
        List.of(images + "/red.png"), paths(classify(images.toString(), "--exclude", "blue*")));
    assertEquals(
        List.of(images + "/blue.png"), paths(classify(images.toString(), "--include", "b*")));
    assertEquals(3, paths(classify(images.toString(), "--hidden")).size());
  }

  @Test
  void anImageOfMorePixelsThanAllowedIsRefused() {
    Result result = classify(images.toString(), "--max-pixels", "23");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertTrue(Rows.of(result.out()).get(0).get("error").startsWith("TooLarge: "), result.out());
  }

  // Where options come from

  @Test
  void theModelComesFromTheEnvironmentWhereNoOptionSaysIt() {
    Result result = cli.with("RESNET50_MODEL", model).run("classify", images.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    Result empty =
        cli.with("RESNET50_MODEL", "")
            .with("RESNET50_ZOO", images.resolve("no-zoo").toString())
            .run("classify", images.toString());
    assertOneLine(empty, "RESNET50_ZOO"); // so the zoo is asked for the default model
  }

  @Test
  void argumentsComeFromAnArgumentFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("args"), "classify -m \"" + model + "\"\n-k 1 " + images + "\n");
    Result result = cli.run("@" + file);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.outLines().get(0).endsWith("top1_prob"), result.out());
  }

  @Test
  void theUsersOptionsFileGivesDefaults() throws IOException {
    options("resnet50.classify.top-k=1\nresnet50.classify.model=" + model);
    Result result = cli.run("classify", images.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.outLines().get(0).endsWith("top1_prob"), result.out());
    Result given = cli.run("classify", images.toString(), "-k", "2");
    assertTrue(given.outLines().get(0).endsWith("top2_prob"), "the command line wins");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50.classify.top-k=many", "resnet50.classify.batch-size=0"})
  void aBadValueInTheOptionsFileIs2(String line) throws IOException {
    options(line);
    Result result = classify(images.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertNoTrace(result);
  }

  @Test
  void anOptionsFileThatCannotBeReadIs2() throws IOException {
    options("resnet50.classify.top-k=\\uZZZZ");
    Result result = classify(images.toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertOneLine(result, "options.properties");
  }

  private void options(String text) throws IOException {
    Path config = folder.resolve("home/config/resnet50");
    Files.createDirectories(config);
    Files.writeString(config.resolve("options.properties"), text);
  }

  private Result classify(String... rest) {
    return cli.run(args(rest));
  }

  private String[] args(String... rest) {
    return Cli.args(List.of("classify", "-m", model), rest);
  }

  private Cli onBackendThatThrows(Throwable failure) {
    return cli.on(
        new FakeEngine() {
          @Override
          public EngineInfo start() {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          }
        });
  }

  private static void assertOneLine(Result result, String words) {
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(result.err().startsWith("resnet50: "), result.err());
    assertTrue(result.err().contains(words), result.err());
    assertEquals("", result.out());
  }

  private static void assertNoTrace(Result result) {
    assertFalse(result.err().contains("\tat "), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
  }

  private static Set<String> entries(Path directory, String always) throws IOException {
    Set<String> names = new HashSet<>(Folders.names(directory));
    names.add(always);
    return names;
  }

  private static List<String> paths(Result result) {
    return Rows.of(result.out()).stream().map(row -> row.get("path")).toList();
  }
}
