package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The images that come with the program. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class SampleImagesIT {
  private static final Path SAMPLES = Launcher.project().resolve("sample-images");

  @TempDir Path folder;

  @Test
  void everyImageHasALabelAndEveryLabelAnImage() throws IOException {
    List<String> labelled = Rows.column(labels(), "path");
    assertEquals(Set.copyOf(Launcher.samples()), new TreeSet<>(labelled));
    assertEquals(labelled.size(), Set.copyOf(labelled).size(), "no image twice");
    assertTrue(labelled.size() >= 16, labelled.size() + " images");
    assertTrue(Set.copyOf(Rows.column(labels(), "id")).size() >= 14, "classes");
  }

  @Test
  void theRandomModelGivesEveryImageARecord() throws Exception {
    List<CSVRecord> rows = classify("random");
    assertEquals(
        Launcher.samples(),
        rows.stream().map(row -> name(row)).toList(),
        "one each, in sorted order");
    assertTrue(rows.stream().allMatch(row -> row.get("status").equals("ok")), rows.toString());
  }

  @Test
  void aRealModelRecognisesThem() throws Exception {
    List<CSVRecord> rows = classify(SharedFiles.at("models/resnet50-imagenet").toString());
    var ids =
        labels().stream().collect(Collectors.toMap(row -> row.get("path"), row -> row.get("id")));
    List<String> missedTop1 = new ArrayList<>();
    List<String> missedTop5 = new ArrayList<>();
    for (CSVRecord row : rows) {
      String id = ids.get(name(row));
      if (!row.get("top1_id").equals(id)) {
        missedTop1.add(name(row));
      }
      if (IntStream.rangeClosed(1, 5).noneMatch(k -> row.get("top" + k + "_id").equals(id))) {
        missedTop5.add(name(row));
      }
    }
    assertTrue(missedTop1.size() <= rows.size() / 8, "top-1 is wrong for " + missedTop1);
    assertEquals(List.of(), missedTop5, "not among the top 5");
  }

  /** Its head was trained on other views of the same scenes; see scripts/sample-images. */
  @Test
  void theDemoModelNamesThem() throws Exception {
    List<CSVRecord> rows = classify("demo");
    var ids =
        labels().stream().collect(Collectors.toMap(row -> row.get("path"), row -> row.get("id")));
    List<String> missed =
        rows.stream()
            .filter(row -> !row.get("top1_id").equals(ids.get(name(row))))
            .map(row -> name(row) + ": " + row.get("top1_label"))
            .toList();
    assertEquals(ids.size(), rows.size());
    assertTrue(missed.size() <= rows.size() / 10, "wrong: " + missed);
  }

  private List<CSVRecord> classify(String model) throws Exception {
    Result result = new Launcher(folder).run("classify", "-m", model, SAMPLES.toString());
    assertEquals(0, result.exitCode(), result.err());
    return Rows.of(result.out());
  }

  private static String name(CSVRecord row) {
    return Path.of(row.get("path")).getFileName().toString();
  }

  private static List<CSVRecord> labels() throws IOException {
    return Rows.of(SAMPLES.resolve("labels.csv"));
  }
}
