package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.model.zoo.FakeZoo;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an empty home to predictions, once with a zoo and ever after without; on the real engine.
 */
@Timeout(300)
class FirstUseIT {
  @TempDir Path scratch;
  private Cli cli;
  private Path zoo;
  private Path image;

  @BeforeEach
  void prepare() throws Exception {
    zoo = scratch.resolve("zoo");
    image = TestImages.plain(scratch.resolve("a.png"), 300, 260, new Color(255, 102, 0));
    FakeZoo fake = new FakeZoo(zoo);
    Path model = SmallModel.of(224, 224).classes(2, "Softmax").write(scratch.resolve("model"));
    fake.entries().clear();
    fake.entries().put("saved_model.pb", Files.readAllBytes(model.resolve("saved_model.pb")));
    fake.publish();
    // The library is in the shared home already; the store is this test's own.
    Path home = Files.createDirectories(scratch.resolve("store"));
    Files.createDirectories(Launcher.home().resolve("native"));
    Files.createSymbolicLink(home.resolve("native"), Launcher.home().resolve("native"));
    cli = new Cli(scratch).onTensorFlow(new Home(home), new Home(home));
  }

  private void classifies(String... args) {
    Result result = cli.run(args);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    String label = Rows.of(result.out()).get(0).get("top1_label");
    assertTrue(label.equals("tench") || label.equals("goldfish"), label);
  }

  @Test
  void classifyFetchesOnceAndThenNeedsNoZoo() throws Exception {
    classifies("classify", image.toString());
    assertTrue(Files.exists(scratch.resolve("store/models/resnet50/saved_model.pb")));
    assertFalse(Files.exists(scratch.resolve("store/zoo/resnet50")));
    PathUtils.deleteDirectory(zoo);
    classifies("classify", image.toString());
    classifies("classify", "-m", "resnet50", image.toString());
    Result again = cli.run("models", "fetch");
    assertEquals(ExitCode.OK, again.exitCode(), again.err());
  }

  @Test
  void fetchedByName() {
    Result result = cli.run("models", "fetch", "resnet50");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("resnet50"), result.out());
    classifies("classify", image.toString());
  }
}
