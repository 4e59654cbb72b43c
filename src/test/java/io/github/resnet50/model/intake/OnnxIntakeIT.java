package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.graph.onnx.OnnxFiles;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.SampleImages;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ONNX on their way into the store, and what runs of them there. */
class OnnxIntakeIT {
  @TempDir Path scratch;
  private final List<String> notes = new ArrayList<>();
  private Home home;
  private ModelStore store;
  private Engine tensorflow;
  private Engine originals;
  private ModelImporter importer;

  @BeforeEach
  void open() throws Exception {
    home = new Home(scratch.resolve("home"));
    store = new ModelStore(home);
    PreparedModels prepared = new PreparedModels(home, note -> {});
    LocalEngines engines = new LocalEngines(Home.of(System.getenv()), prepared, note -> {});
    tensorflow = engines.create(false);
    originals = engines.ofOriginals();
    importer = new ModelImporter(store, prepared, engines, notes::add);
  }

  /** A classifier of 5 classes, up to its scores. */
  private static String scores(OnnxFiles file, long batch) {
    file.input("images", OnnxFiles.FLOAT, batch, 3, 16, 16);
    String map =
        file.node(
            "Relu",
            file.node(
                "Conv", Map.of("strides", List.of(2, 2)), "images", file.weights(8, 3, 3, 3)));
    String features = file.node("Flatten", file.node("GlobalAveragePool", map));
    return file.node("Gemm", features, file.weights(8, 5), file.weights(5));
  }

  private Path write(OnnxFiles file, long batch, String last) throws Exception {
    file.nodes("Identity", "", Map.of(), List.of(last), List.of("scores"));
    file.output("scores", OnnxFiles.FLOAT, batch, 5);
    Files.createDirectories(scratch.resolve("files"));
    return file.write(scratch.resolve("files").resolve("small.onnx"));
  }

  private ModelCard add(Path source, String output) throws ModelException {
    return importer.add(
        new ImportRequest(
            source,
            null,
            null,
            null,
            true,
            new ImportRequest.GraphSettings(null, output, false),
            new ImportRequest.ImageSettings(null, null, UsualScaling.TORCH, null, null)));
  }

  private static float[][] predict(Engine engine, ModelSpec spec) throws Exception {
    engine.start();
    try (LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      return predictor
          .run(SampleImages.pixels(spec.preprocessing(), 3), ModelOutput.PROBABILITIES)
          .of(ModelOutput.PROBABILITIES);
    }
  }

  /** What ONNX Runtime makes of a file, stored by hand. */
  private float[][] expected(Path source, ModelSpec like) throws Exception {
    Path folder = scratch.resolve("original");
    Path file = folder.resolve(ModelDirectory.ORIGINAL).resolve(ModelDirectory.ORIGINAL_FILE);
    Files.createDirectories(file.getParent());
    Files.copy(source, file);
    return predict(
        originals,
        new ModelSpec(
            "original",
            folder,
            like.preprocessing(),
            List.of(),
            like.applySoftmax(),
            Map.of("output", "scores")));
  }

  private void assertImported(Path source) throws Exception {
    ModelCard card = add(source, null);
    assertTrue(card.preparation().used(), card.toString());
    assertEquals(5, card.classes());
    assertEquals(
        Set.of("feature_map", "features", "logits", "probabilities"),
        card.preparation().outputs().keySet());
    assertTrue(notes.toString().contains("compared with the file of ONNX itself"), "" + notes);
    ModelSpec spec = store.find("small");
    float[][] expected = expected(source, spec);
    float[][] actual = predict(tensorflow, spec);
    for (int i = 0; i < actual.length; i++) {
      assertArrayEquals(expected[i], actual[i], 1e-6f);
    }
  }

  @Test
  void aFileBecomesAModelLikeAnyOther() throws Exception {
    OnnxFiles file = new OnnxFiles();
    assertImported(write(file, -1, scores(file, -1)));
  }

  @Test
  void oneThatIsMadeForOneImageRunsInBatches() throws Exception {
    OnnxFiles file = new OnnxFiles();
    assertImported(write(file, 1, file.node("Softmax", scores(file, 1))));
  }

  @Test
  void labelsAndPropertiesBesideItAreTaken() throws Exception {
    OnnxFiles file = new OnnxFiles();
    Path source = write(file, -1, scores(file, -1));
    Files.writeString(source.resolveSibling("labels.txt"), "a\nb\nc\nd\ne\n");
    Files.writeString(
        source.resolveSibling("serving.properties"), "resizeShort=20\ncenterCrop=true\n");
    ModelCard card = add(source, "scores");
    assertEquals("labels.txt", card.labels());
    assertEquals("20", store.find("small").properties().get("resizeShort"));
  }

  /** As ultralytics exports classifiers with {@code dynamic=True}. */
  @Test
  void whatTheFileSaysOfItselfIsTaken() throws Exception {
    OnnxFiles file =
        new OnnxFiles()
            .metadata("author", "Ultralytics")
            .metadata("task", "classify")
            .metadata("imgsz", "[16, 20]")
            .metadata("names", "{0: 'a', 1: 'b', 2: 'c', 3: 'd', 4: 'e'}");
    file.input("images", OnnxFiles.FLOAT, -1, 3, -1, -1);
    String map = file.node("Relu", file.node("Conv", "images", file.weights(8, 3, 3, 3)));
    String features = file.node("Flatten", file.node("GlobalAveragePool", map));
    String scores = file.node("Softmax", file.node("MatMul", features, file.weights(8, 5)));
    Path source = write(file, -1, scores);
    ModelCard card =
        importer.add(
            new ImportRequest(
                source,
                null,
                null,
                null,
                true,
                new ImportRequest.GraphSettings(null, null, false),
                new ImportRequest.ImageSettings(null, null, null, null, null)));
    assertEquals("the file's metadata", card.labels());
    ModelSpec spec = store.find("small");
    assertEquals("c", spec.labels(5).get(2).name());
    assertEquals(20, spec.preprocessing().width());
    assertEquals(16, spec.preprocessing().height());
    assertTrue(notes.toString().contains("scaling unit (0..1), RGB assumed"), "" + notes);
  }

  @Test
  void aFileOfHalvesBecomesOneOfFloats() throws Exception {
    OnnxFiles file = new OnnxFiles();
    file.input("images", OnnxFiles.FLOAT16, -1, 3, 16, 16);
    String map = file.node("Relu", file.node("Conv", "images", file.halves(8, 3, 3, 3)));
    String features = file.node("Flatten", file.node("GlobalAveragePool", map));
    file.nodes(
        "Gemm",
        "",
        Map.of(),
        List.of(features, file.halves(8, 5), file.halves(5)),
        List.of("scores"));
    file.output("scores", OnnxFiles.FLOAT16, -1, 5);
    Files.createDirectories(scratch.resolve("files"));
    Path source = file.write(scratch.resolve("files").resolve("small.onnx"));
    assertTrue(add(source, null).preparation().used());
    ModelSpec spec = store.find("small");
    float[][] expected = expected(source, spec);
    float[][] actual = predict(tensorflow, spec);
    for (int i = 0; i < actual.length; i++) {
      assertArrayEquals(expected[i], actual[i], 2e-3f);
    }
  }

  @Test
  void whatIsNotTranslatedRunsAsItCame() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, 1);
    Path source = write(file, 1, file.node("Add", scores, file.node("Hardmax", scores)));
    ModelCard card = add(source, null);
    assertFalse(card.preparation().used());
    assertEquals("operation Hardmax is not translated", card.preparation().reason());
    assertEquals(5, card.classes());
    ModelSpec spec = store.find("small");
    float[][] rows = predict(originals, spec);
    assertEquals(3, rows.length);
    for (float[] row : rows) {
      float sum = 0;
      for (float p : row) {
        sum += p;
      }
      assertEquals(1, sum, 1e-5);
    }
    String refusal =
        assertThrows(ModelException.class, () -> predict(tensorflow, spec)).getMessage();
    assertTrue(refusal.contains("--engine onnxruntime"), refusal);
    assertFalse(store.needsTrust("small"));
    store.remove("small");
  }

  private String refusal(Path source) throws Exception {
    String message = assertThrows(ModelException.class, () -> add(source, null)).getMessage();
    assertFalse(message.contains(home.root().toString()), message);
    assertTrue(message.lines().count() == 1, message);
    try (Stream<Path> files = Files.list(home.models())) {
      assertEquals(List.of(), files.filter(Files::isDirectory).toList());
    }
    return message;
  }

  @Test
  void whatNothingRunsIsRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    file.nodes("Thing", "org.nowhere", Map.of(), List.of(scores), List.of("thing"));
    String message = refusal(write(file, -1, "thing"));
    assertTrue(message.contains("operation org.nowhere.Thing is not translated, and"), message);
  }

  @Test
  void loopsAreRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    file.nodes("Add", "", Map.of(), List.of(scores, "second"), List.of("first"));
    file.nodes("Relu", "", Map.of(), List.of("first"), List.of("second"));
    assertTrue(refusal(write(file, -1, "second")).contains("has a loop"));
  }

  @Test
  void hugeConstantsAreRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    String huge = file.node("ConstantOfShape", file.longs(1 << 20, 1 << 20, 5));
    String sum = file.node("Add", scores, file.node("ReduceMax", huge));
    assertTrue(refusal(write(file, -1, sum)).contains("makes a constant of 5.50e+12 numbers"));
  }

  @Test
  void tensorsOutsideTheFolderAreRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    String outside = file.external("/etc/hostname", 20, 5);
    String message = refusal(write(file, -1, file.node("Add", scores, outside)));
    assertTrue(message.contains("which is outside the model's folder"), message);
  }

  /** ONNX Runtime would read them; nothing here translates the node. */
  @Test
  void tensorsOfBranchesOutsideTheFolderAreRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    OnnxFiles branch = new OnnxFiles();
    branch.nodes(
        "Add",
        "",
        Map.of(),
        List.of(scores, branch.external("/etc/hostname", 20, 5)),
        List.of("o"));
    branch.output("o", OnnxFiles.FLOAT, -1, 5);
    String chosen =
        file.node("If", Map.of("then_branch", branch, "else_branch", branch), "condition");
    String message = refusal(write(file, -1, chosen));
    assertTrue(message.contains("which is outside the model's folder"), message);
  }

  @Test
  void constantsAreNoScores() throws Exception {
    OnnxFiles file = new OnnxFiles();
    scores(file, -1);
    assertTrue(refusal(write(file, -1, file.weights(5, 5))).contains("do not depend on its input"));
  }

  @Test
  void hugeImagesWithinAreRefused() throws Exception {
    OnnxFiles file = new OnnxFiles();
    file.input("images", OnnxFiles.FLOAT, -1, 3, 16, 16);
    String wide = file.node("Pad", "images", file.longs(0, 0, 1 << 18, 1 << 18, 0, 0, 0, 0));
    String message = refusal(write(file, -1, file.node("Flatten", wide)));
    assertTrue(message.contains("makes 2.06e+11 numbers of an image"), message);
  }

  @Test
  void tensorsBesideTheFileAreTaken() throws Exception {
    OnnxFiles file = new OnnxFiles();
    String scores = scores(file, -1);
    Path source = write(file, -1, file.node("Add", scores, file.external("more.data", 20, 5)));
    Files.write(source.resolveSibling("more.data"), new byte[20]);
    assertTrue(add(source, null).preparation().used());
  }
}
