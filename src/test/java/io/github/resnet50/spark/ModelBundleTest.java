package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.LoadableGraph.ScoreKind;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.testing.Folders;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  @TempDir Path folder;
  private ModelSpec spec;
  private Path target;

  @BeforeEach
  void prepare() throws Exception {
    Path model = Files.createDirectories(folder.resolve("model/variables")).getParent();
    Files.writeString(model.resolve("saved_model.pb"), "original");
    Files.writeString(model.resolve("variables/variables.index"), "weights");
    Files.writeString(model.resolve("serving.properties"), "width=8\nheight=8\n");
    Files.writeString(model.resolve("synset.txt"), "cat\ndog\n");
    spec = new ModelDirectory(model).read("pets");
    target = Files.createDirectory(folder.resolve("bundle"));
  }

  @Test
  void aPreparedModelGoesWithoutItsOriginal() throws Exception {
    Path prepared = Files.createDirectory(folder.resolve("prepared"));
    Files.writeString(prepared.resolve("saved_model.pb"), "flat");
    LoadableGraph graph =
        new LoadableGraph(prepared, "classify", true, ScoreKind.PROBABILITIES, true);
    ModelBundle.write(spec, graph, "abc", true, target);
    assertTrue(ModelBundle.isBundle(target));
    assertEquals(
        List.of("runnable.json", "saved_model.pb", "serving.properties", "synset.txt"),
        Folders.relativeFiles(target));
    ModelBundle read = ModelBundle.read(target);
    assertEquals("flat", Files.readString(read.graph().directory().resolve("saved_model.pb")));
    assertEquals(
        new LoadableGraph(target, "classify", true, ScoreKind.PROBABILITIES, true), read.graph());
    assertEquals("pets", read.spec().name());
    assertEquals(spec.labels(), read.spec().labels());
    assertEquals(spec.preprocessing(), read.spec().preprocessing());
    assertEquals("abc", read.sha256());
    assertTrue(read.fused());
  }

  @Test
  void aModelThatRunsAsItCameGoesWhole() throws Exception {
    LoadableGraph graph =
        new LoadableGraph(spec.directory(), "serving_default", false, ScoreKind.LOGITS);
    ModelBundle bundle = ModelBundle.write(spec, graph, "abc", false, target);
    assertTrue(
        Folders.relativeFiles(target).contains("variables/variables.index"),
        Folders.relativeFiles(target).toString());
    assertFalse(bundle.fused());
    Path zip = folder.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(zip)) {
      bundle.zip(out);
    }
    try (FileSystem unpacked = FileSystems.newFileSystem(zip)) {
      for (String file : Folders.relativeFiles(target)) {
        assertEquals(
            Files.readString(target.resolve(file)), Files.readString(unpacked.getPath(file)));
      }
    }
  }

  @Test
  void whatIsNoBundleIsSaidToBeNone() throws Exception {
    assertFalse(ModelBundle.isBundle(spec.directory()));
    assertThrows(ModelException.class, () -> ModelBundle.read(spec.directory()));
    Files.writeString(spec.directory().resolve("runnable.json"), "{}");
    ModelException e = assertThrows(ModelException.class, () -> ModelBundle.read(spec.directory()));
    assertTrue(e.getMessage().contains("runnable.json"), e.getMessage());
  }
}
