package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
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
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BenchCommandTest {
  @TempDir Path folder;
  private Cli cli;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  private Result bench(String... options) {
    return benchOf(Cli.args(List.of("--engine", "tensorflow"), options));
  }

  private Result benchOf(String... options) {
    List<String> fixed =
        List.of("bench", "-m", model, "--repeats", "1", "--seconds", "0.01", "--warm-up", "0.01");
    return cli.run(fixed, options);
  }

  @Test
  void printsATableThatEndsInARecommendation() {
    Result result = bench("--batch-size", "2,1,2", "--threads", "1,3");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> rows = result.outLines().stream().filter(l -> l.contains(" .. ")).toList();
    assertEquals(5, rows.size(), result.out());
    assertTrue(rows.get(1).startsWith("      1      1 "), result.out());
    assertTrue(rows.get(4).startsWith("      3      2 "), result.out());
    String last = result.outLines().get(result.outLines().size() - 1);
    assertTrue(last.startsWith("Recommended: --engine fake --batch-size "), last);
  }

  @Test
  void comparesModelsInTheOrderGiven() throws IOException {
    Path page = folder.resolve("speed.html");
    Path csv = folder.resolve("speed.csv");
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String file : List.of("saved_model.pb", "serving.properties")) {
      Files.copy(Path.of(model, file), other.resolve(file));
    }
    Result result =
        bench("--compare", other.toString(), "-o", csv.toString(), "--html", page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> rows = result.outLines().stream().filter(l -> l.contains(" .. ")).toList();
    assertTrue(rows.get(1).startsWith("model ") && rows.get(1).contains("   1.00 "), result.out());
    assertTrue(rows.get(2).startsWith("other "), result.out());
    List<String> lines = Files.readAllLines(csv);
    assertEquals(3, lines.size());
    assertTrue(lines.get(2).startsWith("other,8,"), "the batch that classify takes");
    assertTrue(Files.readString(page).contains("<th scope=\"row\">other</th>"));
  }

  @ParameterizedTest
  @CsvSource({"--save, --save", "--batch-size=1;2, --batch-size", "--threads=1;2, --threads"})
  void aComparisonHasOneSettingAModel(String option, String word) {
    Result result = bench("--compare", model, option.replace(';', ','));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(word), result.err());
  }

  @Test
  void thePageHasEverySetting() throws IOException {
    Path page = folder.resolve("bench.html");
    Result result = bench("--batch-size", "1,2", "--threads", "1,3", "--html", page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String html = Files.readString(page);
    assertEquals(8, html.split("<circle ", -1).length - 1, "a mark a setting, in two charts");
    assertTrue(html.contains("Recommended: --engine fake --batch-size "), "the recommendation");
  }

  @Test
  void measuresWithImagesAndSaysWhichItLeavesOut() throws IOException {
    Path images = TestImages.numbered(folder.resolve("images"), 3);
    TestImages.breakIt(images, 1);
    Result result = bench("--batch-size", "1", "--threads", "1", images.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(result.out().contains("; 2 images\n"), result.out());
    assertTrue(result.err().contains("001.png: "), result.err());
  }

  @Test
  void noImageIs4() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path report = folder.resolve("report.json");
    Result result = bench(empty.toString(), "-o", report.toString());
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertFalse(Files.exists(report));
  }

  @ParameterizedTest
  @CsvSource({"bench.json, {", "bench.csv, b"})
  void writesAReportOnce(String name, char first) throws IOException {
    String report = folder.resolve(name).toString();
    String[] options = {"--batch-size", "1", "--threads", "1", "-o", report};
    assertEquals(ExitCode.OK, bench(options).exitCode());
    assertEquals(first, Files.readString(Path.of(report)).charAt(0));
    Result again = bench(options);
    assertEquals(ExitCode.USAGE, again.exitCode());
    assertTrue(again.err().contains(report), again.err());
    assertEquals(ExitCode.OK, bench(Cli.args(List.of(options), "--overwrite")).exitCode());
  }

  @Test
  void theReportOnStandardOutputStandsThereAlone() {
    Result result = bench("-b", "1", "--threads", "1", "-o", "-");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(JsonParser.parseString(result.out()).isJsonObject(), result.out());
  }

  @Test
  void theFormerNameOfTheBatchSizeStillWorks() {
    Result result = bench("--batch-sizes", "2", "--threads", "1");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("Recommended: --engine fake --batch-size 2 "), result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--batch-size, '1,0'",
    "--batch-size, x",
    "--threads, 2000",
    "--repeats, 0",
    "--seconds, 0",
    "--seconds, NaN",
    "--warm-up, -1",
    "-o, report.html"
  })
  void wrongUsageIs2(String option, String value) {
    Result result = bench(option, value);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals("", result.out());
  }

  @Test
  void whatIsSavedIsWhatClassifyTakes() throws IOException {
    Path images = TestImages.numbered(folder.resolve("images"), 3);
    Result before = classify(images);
    assertTrue(before.err().contains("batch_size 8: the default"), before.err());
    Result saved = bench("--batch-size", "5", "--threads", "3", "--save");
    assertEquals(ExitCode.OK, saved.exitCode(), saved.err());
    Result after = classify(images);
    String reason = ": from bench on 2";
    assertTrue(after.err().contains("batch_size: 5"), after.err());
    assertTrue(after.err().contains("batch_size 5" + reason), after.err());
    assertTrue(after.err().contains("threads 3" + reason), after.err());
    Result asked = classify(images, "-b", "2");
    assertTrue(asked.err().contains("batch_size: 2"), asked.err());
    assertFalse(asked.err().contains("batch_size 2"), asked.err());
    assertTrue(asked.err().contains("threads 3" + reason), asked.err());
  }

  @Test
  void everyEngineIsMeasuredUnlessOneIsNamed() {
    cli.on(
        (request, notes) ->
            new FakeEngine() {
              @Override
              public String name() {
                EngineVariant variant = request.variant();
                return variant.kernels() == Kernels.EIGEN
                    ? "TensorFlow (Eigen)"
                    : variant.name() == EngineChoice.Name.TENSORFLOW
                        ? "TensorFlow"
                        : "ONNX Runtime";
              }

              @Override
              public EngineInfo start() {
                return new EngineInfo(name(), "1", "cpu()");
              }
            });
    Result both = benchOf("-b", "1,2", "--threads", "1", "-o", "-");
    assertEquals(ExitCode.OK, both.exitCode(), both.err());
    JsonObject json = JsonParser.parseString(both.out()).getAsJsonObject();
    List<String> engines = new ArrayList<>();
    json.getAsJsonArray("settings")
        .forEach(setting -> engines.add(setting.getAsJsonObject().get("engine").getAsString()));
    String[] all = {"TensorFlow", "TensorFlow (Eigen)", "ONNX Runtime"};
    assertEquals(List.of(all[0], all[0], all[1], all[1], all[2], all[2]), engines);
    assertTrue(json.getAsJsonObject("recommendation").has("engine"));
    String table = benchOf("-b", "1", "--threads", "1").out();
    assertTrue(table.contains("engine            threads"), table);
    assertTrue(table.contains("\nONNX Runtime "), table);
    String alone = bench("-b", "1", "--threads", "1").out();
    assertFalse(alone.contains("ONNX"), alone);
    assertTrue(alone.contains("\nTensorFlow (Eigen) "), alone);
    cli.with(Kernels.VARIABLE, "1");
    String oneDnn = bench("-b", "1", "--threads", "1").out();
    assertFalse(oneDnn.contains("Eigen"), oneDnn);
  }

  @Test
  void anEngineThatDoesNotRunTheModelIsLeftOut() {
    cli.on(
        (request, notes) ->
            new FakeEngine() {
              @Override
              public LoadedModel load(ModelSpec spec, LoadRequest wanted) throws ModelException {
                if (request.variant().name() == EngineChoice.Name.ONNXRUNTIME) {
                  throw new ModelException("it does not fit");
                }
                return super.load(spec, wanted);
              }
            });
    Result both = benchOf("-b", "1", "--threads", "1");
    assertEquals(ExitCode.OK, both.exitCode(), both.err());
    assertTrue(both.err().contains("is not measured: it does not fit"), both.err());
    Result named = benchOf("-b", "1", "--threads", "1", "--engine", "onnxruntime");
    assertEquals(ExitCode.MODEL, named.exitCode());
  }

  private Result classify(Path images, String... options) {
    List<String> fixed = List.of("classify", "-v", "-m", model, images.toString());
    Result result = cli.run(fixed, options);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return result;
  }
}
