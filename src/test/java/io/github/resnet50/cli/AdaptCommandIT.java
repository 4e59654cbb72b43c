package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From class folders to a model that the other commands use, on a small real model. */
@Timeout(300)
class AdaptCommandIT {
  private static final int SIDE = 24;
  private static final List<String> CLASSES = List.of("blueish", "greenish", "reddish");

  @TempDir Path folder;
  private Home home;
  private Cli cli;
  private Path base;
  private Path train;
  private Path heldOut;

  @BeforeEach
  void prepare() throws Exception {
    home = new Home(folder.resolve("home"));
    Home shared = new Home(Launcher.home());
    new NativeLibrary(shared).load();
    cli = new Cli(folder).with("RESNET50_HOME", home.root().toString()).onTensorFlow(shared, home);
    base = SmallModel.withFeatures(folder.resolve("base"), SIDE);
    Random random = new Random(8);
    train = images(folder.resolve("train"), 12, random);
    heldOut = images(folder.resolve("val"), 6, random);
  }

  private static Path images(Path root, int each, Random random) throws IOException {
    for (int c = 0; c < CLASSES.size(); c++) {
      for (int i = 0; i < each; i++) {
        TestImages.blocks(root.resolve(CLASSES.get(c)).resolve(i + ".png"), SIDE, 2 - c, random);
      }
    }
    return root;
  }

  private Result adapt(String name, String... more) {
    String[] arguments = {
      "adapt", "-m", base.toString(), "--train", train.toString(), "--name", name, "--epochs", "40"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return cli.run(all);
  }

  @Test
  void theModelClassifiesEvaluatesAndIsExplained() throws Exception {
    Path report = folder.resolve("report.json");
    Result result =
        adapt(
            "mine",
            "--val",
            heldOut.toString(),
            "--augment",
            "2",
            "--report",
            report.toString(),
            "--html",
            folder.resolve("page.html").toString());
    assertEquals(0, result.exitCode(), result.err());
    JsonObject adapted = Json.object(report);
    double accuracy =
        adapted.getAsJsonObject("scores").getAsJsonObject("held_out").get("value").getAsDouble();
    assertTrue(accuracy > 0.8, "red, green and blue are told apart: " + result.out());

    Path evaluation = folder.resolve("evaluation.json");
    result = cli.run("evaluate", "-m", "mine", heldOut.toString(), "-o", evaluation.toString());
    assertEquals(0, result.exitCode(), result.err());
    JsonObject metrics =
        Json.object(evaluation).getAsJsonObject("scores").getAsJsonObject("metrics");
    assertEquals(accuracy, metrics.getAsJsonObject("top1").get("value").getAsDouble(), 1e-6);
    assertEquals(
        adapted.getAsJsonObject("scores").getAsJsonObject("unseen").get("loss").getAsDouble(),
        metrics.getAsJsonObject("nll").get("value").getAsDouble(),
        1e-4,
        "the model is the head that was judged");

    result = cli.run("classify", "-m", "mine", heldOut.toString(), "-k", "3");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(CLASSES.contains(Rows.of(result.out()).get(0).get("top1_label")), result.out());

    result =
        cli.run(
            "explain",
            "-m",
            "mine",
            heldOut.toString(),
            "--method",
            "cam",
            "-o",
            folder.resolve("heat").toString());
    assertEquals(0, result.exitCode(), result.err());

    result = cli.run("models", "list", "--json");
    assertTrue(result.out().contains("labels_permuted"), "the card tells how: " + result.out());
    assertTrue(result.out().contains("adapted of base"), result.out());
  }

  @Test
  void aSecondTimeGivesTheSameModelFromKnownFeatures() throws Exception {
    assertEquals(0, adapt("one").exitCode());
    Result again = adapt("one");
    assertEquals(ExitCode.MODEL, again.exitCode(), again.err());
    assertTrue(again.err().contains("already has a model one"), again.err());
    assertEquals(0, adapt("other", "--threads", "1").exitCode());
    assertArrayEquals(
        Files.readAllBytes(home.models().resolve("one/saved_model.pb")),
        Files.readAllBytes(home.models().resolve("other/saved_model.pb")));
    assertEquals(0, adapt("one", "--overwrite", "--hidden-units", "6").exitCode());
  }
}
