package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.model.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gradients of small heads against finite differences. */
class HeadGradientsIT {
  private static final float STEP = 1e-2f;

  @TempDir Path scratch;

  @BeforeAll
  static void loadTensorFlow() throws Exception {
    new NativeLibrary(Home.of(System.getenv())).load();
  }

  private HeadGradients head(Path model) throws Exception {
    return HeadGradients.open(prepare(model));
  }

  private Path prepare(Path model) throws Exception {
    Path target = scratch.resolve("prepared");
    Preparation result =
        new ModelPreparer()
            .prepare(model, target, PrepareOptions.defaults().withForm(PrepareOptions.Form.PLAIN));
    assertTrue(result.prepared());
    return target;
  }

  /** Two images, two classes, some places: the slope of the logit is the gradient. */
  private static void compareWithDifferences(HeadGradients head) {
    List<Long> shape = List.of(2L, head.mapShape().get(1), head.mapShape().get(2), channels(head));
    int size = Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    float[] maps = new float[size];
    Random random = new Random(4);
    for (int i = 0; i < size; i++) {
      maps[i] = random.nextFloat();
    }
    float[] weights = new float[2 * head.scores()];
    int first = head.scores() - 1;
    weights[first] = 1;
    weights[head.scores()] = 1;
    float[] gradients = head.of(maps, shape, weights);
    assertEquals(size, gradients.length);
    float[] unmoved = head.logits(maps, shape);
    double largest = 0;
    int compared = 0;
    for (int i = 0; i < size; i++) {
      float[] more = maps.clone();
      float[] less = maps.clone();
      more[i] += STEP;
      less[i] -= STEP;
      int logit = i < size / 2 ? first : head.scores();
      double up = (head.logits(more, shape)[logit] - unmoved[logit]) / STEP;
      double down = (unmoved[logit] - head.logits(less, shape)[logit]) / STEP;
      if (Math.abs(up - down) > 1e-3) {
        continue; // a maximum or a ReLU has its kink within the step
      }
      compared++;
      double slope = (up + down) / 2;
      assertEquals(slope, gradients[i], 2e-3, "at " + i);
      largest = Math.max(largest, Math.abs(slope));
    }
    assertTrue(largest > 0.01, "the logits depend on the map");
    assertTrue(compared > 0.8 * size, compared + " of " + size);
  }

  private static long channels(HeadGradients head) {
    return head.mapShape().get(3);
  }

  @Test
  void ofPoolingAndADenseLayer() throws Exception {
    try (HeadGradients head = head(Exports.keras2(scratch.resolve("keras2")))) {
      compareWithDifferences(head);
      float[][] weights = head.classWeights().orElseThrow();
      assertEquals(head.scores(), weights.length);
      assertEquals(channels(head), weights[0].length);
    }
  }

  @Test
  void fromALayerInTheMiddle() throws Exception {
    Path prepared = prepare(Exports.croppedVgg(scratch.resolve("vgg")));
    Layers layers = new Layers(SavedModelFile.read(prepared, PreparedModelWriter.ALL));
    String first = layers.examples().get(0);
    String node = layers.find(first.substring(0, first.indexOf(' '))).orElseThrow();
    SavedModelFile selected = layers.select(node);
    try (HeadGradients last = HeadGradients.open(prepared);
        HeadGradients middle = HeadGradients.open(selected)) {
      assertTrue(middle.mapShape().get(1) > last.mapShape().get(1), first);
      assertTrue(first.contains(middle.mapShape().get(1) + "x"), first);
      compareWithDifferences(middle);
    }
    assertEquals(Optional.empty(), layers.find("nowhere"));
  }

  @Test
  void ofSeveralDenseLayersOnAllPlaces() throws Exception {
    try (HeadGradients head = head(Exports.croppedVgg(scratch.resolve("vgg")))) {
      compareWithDifferences(head);
      assertTrue(head.classWeights().isEmpty(), "no class activation map is exact here");
    }
  }

  @Test
  void ofASingleScore() throws Exception {
    try (HeadGradients head = head(Exports.mobileNet(scratch.resolve("mobile")))) {
      assertEquals(1, head.scores());
      compareWithDifferences(head);
    }
  }
}
