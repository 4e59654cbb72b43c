package io.github.resnet50.model.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.ModelCard.KnownFrom;
import io.github.resnet50.model.store.ModelCard.PreprocessingStep;
import io.github.resnet50.model.store.ModelStore.StoredModel;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir Path root;
  private Home home;
  private ModelStore store;

  @BeforeEach
  void open() {
    home = new Home(root);
    store = new ModelStore(home);
  }

  private static ModelCard card(String name, char hash) {
    return new ModelCard(
        name,
        "/somewhere/" + name,
        "2026-01-01T00:00:00Z",
        String.valueOf(hash).repeat(64),
        12_345_678,
        new ModelCard.ImageInput(224, 224, "NHWC", "DT_FLOAT"),
        1000,
        null,
        new PreprocessingStep("tf", KnownFrom.INFERRED, "statistics"),
        new PreprocessingStep("squeezed", KnownFrom.ASSUMED, null),
        new ModelCard.Prepared(
            true, null, "SOFTMAX", 8, 1e-7, 8, Map.of("logits", List.of(-1L, 1000L))),
        null,
        null,
        null,
        null);
  }

  private void add(ModelCard card, String graph, boolean overwrite) throws Exception {
    try (Staging staging = store.stage()) {
      Files.writeString(staging.model().resolve("saved_model.pb"), graph);
      Files.writeString(staging.model().resolve("serving.properties"), "width=224\n");
      store.add(staging, card, overwrite);
    }
  }

  private List<String> hidden() throws Exception {
    return Folders.names(home.models()).stream()
        .filter(name -> name.startsWith(".") && !name.equals(".lock"))
        .toList();
  }

  @Test
  void addsAndFinds() throws Exception {
    add(card("flowers", 'a'), "graph", false);
    assertEquals("flowers", store.find("flowers").name());
    StoredModel model = store.list().get(0);
    assertEquals(card("flowers", 'a'), model.card().orElseThrow());
    assertEquals(List.of(), hidden());
  }

  @Test
  void doesNotReplaceUnasked() throws Exception {
    add(card("flowers", 'a'), "one", false);
    ModelException e =
        assertThrows(ModelException.class, () -> add(card("flowers", 'b'), "two", false));
    assertTrue(e.getMessage().contains("--overwrite"), e.getMessage());
    assertTrue(e.getMessage().contains("models remove flowers"), e.getMessage());
    Path graph = home.models().resolve("flowers/saved_model.pb");
    assertEquals("one", Files.readString(graph));
    add(card("flowers", 'b'), "two", true);
    assertEquals("two", Files.readString(graph));
    assertEquals(List.of(), hidden());
  }

  /** As where the disk is full, or gone. */
  @Test
  void aModelThatCannotBeReplacedStays() throws Exception {
    add(card("flowers", 'a'), "one", false);
    Path target = home.models().resolve("flowers");
    try (Staging staging = store.stage()) {
      Files.delete(staging.model()); // so that it cannot be moved
      assertThrows(IOException.class, () -> staging.moveTo(target));
    }
    assertEquals("one", Files.readString(home.models().resolve("flowers/saved_model.pb")));
  }

  /** A bare name is a directory's only where that is a model: clones are called resnet50 too. */
  @Test
  void foldersThatAreNoModelsDoNotHideModels() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    Path folder = Files.createTempDirectory(here.resolve("target"), "clone");
    String bare = here.relativize(folder).toString();
    assertTrue(ModelStore.meansDirectory(bare), "a path");
    assertTrue(ModelStore.meansDirectory("."));
    assertTrue(ModelStore.meansDirectory(".."));
    assertTrue(ModelStore.meansDirectory("target/"));
    assertFalse(ModelStore.meansDirectory("target"), "a name");
    assertFalse(ModelStore.meansDirectory("nothing"));
    assertFalse(ModelStore.meansDirectory("a\0b"));
    ModelException e = assertThrows(ModelException.class, () -> store.find("target"));
    assertTrue(
        e.getMessage().contains("neither a directory with a saved_model.pb"), e.getMessage());
    add(card("target", 'a'), "graph", false);
    assertEquals("target", store.find("target").name());
    Files.delete(folder);
  }

  @Test
  void leavesNothingOfWhatWasNotAdded() throws Exception {
    try (Staging staging = store.stage()) {
      Files.writeString(staging.model().resolve("saved_model.pb"), "graph");
      assertEquals(List.of(), store.list());
    }
    assertEquals(List.of(), hidden());
  }

  @Test
  void clearsAwayWhatKilledProcessesLeft() throws Exception {
    Path old = Files.createDirectories(home.models().resolve(".staging123"));
    Path fresh = Files.createDirectories(home.models().resolve(".staging456"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    store.stage().close();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  @Test
  void removesThePreparedFormWithTheLastModelOfItsContents() throws Exception {
    add(card("one", 'a'), "graph", false);
    add(card("two", 'a'), "graph", false);
    add(card("other", 'b'), "graph", false);
    Path prepared =
        Files.createDirectories(root.resolve("prepared").resolve("a".repeat(32) + "-v1"));
    Path others = Files.createDirectories(root.resolve("prepared").resolve("b".repeat(32) + "-v1"));
    store.remove("one");
    assertTrue(Files.exists(prepared));
    store.remove("two");
    assertFalse(Files.exists(prepared));
    assertTrue(Files.exists(others));
    assertEquals(List.of("other"), store.list().stream().map(StoredModel::name).toList());
    assertEquals(List.of(), hidden());
  }

  @Test
  void refusesToRemoveWhatIsNotThere() {
    for (String name : List.of("nothing", "random", "../models", ".lock", "")) {
      assertThrows(ModelException.class, () -> store.remove(name), name);
    }
  }

  @Test
  void keepsEvidence() throws Exception {
    add(card("flowers", 'a'), "graph", false);
    JsonObject evidence = new JsonObject();
    evidence.addProperty("accuracy", 0.75);
    store.verified("flowers", evidence);
    assertEquals(evidence, store.list().get(0).card().orElseThrow().verification().json());
    assertThrows(ModelException.class, () -> store.verified("nothing", evidence));
  }

  private static JsonObject evidence(String source, int images, String preprocessing) {
    JsonObject declared = new JsonObject();
    declared.addProperty("description", preprocessing);
    JsonObject evidence = new JsonObject();
    evidence.addProperty("source", source);
    evidence.addProperty("images", images);
    evidence.addProperty("accuracy", 0.75);
    evidence.add("declared", declared);
    return evidence;
  }

  @Test
  void poorerEvidenceDoesNotReplaceBetter() throws Exception {
    add(card("flowers", 'a'), "graph", false);
    JsonObject samples = evidence("built-in samples", 25, "RGB");
    JsonObject photos = evidence("photos", 20, "RGB");
    assertEquals(Optional.empty(), store.verified("flowers", samples));
    assertEquals(Optional.empty(), store.verified("flowers", photos), "photographs say more");
    for (JsonObject poorer : List.of(samples, evidence("photos", 1, "RGB"))) {
      assertEquals(
          "75.0 % of 20 in photos (too few to tell)",
          store.verified("flowers", poorer).orElseThrow().text());
      assertEquals(photos, store.card("flowers").orElseThrow().verification().json());
    }
    // What was measured with another preprocessing says nothing of this one.
    JsonObject other = evidence("built-in samples", 25, "BGR");
    assertEquals(Optional.empty(), store.verified("flowers", other));
    assertEquals(other, store.card("flowers").orElseThrow().verification().json());
  }

  @Test
  void listsFoldersMadeByHand() throws Exception {
    Path folder = Files.createDirectories(home.models().resolve("by-hand"));
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    Files.createDirectories(home.models().resolve("no-model"));
    Files.writeString(home.models().resolve("a-file"), "");
    StoredModel model = store.list().get(0);
    assertEquals("by-hand", model.name());
    assertTrue(model.card().isEmpty());
    assertEquals(1, store.list().size());
  }

  @Test
  void listsBuiltInModelsOnceMade() throws Exception {
    for (String name : List.of("demo", "random")) {
      Path folder = Files.createDirectories(home.models().resolve(name + "-v1"));
      Files.writeString(folder.resolve("saved_model.pb"), "graph");
      assertTrue(
          store.list().stream().anyMatch(model -> model.name().equals(name) && model.builtIn()));
    }
    assertEquals(2, store.list().size());
  }

  @Test
  void anEmptyHomeHasNoModels() throws Exception {
    assertEquals(List.of(), new ModelStore(new Home(root.resolve("none"))).list());
  }

  @Test
  void checksNames() throws Exception {
    for (String name :
        List.of(
            "",
            ".hidden",
            "a/b",
            "a\\b",
            "..",
            "a b",
            "random",
            "Random-v1",
            "demo",
            "x".repeat(101))) {
      assertThrows(ModelException.class, () -> ModelName.of(name), name);
    }
    assertEquals("resnet50-v1.5_a", ModelName.of("resnet50-v1.5_a").text());
  }

  @Test
  void suggestsNames() throws Exception {
    assertEquals("flowers", ModelName.suggestedBy(Path.of("/x/flowers.tar.gz")).text());
    assertEquals("flowers", ModelName.suggestedBy(Path.of("/x/flowers/1")).text());
    assertEquals("my-model", ModelName.suggestedBy(Path.of("/x/my model!")).text());
    assertThrows(ModelException.class, () -> ModelName.suggestedBy(Path.of("/")));
    assertThrows(ModelException.class, () -> ModelName.suggestedBy(Path.of("/x/random.zip")));
  }
}
