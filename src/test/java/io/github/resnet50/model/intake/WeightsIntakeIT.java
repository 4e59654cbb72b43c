package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.tensorflow.DjlModel;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelCard.KnownFrom;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.weights.StateDictionary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weights that PyTorch wrote become models that compute what PyTorch computes. The files are made
 * by {@code scripts/tiny-resnets/make}.
 */
class WeightsIntakeIT {
  private static final int SIDE = 45;

  @TempDir Path scratch;
  private final List<String> notes = new ArrayList<>();
  private Path folder;
  private Home home;
  private ModelStore store;
  private PreparedModels prepared;
  private ModelImporter importer;

  @BeforeEach
  void open() throws Exception {
    home = new Home(scratch.resolve("home"));
    folder = Files.createDirectory(scratch.resolve("downloaded"));
    store = new ModelStore(home);
    prepared = new PreparedModels(home, notes::add);
    LocalEngines engines = new LocalEngines(Home.of(System.getenv()), prepared, notes::add);
    importer = new ModelImporter(store, prepared, engines, notes::add);
  }

  private static InputStream resource(String name) {
    return StateDictionary.class.getResourceAsStream(name);
  }

  private Path weights(String name) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    try (InputStream in = resource(name + ".safetensors")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static ImportRequest request(Path source, Integer side, UsualScaling scaling) {
    return new ImportRequest(
        source,
        null,
        null,
        null,
        true,
        new ImportRequest.GraphSettings(null, null, false),
        new ImportRequest.ImageSettings(side, side, scaling, null, null));
  }

  private String refusal(Path source) {
    ModelException e =
        assertThrows(ModelException.class, () -> importer.add(ImportRequest.of(source)));
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    assertFalse(e.getMessage().contains(home.root().toString()), e.getMessage());
    return e.getMessage().replace(folder + "/", "");
  }

  /** The image that the script gives to PyTorch. */
  private static byte[] image() {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        for (int c = 0; c < 3; c++) {
          rgb[(row * SIDE + column) * 3 + c] =
              (byte) (row * row * 3 + column * (11 + 6 * c) + 40 * c);
        }
      }
    }
    return rgb;
  }

  /** The same for a model of gray images, of which red is the only channel: alike in all three. */
  private static byte[] gray() {
    byte[] rgb = image();
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i + 1] = rgb[i];
      rgb[i + 2] = rgb[i];
    }
    return rgb;
  }

  private static float[] expected(String name) throws IOException {
    try (InputStream in = resource("expected.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String line = text.lines().filter(l -> l.startsWith(name + ",")).findFirst().orElseThrow();
      String[] values = line.substring(name.length() + 1).split(",", -1);
      float[] probabilities = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        probabilities[i] = Float.parseFloat(values[i]);
      }
      return probabilities;
    }
  }

  private float[] predict(String name, byte[] image) throws Exception {
    ModelSpec spec = store.find(name);
    try (LoadedModel model = DjlModel.load(spec, prepared.graph(spec, false));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      return predictor.run(List.of(image), ModelOutput.PROBABILITIES)
          .of(ModelOutput.PROBABILITIES)[0];
    }
  }

  @ParameterizedTest
  @CsvSource({
    "basic, resnet12",
    "grouped, resnext14_2x2d",
    "deep, resnet14t",
    "squeezed, seresnet14",
    "reduced, resnext14c_2x2d",
    "gray, resnet10"
  })
  void computesWhatPyTorchComputes(String name, String architecture) throws Exception {
    boolean gray = name.equals("gray");
    ModelCard card =
        importer.add(request(weights(name), SIDE, gray ? UsualScaling.UNIT : UsualScaling.TORCH));
    assertEquals(name, card.name());
    assertEquals(
        "recognised as " + architecture + " with 5 classes, by the names and shapes of its weights",
        notes.get(0));
    assertTrue(card.preparation().used(), card.preparation().reason());
    assertEquals(5, card.classes());
    assertArrayEquals(expected(name), predict(name, gray ? gray() : image()), 2e-6f);
  }

  /** What timm publishes beside its weights. */
  @Test
  void takesSizeCropScalingAndLabelsFromTimmsConfig() throws Exception {
    weights("basic");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architecture": "resnet12", "num_classes": 5,
         "label_names": ["ant", "bee", "cat", "n02084071", "eel"],
         "label_descriptions": {"n02084071": "dog"},
         "pretrained_cfg": {"input_size": [3, 64, 64], "test_input_size": [3, 80, 80],
           "test_crop_pct": 0.965, "crop_pct": 0.95, "crop_mode": "center",
           "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}}
        """);
    Files.move(folder.resolve("basic.safetensors"), folder.resolve("model.safetensors"));
    ModelCard card = importer.add(ImportRequest.of(folder));
    assertTrue(
        notes.stream()
            .anyMatch(note -> note.endsWith("--width 80 --height 80 --resize 82 for that")),
        notes.toString());
    assertEquals("downloaded", card.name());
    assertEquals("config.json", card.labels());
    assertEquals("as config.json says", card.resize().value());
    assertEquals(KnownFrom.GIVEN, card.scaling().origin());
    Path model = store.find("downloaded").directory();
    Map<String, String> properties = ServingFile.in(model).read();
    assertEquals("64", properties.get("width"));
    assertEquals("0.95", properties.get("cropPct"));
    assertEquals("bicubic", properties.get("interpolation"));
    assertEquals(
        List.of(
            new Label("ant", "ant"),
            new Label("bee", "bee"),
            new Label("cat", "cat"),
            new Label("n02084071", "dog"),
            new Label("eel", "eel")),
        store.find("downloaded").labels());
  }

  @Test
  void assumesWhatIsUsualWhereNothingIsSaid() throws Exception {
    ModelCard card = importer.add(ImportRequest.of(weights("deep")));
    assertEquals(new ModelCard.ImageInput(224, 224, "NHWC", "DT_FLOAT"), card.input());
    assertEquals("short side to 256, then the middle", card.resize().value());
    assertEquals(KnownFrom.ASSUMED, card.resize().origin());
    assertEquals("torch (ImageNet's mean and standard deviation), RGB", card.scaling().value());
    assertEquals(KnownFrom.ASSUMED, card.scaling().origin());
    assertTrue(
        notes.stream().anyMatch(note -> note.startsWith("scaling torch (ImageNet's mean")),
        notes.toString());
  }

  @Test
  void refusesNetworksThatOnlyTheirNameTellsFromOthers() throws Exception {
    Path file = weights("basic");
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"resnetaa12\"}");
    assertEquals(
        "basic.safetensors: config.json says that it is resnetaa12, which computes otherwise than"
            + " resnet12 with the same names and shapes, and is not known here: export it as ONNX",
        refusal(file));
    Files.writeString(
        folder.resolve("config.json"), "{\"architecture\": \"resnet12\", \"num_classes\": 6}");
    assertEquals(
        "basic.safetensors: config.json says 6 classes, but fc.weight has 5", refusal(file));
  }

  @Test
  void refusesWeightsThatAreCutShort() throws Exception {
    Path file = weights("basic");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    String refusal = refusal(file);
    assertTrue(
        refusal.startsWith("basic.safetensors is damaged, or no file of safetensors: tensor "),
        refusal);
  }

  @Test
  void readsNoPickle() throws Exception {
    for (String name : List.of("a.pth", "a.pt", "pytorch_model.bin", "a.ckpt")) {
      Path file = Files.write(folder.resolve(name), new byte[] {'P', 'K', 3, 4});
      String refusal = refusal(file);
      assertTrue(refusal.startsWith(name + " is what PyTorch pickles"), refusal);
      assertTrue(refusal.contains("torch.load(\"" + name + "\""), refusal);
    }
    assertTrue(refusal(folder).startsWith(folder + " holds no TensorFlow SavedModel"));
  }
}
