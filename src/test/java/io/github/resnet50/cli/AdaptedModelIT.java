package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.model.Head;
import io.github.resnet50.model.Head.Dense;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.intake.AdaptedModels;
import io.github.resnet50.model.intake.AdaptedModels.AdaptRequest;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.NodeDef;

/** Features of a small model, and heads on it, on the real engine. */
@Timeout(300)
class AdaptedModelIT {
  private static final int SIDE = 24;
  private static final int FEATURES = 4;
  private static final int IMAGES = 6;

  @TempDir Path folder;
  private Home home;
  private Cli cli;
  private Path base;
  private Path images;

  @BeforeEach
  void prepare() throws Exception {
    home = new Home(folder.resolve("home"));
    Home shared = new Home(Launcher.home());
    new NativeLibrary(shared).load();
    cli = new Cli(folder).with("RESNET50_HOME", home.root().toString()).onTensorFlow(shared, home);
    base = SmallModel.withFeatures(folder.resolve("base"), SIDE);
    images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(
          images.resolve(i + ".png"), Pictures.write(Pictures.noise(SIDE, SIDE, 8 + i), "png"));
    }
  }

  private float[][] features() throws IOException {
    Path csv = folder.resolve("features.csv");
    Result result =
        cli.run(
            "features",
            "-m",
            base.toString(),
            images.toString(),
            "-o",
            csv.toString(),
            "--overwrite");
    assertEquals(0, result.exitCode(), result.err());
    return Rows.of(csv).stream()
        .map(
            row -> {
              float[] values = new float[FEATURES];
              for (int f = 0; f < FEATURES; f++) {
                values[f] = Float.parseFloat(row.get("f" + f));
              }
              return values;
            })
        .toArray(float[][]::new);
  }

  private static Head head(int... widths) {
    Random random = new Random(17);
    Dense[] layers = new Dense[widths.length - 1];
    for (int l = 0; l < layers.length; l++) {
      float[][] weights = new float[widths[l]][widths[l + 1]];
      float[] bias = new float[widths[l + 1]];
      for (int o = 0; o < bias.length; o++) {
        bias[o] = (float) random.nextGaussian();
        for (float[] row : weights) {
          row[o] = (float) random.nextGaussian();
        }
      }
      layers[l] = new Dense(weights, bias, l < layers.length - 1);
    }
    return new Head(List.of(layers));
  }

  private AdaptRequest request(Head head, String... classes) throws ModelException {
    ModelSpec spec = new ModelDirectory(base).read("base");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("accuracy", 0.875);
    facts.put("images", Map.of("train", 40));
    return new AdaptRequest(spec, head, List.of(classes), ModelName.of("mine"), facts, false);
  }

  private void add(Head head, String... classes) throws ModelException {
    new AdaptedModels(new ModelStore(home), new PreparedModels(home, note -> {}))
        .add(request(head, classes), false);
  }

  /** The model as it came, without any preparing, on an engine of DJL's own. */
  @Test
  void featuresAreThoseOfTheOriginal() throws Exception {
    float[][] ours = features();
    assertEquals(IMAGES, ours.length);
    try (Model model = Model.newInstance("original", "TensorFlow")) {
      model.load(base, null, Map.of("SignatureDefKey", "serving_default"));
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        for (int i = 0; i < IMAGES; i++) {
          BufferedImage image = ImageIO.read(images.resolve(i + ".png").toFile());
          float[] input = new float[3 * SIDE * SIDE];
          for (int p = 0; p < SIDE * SIDE; p++) {
            int rgb = image.getRGB(p % SIDE, p / SIDE);
            input[3 * p] = (rgb >> 16 & 0xff) / 255f;
            input[3 * p + 1] = (rgb >> 8 & 0xff) / 255f;
            input[3 * p + 2] = (rgb & 0xff) / 255f;
          }
          NDArray array = model.getNDManager().create(input, new Shape(1, SIDE, SIDE, 3));
          NDList outputs = predictor.predict(new NDList(array));
          float[] theirs =
              outputs.stream()
                  .filter(output -> output.getName().equals("pooled"))
                  .findFirst()
                  .orElseThrow()
                  .toFloatArray();
          for (int f = 0; f < FEATURES; f++) {
            assertEquals(theirs[f], ours[i][f], 1e-5);
          }
        }
      }
    }
  }

  @Test
  void anAdaptedModelIsItsHeadOnTheBasesFeatures() throws Exception {
    Head head = head(FEATURES, 7, 3);
    add(head, "a cat", "n02084071 dog", "cow");
    Path csv = folder.resolve("predictions.csv");
    Result result =
        cli.run("classify", "-m", "mine", images.toString(), "-k", "3", "-o", csv.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<CSVRecord> rows = Rows.of(csv);
    float[][] features = features();
    for (int i = 0; i < IMAGES; i++) {
      float[] expected = head.logits(features[i]);
      Numbers.softmax(expected);
      for (int rank = 1; rank <= 3; rank++) {
        int index = Integer.parseInt(rows.get(i).get("top" + rank + "_index"));
        assertEquals(expected[index], Rows.probability(rows.get(i), rank), 1e-5);
        assertEquals(
            List.of("a cat", "dog", "cow").get(index), rows.get(i).get("top" + rank + "_label"));
      }
    }
    result = cli.run("models", "list");
    assertTrue(result.out().contains("adapted of base"), result.out());
    assertTrue(result.out().contains("87.5 %"), result.out());
    result = cli.run("models", "list", "--json");
    assertTrue(result.out().contains("\"train\": 40"), result.out());
    assertTrue(result.out().contains("\"feature_map\""), result.out());
  }

  @Test
  void itsOneDenseLayerIsExplainedExactly() throws Exception {
    add(head(FEATURES, 3), "a", "b", "c");
    Result result =
        cli.run(
            "explain",
            "-m",
            "mine",
            images.toString(),
            "--method",
            "gradcam,cam",
            "-o",
            folder.resolve("heat").toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(2 * IMAGES, Files.readAllLines(folder.resolve("heat/explanations.jsonl")).size());
  }

  @Test
  void plainDjlRunsIt() throws Exception {
    add(head(FEATURES, 3), "a", "b", "c");
    Path csv = folder.resolve("predictions.csv");
    assertEquals(
        0, cli.run("classify", "-m", "mine", images.toString(), "-o", csv.toString()).exitCode());
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(home.models().resolve("mine"))
            .optEngine("TensorFlow")
            .optTranslatorFactory(new ImageClassificationTranslatorFactory())
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      List<CSVRecord> rows = Rows.of(csv);
      for (int i = 0; i < IMAGES; i++) {
        Image image = ImageFactory.getInstance().fromFile(images.resolve(i + ".png"));
        Classifications.Classification best = predictor.predict(image).best();
        assertEquals(rows.get(i).get("top1_label"), best.getClassName());
        assertEquals(Rows.probability(rows.get(i), 1), best.getProbability(), 1e-5);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    ModelException refused =
        assertThrows(ModelException.class, () -> add(head(FEATURES + 1, 3), "a", "b", "c"));
    assertTrue(refused.getMessage().contains("takes 5 numbers, but gets 4"), refused.getMessage());
    refused = assertThrows(ModelException.class, () -> add(head(FEATURES, 3), "a", "b"));
    assertTrue(refused.getMessage().contains("3 scores for 2 classes"), refused.getMessage());
    refused = assertThrows(ModelException.class, () -> add(head(FEATURES, 2), "a", "b\nc"));
    assertTrue(refused.getMessage().contains("cannot be the name"), refused.getMessage());
    assertTrue(new ModelStore(home).list().isEmpty());
    add(head(FEATURES, 2), "a", "b");
    refused = assertThrows(ModelException.class, () -> add(head(FEATURES, 2), "a", "b"));
    assertTrue(refused.getMessage().contains("already has a model mine"), refused.getMessage());
  }

  /** A real model's own last layer, taken out of its graph, on its features. */
  @Test
  void aRealModelsFeaturesAreWhatItsLastLayerSees() throws Exception {
    Path model = SharedFiles.at("models/resnet50-imagenet");
    List<Path> photos =
        SharedFiles.under(SharedFiles.at("images/imagenet-200"), ".JPEG").subList(0, 3);
    Home shared = new Home(Launcher.home());
    PreparedModels prepared = new PreparedModels(shared, note -> {});
    cli.with("RESNET50_HOME", shared.root().toString()).onTensorFlow(shared, shared);
    Head own = lastLayer(prepared.plainForm(new ModelDirectory(model).read("real"), false));
    String[] paths = photos.stream().map(Path::toString).toArray(String[]::new);
    List<CSVRecord> features = rows(paths, "features", "-m", model.toString());
    List<CSVRecord> predictions = rows(paths, "classify", "-m", model.toString());
    for (int i = 0; i < paths.length; i++) {
      float[] values = new float[2048];
      for (int f = 0; f < values.length; f++) {
        values[f] = Float.parseFloat(features.get(i).get("f" + f));
      }
      float[] expected = own.logits(values);
      Numbers.softmax(expected);
      for (int rank = 1; rank <= 5; rank++) {
        int index = Integer.parseInt(predictions.get(i).get("top" + rank + "_index"));
        assertEquals(expected[index], Rows.probability(predictions.get(i), rank), 1e-5);
      }
    }
  }

  private List<CSVRecord> rows(String[] paths, String... command) throws IOException {
    Result result = cli.run(List.of(command), paths);
    assertEquals(0, result.exitCode(), result.err());
    return Rows.of(result.out());
  }

  private static Head lastLayer(Path plain) throws Exception {
    SavedModelFile file = SavedModelFile.read(plain, null);
    TensorRef logits = TensorRef.parse(file.signature().getOutputsOrThrow("logits").getName());
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), Map.of("logits", logits));
    NodeDef sum = graph.producer(logits);
    NodeDef product = graph.producer(FlatGraph.input(sum, 0));
    float[] bias = graph.constant(FlatGraph.input(sum, 1)).orElseThrow().floats();
    float[] kernel = graph.constant(FlatGraph.input(product, 1)).orElseThrow().floats();
    float[][] weights = new float[kernel.length / bias.length][bias.length];
    for (int i = 0; i < kernel.length; i++) {
      weights[i / bias.length][i % bias.length] = kernel[i];
    }
    return new Head(List.of(new Dense(weights, bias, false)));
  }

  @Test
  void aModelWithoutAFeatureLayerSaysSo() throws Exception {
    Path toy = ToyModel.folder(folder.resolve("toy"));
    Result result = cli.run("features", "-m", toy.toString(), images.toString());
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(result.err().contains("has no features"), result.err());
    assertEquals("", result.out());
  }
}
