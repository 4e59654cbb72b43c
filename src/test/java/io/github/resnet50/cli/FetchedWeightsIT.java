package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.intake.LocalEngines;
import io.github.resnet50.model.intake.ModelFetch;
import io.github.resnet50.model.intake.ModelImporter;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.weights.StateDictionary;
import io.github.resnet50.model.weights.TinyFile;
import io.github.resnet50.model.zoo.FakeWeights;
import io.github.resnet50.model.zoo.ZooFetcher;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Weights from a repository become a model that classifies, with ImageNet's labels. */
@Timeout(300)
class FetchedWeightsIT {
  private static final int EVERY = 200;
  private static final String CONFIG =
      """
      {"architecture": "resnet12", "num_classes": 1000,
       "pretrained_cfg": {"tag": "a1_in1k", "input_size": [3, 48, 48],
         "test_input_size": [3, 64, 64], "crop_pct": 0.95, "test_crop_pct": 1.0,
         "interpolation": "bicubic", "mean": [0.485, 0.456, 0.406],
         "std": [0.229, 0.224, 0.225], "num_classes": 1000}}
      """;

  @TempDir Path scratch;
  private final List<String> notes = new ArrayList<>();
  private FakeWeights fake;
  private Home home;
  private ModelStore store;

  @BeforeEach
  void publish() throws Exception {
    try (InputStream in = StateDictionary.class.getResourceAsStream("basic.safetensors")) {
      byte[] weights = TinyFile.withClasses(in.readAllBytes(), 1000, EVERY);
      fake = new FakeWeights(scratch.resolve("weights")).publish(weights, CONFIG);
    }
    // The library is in the shared home already; the store is this test's own.
    Path root = Files.createDirectories(scratch.resolve("store"));
    Files.createDirectories(Launcher.home().resolve("native"));
    Files.createSymbolicLink(root.resolve("native"), Launcher.home().resolve("native"));
    home = new Home(root);
    store = new ModelStore(home);
  }

  private boolean fetch() throws Exception {
    PreparedModels prepared = new PreparedModels(home, notes::add);
    ModelImporter importer =
        new ModelImporter(
            store, prepared, new LocalEngines(home, prepared, notes::add), notes::add);
    ZooFetcher zoo = ZooFetcher.of(home, fake.places(null));
    return new ModelFetch(home, store, zoo, importer, false)
        .fetch(FakeWeights.NAME, (done, total) -> {});
  }

  @Test
  void areClassifiedWith() throws Exception {
    assertTrue(fetch());
    assertFalse(fetch(), "a second time, nothing is asked for");
    ModelCard card = store.card(FakeWeights.NAME).orElseThrow();
    assertEquals("config.json", card.labels());
    assertEquals(
        "top-1 70.5 % at 48 pixels by timm A1, licence apache-2.0",
        card.published().summary().orElseThrow());
    String json = card.published().json().toString();
    assertTrue(json.contains("\"checksum\":\"SHA-256 as announced\""), json);
    assertTrue(
        json.matches(".*model\\.safetensors\",\"bytes\":\\d+,\"sha256\":\"[0-9a-f]{64}.*"), json);

    Path image = TestImages.plain(scratch.resolve("a.png"), 60, 50, new Color(255, 102, 0));
    Cli cli = new Cli(scratch).onTensorFlow(home, home);
    Result result = cli.run("classify", "-m", FakeWeights.NAME, image.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    CSVRecord row = Rows.of(result.out()).get(0);
    int index = Integer.parseInt(row.get("top1_index"));
    assertEquals(0, index % EVERY, row.toString());
    String label = row.get("top1_id") + " " + row.get("top1_label");
    Path synset = store.find(FakeWeights.NAME).directory().resolve("synset.txt");
    assertEquals(Files.readAllLines(synset).get(index), label);
    assertTrue(label.matches("n\\d{8} \\w.*"), label);
  }

  /** A network that is not known, or a configuration that is none: nothing stays. */
  @Test
  void areRefusedWithoutATrace() throws Exception {
    byte[] weights =
        Files.readAllBytes(
            fake.root().resolve("timm/" + FakeWeights.NAME + "/resolve/main/model.safetensors"));
    for (String config : List.of("[]", "{\"architecture\": \"resnetaa50\"}", "<html>")) {
      fake.publish(weights, config);
      ModelException e = assertThrows(ModelException.class, this::fetch);
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      assertEquals(List.of(), store.list());
      assertTrue(
          Folders.names(home.root().resolve("zoo")).stream().allMatch(n -> n.endsWith(".lock")),
          e.getMessage());
    }
  }
}
