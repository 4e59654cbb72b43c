package io.github.resnet50.model.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.LoadableGraph.ScoreKind;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.PrepareOptions.Form;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.testing.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** What is kept of preparations that did not work out; without an engine. */
class PreparedModelsTest {
  @TempDir Path scratch;
  private final List<String> notes = new ArrayList<>();
  private int attempts;

  private ModelSpec model(SmallModel graph) throws Exception {
    Path model = graph.write(scratch.resolve("model"));
    Files.writeString(model.resolve("serving.properties"), "width=8\nheight=8\n");
    return new ModelDirectory(model).read("small");
  }

  private ModelSpec harmless() throws Exception {
    return model(SmallModel.of(8, 8).classes(3, "Softmax"));
  }

  private PreparedModels failing(CheckedPreparer.Preparing failure) {
    return new PreparedModels(
        new Home(scratch.resolve("home")),
        notes::add,
        new CheckedPreparer(
            (model, target, options) -> {
              attempts++;
              return failure.prepare(model, target, options);
            }),
        Form.PLAIN);
  }

  private PreparedModels unpreparable() {
    return failing(
        (model, target, options) -> {
          throw new UnpreparableModelException("it has a loop");
        });
  }

  @Test
  void whatCannotBePreparedIsNotTriedAgain() throws Exception {
    ModelSpec spec = harmless();
    for (int run = 0; run < 2; run++) {
      LoadableGraph graph = unpreparable().graph(spec, false);
      assertEquals(
          new LoadableGraph(spec.directory(), "serving_default", false, ScoreKind.UNKNOWN), graph);
    }
    assertEquals(1, attempts);
    assertEquals("model small runs as it came: it has a loop", notes.get(1));
  }

  @Test
  void whatFailedForWantOfMemoryIsTriedAgain() throws Exception {
    ModelSpec spec = harmless();
    PreparedModels models =
        failing(
            (model, target, options) -> {
              throw new TFResourceExhaustedException("OOM when allocating\nmore of it");
            });
    assertFalse(models.graph(spec, false).prepared());
    assertEquals("model small runs as it came this time: OOM when allocating", notes.get(1));
    models.graph(spec, false);
    assertEquals(2, attempts);
    assertTrue(
        Folders.names(scratch.resolve("home/prepared")).stream()
            .noneMatch(name -> name.startsWith(".making")));
  }

  @Test
  void theOriginalRunsOnlyWhereItIsSafe() throws Exception {
    ModelSpec spec =
        model(SmallModel.of(8, 8).classes(3, "Softmax").readingFile(Path.of("/etc/hosts")));
    ModelException e = assertThrows(ModelException.class, () -> unpreparable().graph(spec, false));
    assertTrue(e.getMessage().contains("operation ReadFile"), e.getMessage());
    assertEquals(spec.directory(), unpreparable().graph(spec, true).directory());
  }

  @Test
  void clearsAwayWhatKilledProcessesLeft() throws Exception {
    Path prepared = scratch.resolve("home/prepared");
    Path old = Files.createDirectories(prepared.resolve(".making1"));
    Files.writeString(old.resolve("saved_model.pb"), "half");
    Path fresh = Files.createDirectories(prepared.resolve(".making2"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    unpreparable().graph(harmless(), false);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  /** What earlier versions wrote; {@code counts} had a key a field then. */
  @Test
  void readsWhatWasPreparedBefore() throws Exception {
    ModelSpec spec = harmless();
    unpreparable().graph(spec, false);
    Path record =
        Folders.files(scratch.resolve("home/prepared")).stream()
            .filter(file -> file.endsWith("preparation.json"))
            .findFirst()
            .orElseThrow();
    Files.writeString(
        record,
        """
        {
          "prepared": true,
          "reason": null,
          "seconds": 3.25,
          "agreement": {"images": 8, "maxDifference": 1.2e-7, "sameTop1": 8},
          "signature": "serving_default",
          "outputs": {"logits": [-1, 3], "probabilities": [-1, 3]},
          "head": "SOFTMAX",
          "input": [-1, 8, 8, 3],
          "counts": {
            "functionsInlined": 1, "variablesFrozen": 2, "constantsFolded": 0,
            "batchNormsFound": 1, "batchNormsFolded": 1, "padsMerged": 0,
            "convolutionsFused": 0, "nodes": 14
          }
        }
        """);
    PreparedModels models = unpreparable();
    Preparation read = models.prepare(spec, false);
    assertEquals(1, attempts);
    assertEquals(new Agreement(8, 1.2e-7, 8), read.agreement());
    assertEquals(List.of(-1L, 8L, 8L, 3L), read.input());
    assertEquals(List.of(-1L, 3L), read.outputs().get("logits"));
    assertEquals(2, read.counts().get("variablesFrozen"));
    assertEquals(
        new LoadableGraph(record.getParent(), "classify", true, ScoreKind.PROBABILITIES),
        models.graph(spec, false));
  }
}
