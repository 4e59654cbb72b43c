package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.tensorflow.DjlModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelCard.KnownFrom;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.ModelStore.StoredModel;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of many kinds, up to predictions. */
class ModelImporterIT {
  @TempDir Path scratch;
  private final List<String> notes = new ArrayList<>();
  private Home home;
  private ModelStore store;
  private PreparedModels prepared;
  private ModelImporter importer;

  @BeforeEach
  void open() throws Exception {
    home = new Home(scratch.resolve("home"));
    store = new ModelStore(home);
    prepared = new PreparedModels(home, notes::add);
    importer =
        new ModelImporter(
            store,
            prepared,
            new LocalEngines(Home.of(System.getenv()), prepared, notes::add),
            notes::add);
  }

  /** A request in which some things are said; the rest is found out. */
  private static ImportRequest request(Path source, Map<String, Object> said) {
    return new ImportRequest(
        source,
        null,
        null,
        (Path) said.get("labels"),
        said.containsKey("overwrite"),
        new ImportRequest.GraphSettings(
            (String) said.get("signature"), (String) said.get("output"), said.containsKey("trust")),
        new ImportRequest.ImageSettings(
            (Integer) said.get("width"),
            (Integer) said.get("height"),
            (UsualScaling) said.get("scaling"),
            null,
            (Resizing) said.get("resize")));
  }

  private ModelCard add(Path source) throws Exception {
    return importer.add(ImportRequest.of(source));
  }

  private String refusal(ImportRequest request) throws Exception {
    ModelException e = assertThrows(ModelException.class, () -> importer.add(request));
    assertFalse(e.getMessage().contains(home.root().toString()), e.getMessage());
    if (Files.exists(home.models())) {
      try (Stream<Path> files = Files.list(home.models())) {
        assertEquals(List.of(), files.filter(Files::isDirectory).toList());
      }
    }
    return e.getMessage();
  }

  /** Probabilities of one image of noise, by the model as the store has it. */
  private float[] predict(String name) throws Exception {
    ModelSpec spec = store.find(name);
    byte[] image = new byte[spec.preprocessing().width() * spec.preprocessing().height() * 3];
    new Random(5).nextBytes(image);
    try (LoadedModel model = DjlModel.load(spec, prepared.graph(spec, false));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      float[] probabilities =
          predictor.run(List.of(image, image), ModelOutput.PROBABILITIES)
              .of(ModelOutput.PROBABILITIES)[1];
      assertEquals(model.labels().size(), probabilities.length);
      double sum = 0;
      for (float p : probabilities) {
        sum += p;
      }
      assertEquals(1, sum, 1e-5);
      return probabilities;
    }
  }

  @Test
  void takesLevelsWhereTheGraphRescales() throws Exception {
    Path model =
        SmallModel.of(40, 56)
            .rescaling(1 / 127.5f, -1)
            .classes(3, "Softmax")
            .write(scratch.resolve("inside"));
    ModelCard card = add(model);
    assertEquals("raw (0..255), RGB", card.scaling().value());
    assertEquals(KnownFrom.INFERRED, card.scaling().origin());
    assertTrue(
        card.scaling().evidence().contains("multiplies its input by 0.00784 and adds -1.00"),
        card.scaling().evidence());
    assertEquals(new ModelCard.ImageInput(56, 40, "NHWC", "DT_FLOAT"), card.input());
    assertEquals(3, card.classes());
    assertNull(card.labels());
    assertTrue(card.preparation().used());
    assertEquals(8, card.preparation().sameTop1());
    assertEquals(
        Set.of("feature_map", "features", "logits", "probabilities"),
        card.preparation().outputs().keySet());
    assertEquals(KnownFrom.ASSUMED, card.resize().origin());
    assertEquals("64", store.find("inside").properties().get("resizeShort"));
    predict("inside");
    assertEquals(card, store.list().get(0).card().orElseThrow());
  }

  @Test
  void takesLevelsAsBytes() throws Exception {
    Path model =
        SmallModel.ofBytes(12, 12)
            .rescaling(1 / 255f, 0)
            .classes(3, "Softmax")
            .write(scratch.resolve("bytes"));
    ModelCard card = add(model);
    assertEquals("DT_UINT8", card.input().dtype());
    assertEquals("raw (0..255), RGB", card.scaling().value());
    predict("bytes");
    String message =
        refusalOf(request(model, Map.of("scaling", UsualScaling.TORCH, "overwrite", true)));
    assertTrue(message.contains("takes whole numbers 0..255"), message);
  }

  private String refusalOf(ImportRequest request) {
    return assertThrows(ModelException.class, () -> importer.add(request)).getMessage();
  }

  @Test
  void oneSigmoidTellsTwoClassesApart() throws Exception {
    Path model = SmallModel.of(16, 16).classes(1, "Sigmoid").write(scratch.resolve("binary"));
    Files.writeString(model.resolve("labels.txt"), "cat\n");
    Map<String, Object> unit = Map.of("scaling", UsualScaling.UNIT);
    String message = refusal(request(model, unit));
    assertTrue(message.contains("one score for two classes, and needs 2"), message);
    Files.writeString(model.resolve("labels.txt"), "wrong\n");
    Files.writeString(model.resolve("animals.txt"), "cat\ndog\n");
    Files.writeString(model.resolve("serving.properties"), "synsetFileName=animals.txt\n");
    ModelCard card = importer.add(request(model, unit));
    assertEquals(2, card.classes());
    assertEquals("animals.txt", card.labels());
    assertEquals(KnownFrom.ASKED, card.scaling().origin());
    assertEquals(2, predict("binary").length);
    assertEquals(new Label("dog", "dog"), store.find("binary").labels().get(1));
  }

  @Test
  void logitsBecomeProbabilities() throws Exception {
    Path model = SmallModel.of(16, 16).classes(4, null).write(scratch.resolve("logits"));
    Path labels = Files.writeString(scratch.resolve("names.json"), "[\"a\",\"b\",\"c\",\"d\"]");
    ModelCard card =
        importer.add(request(model, Map.of("scaling", UsualScaling.TF, "labels", labels)));
    assertEquals("LOGITS", card.preparation().head());
    assertEquals("names.json", card.labels());
    assertEquals("true", store.find("logits").properties().get("applySoftmax"));
    predict("logits");
  }

  @Test
  void asksForOpenSizes() throws Exception {
    Path model =
        SmallModel.of(-1, -1)
            .rescaling(1 / 255f, 0)
            .classes(3, "Softmax")
            .write(scratch.resolve("open"));
    assertTrue(refusal(ImportRequest.of(model)).contains("open: give it with --width PIXELS"));
    assertTrue(refusal(request(model, Map.of("width", 30))).contains("--height PIXELS"));
    importer.add(request(model, Map.of("width", 30, "height", 20, "resize", Resizing.SQUEEZE)));
    ModelSpec spec = store.find("open");
    assertEquals(20, spec.preprocessing().height());
    assertFalse(spec.preprocessing().resizing().centerCrop());
    predict("open");
  }

  @Test
  void refusesSizesThatTheGraphDoesNotHave() throws Exception {
    Path model = SmallModel.of(16, 16).classes(3, "Softmax").write(scratch.resolve("fixed"));
    String message = refusal(request(model, Map.of("width", 30)));
    assertTrue(message.contains("the model's width is 16, not 30"), message);
  }

  @Test
  void saysWhereTheGraphAndThePropertiesContradictEachOther() throws Exception {
    Path model = SmallModel.of(16, 16).classes(3, "Softmax").write(scratch.resolve("wrong"));
    Files.writeString(model.resolve("serving.properties"), "width=16\nheight=20\n");
    ModelSpec spec = store.find(model.toString());
    startEngine();
    ModelException e = assertThrows(ModelException.class, () -> prepared.graph(spec, false));
    assertTrue(e.getMessage().contains("takes images of 16x16"), e.getMessage());
    assertTrue(e.getMessage().contains("height=20"), e.getMessage());
  }

  private static void startEngine() throws ModelException {
    new NativeLibrary(Home.of(System.getenv())).load();
  }

  @Test
  void asksForTheOutput() throws Exception {
    Path model =
        SmallModel.of(16, 16)
            .rescaling(1 / 255f, 0)
            .classes(3, "Softmax")
            .output("embedding", "pool", 4)
            .output("scores_raw", "scores", 3)
            .write(scratch.resolve("many"));
    // "output_0" is a usual name: taken without asking.
    assertEquals(3, add(model).classes());
    ModelCard card = importer.add(request(model, Map.of("output", "embedding", "overwrite", true)));
    assertEquals(4, card.classes());
    assertEquals(4, predict("many").length);
    String message = refusalOf(request(model, Map.of("output", "nothing", "overwrite", true)));
    assertTrue(message.contains("has no output 'nothing', but [embedding"), message);
    assertEquals(4, predict("many").length);
  }

  @Test
  void asksForTheScalingWhereNothingTells() throws Exception {
    Path model = SmallModel.of(16, 16).classes(3, "Softmax").write(scratch.resolve("bare"));
    String message = refusal(ImportRequest.of(model));
    assertTrue(message.contains("--scaling torch"), message);
    assertTrue(message.contains("no batch normalisation"), message);
  }

  @Test
  void refusesModelsThatTouchFiles() throws Exception {
    Path planted = scratch.resolve("planted");
    Path model =
        SmallModel.of(8, 8)
            .rescaling(1 / 255f, 0)
            .classes(3, "Softmax")
            .writingFile(planted)
            .write(scratch.resolve("malicious"));
    String message = refusal(ImportRequest.of(model));
    assertTrue(message.contains("operation WriteFile (node plant)"), message);
    assertFalse(Files.exists(planted));
    assertTrue(message.contains("--trust-model"), message);
    // Trusted, it is taken, and runs.
    assertEquals(3, importer.add(request(model, Map.of("trust", true))).classes());
    assertTrue(Files.exists(planted));
    assertTrue(store.needsTrust("malicious"));
  }

  @Test
  void whatTheSignatureDoesNotReachIsLeftOut() throws Exception {
    Path planted = scratch.resolve("planted");
    Path model =
        SmallModel.of(8, 8)
            .rescaling(1 / 255f, 0)
            .classes(3, "Softmax")
            .keepingWriter(planted)
            .write(scratch.resolve("keeping"));
    add(model);
    assertFalse(store.needsTrust("keeping"));
    assertTrue(
        notes.stream().anyMatch(note -> note.endsWith("does not reach it: operation WriteFile")),
        notes.toString());
    predict("keeping");
    assertFalse(Files.exists(planted));
    new GraphSafety().require(SavedModelFile.read(store.find("keeping").directory(), null));
    // A directory is run in the same way.
    Path serving = store.find("keeping").directory().resolve("serving.properties");
    Files.copy(serving, model.resolve("serving.properties"));
    assertArrayEquals(predict("keeping"), predict(model.toString()));
    assertFalse(Files.exists(planted));
  }

  @Test
  void whatGivesNoNumbersIsNotStored() throws Exception {
    Path model =
        SmallModel.of(8, 8)
            .rescaling(1e30f, 1e38f)
            .classes(3, "Softmax")
            .write(scratch.resolve("nan"));
    String message = refusal(request(model, Map.of("scaling", UsualScaling.RAW)));
    assertTrue(message.contains("gives NaN of a sample image"), message);
    assertTrue(notes.stream().noneMatch(note -> note.contains("JSON")), notes.toString());
  }

  @Test
  void whatCannotRunIsNotStored() throws Exception {
    Path original = SharedFiles.at("models/keras-gesture");
    ModelFiles files = new ModelFiles(original, original, null);
    Path bare = Files.createDirectories(scratch.resolve("bare"));
    files.copyTo(bare);
    Path weights = bare.resolve("variables");
    Path data = weights.resolve("variables.data-00000-of-00001");
    byte[] all = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(all, all.length / 2));
    String cut = refusal(ImportRequest.of(bare));
    assertTrue(cut.contains("its weights in variables/ are cut off or damaged"), cut);
    Files.delete(data);
    String missing = refusal(ImportRequest.of(bare));
    assertTrue(missing.contains("its weights are missing"), missing);
    Files.write(data, all);
    Path graph = bare.resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    for (int part : List.of(3, 7)) {
      Files.write(graph, Arrays.copyOf(whole, whole.length * part / 8));
      String damaged = refusal(ImportRequest.of(bare));
      assertTrue(damaged.contains("is damaged or not a SavedModel"), damaged);
    }
    Files.write(graph, whole);
    Files.delete(weights.resolve("variables.index"));
    assertTrue(refusal(ImportRequest.of(bare)).contains("its weights are missing"));
    Path prepared = home.root().resolve("prepared");
    assertTrue(
        !Files.exists(prepared)
            || Folders.names(prepared).stream().noneMatch(n -> !n.startsWith(".")));
  }

  @Test
  void takesArchivesWithLabelsBesideTheModel() throws Exception {
    Path model =
        SmallModel.of(16, 16)
            .rescaling(1 / 255f, 0)
            .classes(2, "Softmax")
            .write(scratch.resolve("m"));
    Path archive = scratch.resolve("pets.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      put(tar, "labels.txt", "0 cat\n1 dog\n".getBytes(StandardCharsets.UTF_8));
      put(
          tar,
          "model.savedmodel/saved_model.pb",
          Files.readAllBytes(model.resolve("saved_model.pb")));
    }
    ModelCard card = add(archive);
    assertEquals("pets", card.name());
    assertEquals(archive.toString(), card.source());
    assertEquals("cat", store.find("pets").labels().get(0).name());
    predict("pets");
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void findsOutHowARealResNetIsFed() throws Exception {
    Path original = SharedFiles.at("models/resnet50-imagenet");
    ModelFiles files = new ModelFiles(original, original, null);
    Path bare = Files.createDirectories(scratch.resolve("resnet"));
    files.copyTo(bare);
    Files.copy(original.resolve("synset.txt"), bare.resolve("synset.txt"));
    ModelCard card = add(bare);
    assertEquals(KnownFrom.INFERRED, card.scaling().origin());
    assertTrue(card.scaling().value().startsWith("torch"), card.scaling().value());
    assertTrue(card.scaling().value().endsWith("RGB"), card.scaling().value());
    assertEquals("synset.txt", card.labels());
    assertTrue(card.preparation().used());
    assertEquals(List.of(-1L, 7L, 7L, 2048L), card.preparation().outputs().get("feature_map"));
    predict("resnet");
    // The one that says so itself is believed.
    assertEquals(KnownFrom.GIVEN, add(original).scaling().origin());
    assertEquals(
        List.of("resnet", "resnet50-imagenet"),
        store.list().stream().map(StoredModel::name).toList());
  }

  @Test
  void importsARealKerasExportForGrayImages() throws Exception {
    ModelCard card = add(SharedFiles.at("models/keras-gesture"));
    assertEquals("raw (0..255), GRAY", card.scaling().value());
    assertEquals(new ModelCard.ImageInput(120, 160, "NHWC", "DT_FLOAT"), card.input());
    assertEquals(5, card.classes());
    assertTrue(card.preparation().used());
    assertEquals(
        Set.of("feature_map", "features", "logits", "probabilities"),
        card.preparation().outputs().keySet());
    predict("keras-gesture");
  }
}
