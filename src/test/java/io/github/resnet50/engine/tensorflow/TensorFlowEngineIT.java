package io.github.resnet50.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.model.store.PreparedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small model, loaded for each kind of output. */
class TensorFlowEngineIT {
  private static final int SIDE = 24;
  private static final int CLASSES = 5;
  private static final String PROPERTIES =
      "engine=TensorFlow\nwidth=24\nheight=24\nresize=true\ntoTensor=true\n";

  @TempDir Path folder;
  private final List<byte[]> images = List.of(noise(1), noise(2), noise(3));
  private TensorFlowEngine engine;
  private ModelSpec spec;

  private static byte[] noise(long seed) {
    byte[] image = new byte[SIDE * SIDE * 3];
    new Random(seed).nextBytes(image);
    return image;
  }

  @BeforeEach
  void prepare() throws Exception {
    Path model = SmallModel.of(SIDE, SIDE).classes(CLASSES, "Softmax").write(folder.resolve("m"));
    Files.writeString(model.resolve("serving.properties"), PROPERTIES);
    spec = new ModelDirectory(model).read("small");
    NativeLibrary library = new NativeLibrary(Home.of(System.getenv()));
    PreparedModels prepared = new PreparedModels(new Home(folder.resolve("home")), note -> {});
    engine = new TensorFlowEngine(library, prepared, false, note -> {});
    engine.start();
  }

  private BatchOutputs run(LoadRequest request, ModelOutput... outputs) throws Exception {
    try (LoadedModel model = engine.load(spec, request);
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      return predictor.run(images, outputs);
    }
  }

  @Test
  void probabilitiesDoNotDependOnWhatElseIsWanted() throws Exception {
    float[][] alone =
        run(LoadRequest.of(ModelOutput.PROBABILITIES), ModelOutput.PROBABILITIES)
            .of(ModelOutput.PROBABILITIES);
    assertEquals(images.size(), alone.length);
    BatchOutputs scores =
        run(
            LoadRequest.of(ModelOutput.PROBABILITIES, ModelOutput.LOGITS),
            ModelOutput.PROBABILITIES,
            ModelOutput.LOGITS);
    BatchOutputs all =
        run(
            LoadRequest.of(ModelOutput.FEATURE_MAP, ModelOutput.GRADIENTS),
            ModelOutput.FEATURE_MAP,
            ModelOutput.LOGITS,
            ModelOutput.PROBABILITIES);
    for (int i = 0; i < alone.length; i++) {
      assertArrayEquals(alone[i], scores.of(ModelOutput.PROBABILITIES)[i]);
      assertArrayEquals(alone[i], all.of(ModelOutput.PROBABILITIES)[i]);
      assertArrayEquals(scores.of(ModelOutput.LOGITS)[i], all.of(ModelOutput.LOGITS)[i]);
      float[] softmax = scores.of(ModelOutput.LOGITS)[i].clone();
      Numbers.softmax(softmax);
      assertArrayEquals(alone[i], softmax, 1e-6f);
    }
  }

  @Test
  void featuresAreTheMeanOfTheFeatureMap() throws Exception {
    float[][] features =
        run(LoadRequest.of(ModelOutput.FEATURES), ModelOutput.FEATURES).of(ModelOutput.FEATURES);
    BatchOutputs inside = run(LoadRequest.of(ModelOutput.FEATURE_MAP), ModelOutput.FEATURE_MAP);
    for (int i = 0; i < features.length; i++) {
      FeatureMap map = inside.featureMaps().get(i);
      float[] means = new float[map.channels()];
      for (int value = 0; value < map.values().length; value++) {
        means[value % map.channels()] += map.values()[value] / map.places();
      }
      assertArrayEquals(features[i], means, 1e-5f);
    }
  }

  @Test
  void gradientsOfALinearHeadAreItsWeights() throws Exception {
    try (LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.GRADIENTS));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      List<FeatureMap> maps = predictor.run(images, ModelOutput.FEATURE_MAP).featureMaps();
      FeatureMap gradient = predictor.gradients(maps, new int[] {4, 0, 2}).get(0);
      float[] weights = model.classWeights().orElseThrow()[4];
      for (int value = 0; value < gradient.values().length; value++) {
        float expected = weights[value % gradient.channels()] / gradient.places();
        assertEquals(expected, gradient.values()[value], 1e-6f);
      }
    }
  }

  @Test
  void shuffledWeightsPredictSomethingElse() throws Exception {
    LoadRequest request = LoadRequest.of(ModelOutput.PROBABILITIES);
    float[] learnt = run(request, ModelOutput.PROBABILITIES).of(ModelOutput.PROBABILITIES)[0];
    float[] shuffled =
        run(request.shuffled(7), ModelOutput.PROBABILITIES).of(ModelOutput.PROBABILITIES)[0];
    assertNotEquals(learnt[0], shuffled[0]);
  }

  @Test
  void whatWasNotLoadedIsRefusedWithAReason() throws Exception {
    try (LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      for (ModelOutput output :
          List.of(ModelOutput.LOGITS, ModelOutput.FEATURES, ModelOutput.FEATURE_MAP)) {
        String reason = model.lacks(output).orElseThrow();
        assertTrue(reason.contains("small"), reason);
        IllegalStateException e =
            assertThrows(IllegalStateException.class, () -> predictor.run(images, output));
        assertEquals(reason, e.getMessage());
      }
      assertThrows(IllegalStateException.class, () -> predictor.gradients(List.of(), new int[0]));
      assertFalse(model.lacks(ModelOutput.PROBABILITIES).isPresent());
      BatchOutputs outputs = predictor.run(images, ModelOutput.PROBABILITIES);
      assertThrows(IllegalStateException.class, () -> outputs.of(ModelOutput.FEATURES));
    }
  }
}
