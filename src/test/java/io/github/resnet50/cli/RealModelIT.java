package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real ResNet50 on real photographs; needs the test material beside the project. */
@Timeout(900)
@DisabledOnOs(OS.WINDOWS)
class RealModelIT {
  /** Seven whole windows of eight, and a smaller one. */
  private static final int SOME = 60;

  private static final int RANKS = 5;

  @TempDir static Path folder;
  private static Path model;
  private static Path images;
  private static Path all;
  private static Path some;

  @BeforeAll
  static void classifyAll() throws Exception {
    model = SharedFiles.at("models/resnet50-imagenet");
    images = SharedFiles.at("images/imagenet-200");
    all = classify("all.csv", 0, "-b", "8", images.toString());
    List<String> paths = Rows.column(Rows.of(all), "path").subList(0, SOME);
    some = Files.write(folder.resolve("some"), paths);
  }

  @Test
  void agreesWithAnIndependentImplementation() throws Exception {
    Map<String, CSVRecord> reference =
        Rows.of(SharedFiles.at("reference/imagenet-200.csv")).stream()
            .collect(Collectors.toMap(row -> row.get("path"), Function.identity()));
    List<CSVRecord> rows = Rows.of(all);
    assertEquals(200, rows.size());
    int sameTop1 = 0;
    double worst = 0;
    for (CSVRecord row : rows) {
      String name = images.relativize(Path.of(row.get("path"))).toString();
      CSVRecord expected = reference.get(name);
      sameTop1 += row.get("top1_index").equals(expected.get("top1_index")) ? 1 : 0;
      Map<String, Double> ours = top5(row);
      for (Map.Entry<String, Double> theirs : top5(expected).entrySet()) {
        // Below our fifth, so no further away than that.
        double other = ours.getOrDefault(theirs.getKey(), Rows.probability(row, RANKS));
        worst = Math.max(worst, Math.abs(theirs.getValue() - other));
      }
    }
    assertTrue(sameTop1 >= 199, sameTop1 + " of 200 have the reference's top-1");
    assertTrue(worst <= 0.03, "a top-5 probability is off by " + worst);
  }

  @Test
  void sameBytesWhateverTheWorkers() throws Exception {
    Path one = classifySome("one.csv", "-b", "8", "--decoders", "1", "--threads", "1");
    Path many = classifySome("many.csv", "-b", "8", "--decoders", "5", "--threads", "3");
    assertEquals(Files.readString(one), Files.readString(many));
    String whole = Files.readString(all);
    int windows = SOME / 8 * 8;
    assertEquals(
        whole.lines().limit(1 + windows).toList(),
        Files.readString(one).lines().limit(1 + windows).toList(),
        "and of a longer run the same windows");
  }

  @Test
  void theOtherEngineSaysTheSame() throws Exception {
    List<CSVRecord> tensorflow = Rows.of(all);
    List<CSVRecord> onnx =
        Rows.of(classify("onnx.csv", 0, "-b", "8", "--engine", "onnxruntime", images.toString()));
    assertEquals(200, onnx.size());
    for (int i = 0; i < onnx.size(); i++) {
      String path = tensorflow.get(i).get("path");
      assertEquals(path, onnx.get(i).get("path"));
      assertEquals(tensorflow.get(i).get("top1_id"), onnx.get(i).get("top1_id"), path);
      for (int rank = 1; rank <= RANKS; rank++) {
        double expected = Rows.probability(tensorflow.get(i), rank);
        assertEquals(expected, Rows.probability(onnx.get(i), rank), 1e-5, path);
      }
    }
  }

  @Test
  void sameLabelsAndNearlySameProbabilitiesWhateverTheBatchSize() throws Exception {
    List<CSVRecord> five = Rows.of(classifySome("five.csv", "-b", "5", "-k", "1"));
    List<CSVRecord> eight = Rows.of(all);
    for (int i = 0; i < SOME; i++) {
      assertEquals(eight.get(i).get("path"), five.get(i).get("path"));
      assertEquals(eight.get(i).get("top1_label"), five.get(i).get("top1_label"));
      assertEquals(
          Rows.probability(eight.get(i), 1), Rows.probability(five.get(i), 1), 1e-5, "row " + i);
    }
  }

  @Test
  void everyHardFileHasOneRecord() throws Exception {
    Path hard = SharedFiles.at("images/hard");
    Path output = classify("hard.csv", 3, hard.toString(), "--include", "*");
    List<String> files = Folders.files(hard).stream().map(Path::toString).sorted().toList();
    List<CSVRecord> rows = Rows.of(output);
    assertEquals(files, Rows.column(rows, "path").stream().sorted().toList());
    for (CSVRecord row : rows) {
      boolean ok = row.get("status").equals("ok");
      assertEquals(ok, row.get("error").isEmpty(), row.toString());
      assertEquals(ok, !row.get("top1_label").isEmpty(), row.toString());
      assertTrue(ok || row.get("error").matches("[A-Z][A-Za-z]+: .+"), row.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Landscape", "Portrait"})
  void allOrientationsOfAnImageAgree(String name) throws Exception {
    Path originals = SharedFiles.at("images/hard/orientation");
    Path same = Files.createDirectory(folder.resolve(name));
    BufferedImage upright = Orientations.withoutNumber(originals.resolve(name + "_1.jpg"));
    for (int i = 1; i <= 8; i++) {
      String file = name + "_" + i + ".jpg";
      Orientations.write(upright, i, originals.resolve(file), same.resolve(file));
    }
    Path output = classify(name + ".csv", 0, same.toString());
    List<CSVRecord> rows = Rows.of(output);
    assertEquals(8, rows.size());
    CSVRecord first = rows.get(0);
    for (CSVRecord row : rows) {
      assertEquals(first.get("top1_label"), row.get("top1_label"), row.get("path"));
      assertEquals(Integer.toString(upright.getWidth()), row.get("width"), row.get("path"));
      assertEquals(Integer.toString(upright.getHeight()), row.get("height"), row.get("path"));
      assertEquals(Rows.probability(first, 1), Rows.probability(row, 1), 0.02, row.get("path"));
    }
  }

  private static Map<String, Double> top5(CSVRecord row) {
    return Stream.of(1, 2, 3, 4, 5)
        .collect(
            Collectors.toMap(
                rank -> row.get("top" + rank + "_index"), rank -> Rows.probability(row, rank)));
  }

  private static Path classifySome(String name, String... options) throws Exception {
    List<String> list = List.of("--files-from", some.toString());
    return classify(name, 0, Cli.args(list, options));
  }

  private static Path classify(String name, int exitCode, String... options)
      throws IOException, InterruptedException {
    Path output = folder.resolve(name);
    List<String> fixed = List.of("classify", "-m", model.toString(), "-o", output.toString());
    Result result = new Launcher(folder).run(Cli.args(fixed, options));
    assertEquals(exitCode, result.exitCode(), result.err());
    return output;
  }
}
