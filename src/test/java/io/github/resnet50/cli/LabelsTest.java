package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LabelOptions;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What labels mean, in every command that takes them. On a fake model whose first two classes, red
 * and green, have one name, as two of ImageNet's have.
 */
@Timeout(30)
class LabelsTest {
  private static final String CANDIDATES =
      "crane is 2 classes: n02012849 (index 0), n03126707 (1): name the folder by id";

  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = folder.resolve("images");
    model = model("model", "n02012849 crane", "n03126707 crane", "n01440764 tench, Tinca tinca");
  }

  @Test
  void rootsMayHaveEscapedBytesOrBeNoPaths() throws Exception {
    TrueLabels labels = new LabelOptions().labels(List.of("caf\\xE9", "no\0path"));
    assertEquals(List.of("crane"), labels.of("caf\\xE9/crane/deep/a.jpg"));
  }

  private String model(String name, String... classes) throws IOException {
    return ToyModel.unread(folder.resolve(name), classes).toString();
  }

  private String image(String name, Color color) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    TestImages.plain(file, 8, 8, color);
    return file.toString();
  }

  private String predictions(String ofModel, String name, String... more) {
    String file = folder.resolve(name).toString();
    Result result =
        cli.run(List.of("classify", "-m", ofModel, "-q", images.toString(), "-o", file), more);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return file;
  }

  @Test
  void anAmbiguousFolderIsToldFirstAndNotScored() throws Exception {
    String example = image("crane/1.png", Color.RED);
    image("crane/2.png", Color.GREEN);
    image("tench/1.png", Color.BLUE);
    image("dog/1.png", Color.BLUE);
    Path json = folder.resolve("report.json");
    Result result = cli.run("evaluate", "-m", model, images.toString(), "-o", json.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String first = result.errLines().get(0);
    assertTrue(first.contains(CANDIDATES + " (2 images, such as " + example + ")"), first);
    assertTrue(first.contains("1 of 3 labels names no class: dog (1 image, such as "), first);
    assertTrue(
        result
            .out()
            .contains("on 1 of 4 images (labels: class folders); 1 without a label; 2 with"),
        result.out());
    JsonObject counts = Json.object(json).getAsJsonObject("images");
    assertEquals(2, counts.get("ambiguous").getAsInt());
    assertEquals(1, counts.get("unlabelled").getAsInt());
    JsonObject label = counts.getAsJsonArray("unmatched_labels").get(0).getAsJsonObject();
    assertEquals("crane", label.get("label").getAsString());
    assertEquals("n02012849 (index 0), n03126707 (1)", label.get("classes").getAsString());
    assertEquals(2, label.get("images").getAsInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n03126707",
        "N03126707",
        "n03126707 crane",
        "n03126707_crane",
        "n03126707-crane",
        "1",
        "1_crane"
      })
  void aFolderNamedByIdOrIndexIsOneClass(String name) throws Exception {
    image(name + "/1.png", Color.GREEN);
    Result result = cli.run("evaluate", "-m", model, images.toString(), "--min-top1", "1");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 1 of 1 images"), result.out());
  }

  @Test
  void aFileOfLabelsIsLookedAtFirstToo() throws Exception {
    image("a.png", Color.RED);
    image("b.png", Color.RED);
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, "images/a.png,crane\nimages/b.png,n02012849,crane\n");
    Result result = cli.run("evaluate", "-m", model, "--labels", labels.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.errLines().get(0).contains("name it by id (1 image"), result.err());
    assertTrue(result.out().contains("on 1 of 2 images"), result.out());
  }

  @Test
  void whereNothingMatchesNothingRuns() throws Exception {
    image("train/tench/1.png", Color.BLUE);
    image("val/tench/1.png", Color.BLUE);
    Result result = cli.run("evaluate", "-m", model, images.toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "none of the 2 labels (class folders: train, val) means one of the 3 classes"
                    + " (n02012849 crane, n03126707 crane, n01440764 tench"),
        result.err());
    Path labels = Files.writeString(folder.resolve("labels.csv"), "elsewhere/1.png,tench\n");
    Result other =
        cli.run("evaluate", "-m", model, images.toString(), "--labels", labels.toString());
    assertEquals(ExitCode.USAGE, other.exitCode());
    assertTrue(other.err().contains("none of 2 images has a label in " + labels), other.err());
  }

  @Test
  void aPredictionFileMakesNoClassOfAnAmbiguousLabel() throws Exception {
    image("crane/1.png", Color.RED);
    image("tench/1.png", Color.BLUE);
    image("2/1.png", Color.BLUE);
    String file = predictions(model, "p.csv");
    Result result = cli.run("evaluate", "--predictions", file, images.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.errLines().get(0).contains(CANDIDATES), result.err());
    assertTrue(
        result.out().contains("on 2 of 3 images (labels: class folders); 1 with an ambiguous one"),
        result.out());
    assertFalse(result.out().contains(" in no prediction"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
  }

  @Test
  void twoClassesOfOneNameAreNotTheSameAnswer() throws Exception {
    image("0/1.png", Color.RED);
    String bird = predictions(model, "bird.csv", "-k", "1");
    String machine = predictions(model, "machine.jsonl", "-k", "1");
    String text = Files.readString(Path.of(machine)).replace("n02012849", "n03126707");
    Files.writeString(Path.of(machine), text.replace("\"index\":0", "\"index\":1"));
    Result result = cli.run("compare", bird, machine, "--class-folders");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("same top-1            0.0000"), result.out());
    assertTrue(result.out().contains("both right 0, only A 1, only B 0"), result.out());
  }

  @Test
  void anAmbiguousLabelJudgesNeither() throws Exception {
    image("crane/1.png", Color.RED);
    image("tench/1.png", Color.BLUE);
    String file = predictions(model, "p.csv");
    Result result = cli.run("compare", file, file, "--class-folders");
    assertTrue(
        result.out().contains("label crane names several classes, and what shows it"),
        result.out());
    assertTrue(result.out().contains("both right 1, only A 0"), result.out());
    Result models =
        cli.run("compare", model, model, "--images", images.toString(), "--class-folders");
    assertEquals(ExitCode.OK, models.exitCode(), models.err());
    assertTrue(models.err().contains(CANDIDATES), models.err());
    assertTrue(models.out().contains("both right 1, only A 0"), models.out());
  }

  /** One file has only seen the bird, the other only the machine. */
  @Test
  void aNameThatMeansAnotherClassInEachFileIsAmbiguousToo() throws Exception {
    String image = image("crane/1.png", Color.RED);
    String header = "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n";
    Path a = folder.resolve("a.csv");
    Path b = folder.resolve("b.csv");
    Files.writeString(a, header + image + ",ok,,8,8,134,n02012849,crane,0.5\n");
    Files.writeString(b, header + image + ",ok,,8,8,517,n03126707,crane,0.5\n");
    Result result = cli.run("compare", a.toString(), b.toString(), "--class-folders");
    assertTrue(result.out().contains("label crane names several classes"), result.out());
    assertTrue(result.out().contains("same top-1            0.0000"), result.out());
    assertFalse(result.out().contains("both right"), result.out());
  }

  @Test
  void withoutIdsClassesOfOneNameAreTheSameAtTheSameIndexOnly() throws Exception {
    image("x/1.png", Color.RED);
    image("x/2.png", Color.GREEN);
    String bare = model("bare", "crane", "crane", "tench");
    String a = predictions(bare, "a.csv", "-k", "1");
    Path b = folder.resolve("b.csv");
    Files.writeString(b, Files.readString(Path.of(a)).replace(",0,crane", ",1,crane"));
    Result result = cli.run("compare", a, b.toString());
    assertTrue(result.out().contains("same top-1            0.5000"), result.out());
    assertTrue(cli.run("compare", a, a).out().contains("same top-1            1.0000"));
  }

  @Test
  void amongNumbersAnUnknownNumberIsNoIndex() throws Exception {
    String digits = model("digits", "1", "2", "4");
    image("4/1.png", Color.BLUE);
    image("0/1.png", Color.RED); // index 0, if it were one
    Result result = cli.run("evaluate", "-m", digits, images.toString());
    assertTrue(result.errLines().get(0).contains("names no class: 0 (1 image"), result.err());
    assertTrue(result.out().contains("on 1 of 2 images"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
  }

  @Test
  void classesThatDifferInLetterCaseKeepTheirImages() throws Exception {
    String cased = model("cased", "Dog", "dog", "cat");
    image("Dog/1.png", Color.RED);
    image("dog/1.png", Color.GREEN);
    image("Cat/1.png", Color.BLUE);
    image("DOG/1.png", Color.BLUE);
    Result result = cli.run("evaluate", "-m", cased, images.toString());
    assertTrue(result.out().contains("on 3 of 4 images"), result.out());
    assertTrue(result.out().contains("top1               1.0000"), result.out());
    assertTrue(
        result
            .errLines()
            .get(0)
            .contains("DOG is 2 classes: Dog (index 0), dog (1): name the folder by its exact"),
        result.err());
  }

  @Test
  void explainAsksWhichOfTheTwo() throws Exception {
    image("x/1.png", Color.RED);
    Result result =
        cli.run(
            "explain",
            "-m",
            model,
            images.toString(),
            "--class",
            "Crane",
            "-o",
            folder.resolve("heat").toString());
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(
        result.err().contains("Crane is 2 classes: n02012849 (index 0), n03126707 (1)"),
        result.err());
  }

  @Test
  void verifyTellsThemToo() throws Exception {
    image("crane/1.png", Color.RED);
    image("tench/1.png", Color.BLUE);
    Result result = cli.run("models", "verify", model, "--images", images.toString());
    assertTrue(result.errLines().get(0).contains(CANDIDATES), result.err());
  }
}
