package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.Home;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Gradients of heads against finite differences. */
class HeadGradientsIT {
  private static final float STEP = 1e-2f;
  private static final double MOST_ERROR = 5e-3;
  private static final int MAPS = 4;

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

  /**
   * From five depths of ResNet50 along random directions, in the last channels, which oneDNN's
   * kernels leave out for some shapes, which is 1.5 % and more at each map. Slopes are measured in
   * double precision: where a ReLU begins within the rounding of floats, a single map can be off by
   * up to 1 %, so that another is tried.
   */
  @Test
  void ofInnerLayersOfResNet50() throws Exception {
    Path prepared = prepare(BuiltInModel.RANDOM.make(scratch.resolve("models")).path());
    Layers layers = new Layers(SavedModelFile.read(prepared, PreparedModelWriter.ALL));
    assertEquals(5, layers.examples().size());
    for (String layer : layers.examples()) {
      SavedModelFile file =
          layers.select(layers.find(layer.substring(0, layer.indexOf(' '))).orElseThrow());
      try (HeadGradients head = HeadGradients.open(file);
          DoubleHead exact = new DoubleHead(file)) {
        double error = errorInLastChannels(head, exact, 0);
        for (int seed = 1; seed < MAPS && error > MOST_ERROR; seed++) {
          error = errorInLastChannels(head, exact, seed);
        }
        assertEquals(0, error, MOST_ERROR, layer);
      }
    }
  }

  /** How far the gradient at a random map is from slopes along directions, relative to these. */
  private static double errorInLastChannels(HeadGradients head, DoubleHead exact, int seed) {
    List<Long> shape = List.of(1L, head.mapShape().get(1), head.mapShape().get(2), channels(head));
    float[] map = new float[Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b))];
    Random random = new Random(seed);
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) random.nextDouble();
    }
    float[] weights = new float[head.scores()];
    weights[7] = 1;
    float[] gradient = head.of(map, shape, weights);
    double wrong = 0;
    double all = 0;
    for (int direction = 0; direction < 2; direction++) {
      double[] more = new double[map.length];
      double[] less = new double[map.length];
      double expected = 0;
      for (int i = 0; i < map.length; i++) {
        boolean moves = i % channels(head) >= channels(head) - 32;
        double step = moves ? 1e-6 * random.nextGaussian() : 0;
        more[i] = map[i] + step;
        less[i] = map[i] - step;
        expected += gradient[i] * step;
      }
      double measured = (exact.logits(more, shape)[7] - exact.logits(less, shape)[7]) / 2;
      wrong += Math.pow(measured - expected, 2);
      all += Math.pow(measured, 2);
    }
    return Math.sqrt(wrong / all);
  }

  /** The forward part of a head in double precision, as only tests need it. */
  private static final class DoubleHead implements AutoCloseable {
    private final GraphRunner runner;
    private final TensorRef map;
    private final TensorRef logits;

    DoubleHead(SavedModelFile file) throws Exception {
      map = file.output(OutputFinder.FEATURE_MAP);
      logits = file.output(OutputFinder.LOGITS);
      FlatGraph head =
          new FlatGraph(file.metaGraph().getGraphDef(), Map.of(OutputFinder.LOGITS, logits));
      head.put(
          Attributes.placeholder(
              map.node(),
              DataType.DT_FLOAT,
              Attributes.shape(file.outputShape(OutputFinder.FEATURE_MAP))));
      head.prune();
      head.rewrite(DoubleHead::inDoubles);
      runner = GraphRunner.of(head.toGraphDef(), GraphRunner.RUN_ONCE);
    }

    private static Optional<NodeDef> inDoubles(NodeDef node) throws UnpreparableModelException {
      if (node.getOp().equals("Const")) {
        HostTensor value = HostTensor.of(node);
        return value.dtype() == DataType.DT_FLOAT
            ? Optional.of(value.as(DataType.DT_DOUBLE).toConst(node.getName()))
            : Optional.empty();
      }
      NodeDef.Builder exact = node.toBuilder();
      node.getAttrMap()
          .forEach(
              (name, value) -> {
                if (value.getType() == DataType.DT_FLOAT) {
                  exact.putAttr(name, Attributes.type(DataType.DT_DOUBLE));
                }
              });
      return Optional.of(exact.build());
    }

    double[] logits(double[] values, List<Long> shape) {
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
      bytes.asDoubleBuffer().put(values);
      HostTensor fed = new HostTensor(DataType.DT_DOUBLE, shape, ByteString.copyFrom(bytes));
      HostTensor result = runner.run(Map.of(map, fed), List.of(logits)).get(0);
      double[] all = new double[result.elements()];
      result
          .content()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.nativeOrder())
          .asDoubleBuffer()
          .get(all);
      return all;
    }

    @Override
    public void close() {
      runner.close();
    }
  }
}
