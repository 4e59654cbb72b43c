package io.github.resnet50.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.onnx.ImageLevels;
import io.github.resnet50.graph.quantize.ClippingRule;
import io.github.resnet50.graph.quantize.FusedGraph;
import io.github.resnet50.graph.quantize.ModelGraph;
import io.github.resnet50.graph.quantize.Quantization;
import io.github.resnet50.model.Home;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** What 8-bit forms compute on ONNX Runtime, against the float graph in TensorFlow. */
@Timeout(120)
@EnabledIfEnvironmentVariable(named = "TF_ENABLE_ONEDNN_OPTS", matches = "1")
class Int8FormIT {
  private static final int SIZE = 33;
  private static final int IMAGES = 4;
  private static final ImageLevels LEVELS =
      new ImageLevels(List.of(0.017, 0.0175, 0.0174), List.of(123.7, 116.3, 103.5));

  /** In power, as a share of the signal: a wrong scale, border or sum would be off by far more. */
  private static final double MOST_NOISE = 2e-3;

  private static OrtEnvironment environment;

  @TempDir Path folder;
  private final byte[] pixels = new byte[IMAGES * SIZE * SIZE * 3];
  private Quantization quantization;
  private float[] expected;

  @BeforeAll
  static void start() throws Exception {
    Home home = Home.of(System.getenv());
    new NativeLibrary(home).load();
    environment = new OnnxRuntimeLibrary(home).load();
  }

  /**
   * Blocks with all kinds of residual, a pooling's as in ResNet18 too, pooling with a border, and
   * strides with padding.
   */
  private static FlatGraph blocks() throws Exception {
    FusedGraph graph = new FusedGraph();
    graph.input("x", SIZE, 3);
    graph.convolution("stem", "x", new long[] {7, 3, 16}, 2, null, "BiasAdd", "Relu");
    graph.maxPool("pool", "stem");
    graph.convolution("p", "pool", new long[] {3, 16, 16}, 1, "pool", "BiasAdd", "Add", "Relu");
    graph.convolution("a", "p", new long[] {1, 16, 8}, 1, null, "BiasAdd", "Relu6");
    graph.convolution("b", "a", new long[] {3, 8, 8}, 2, null, "BiasAdd", "Relu");
    graph.convolution("short", "p", new long[] {1, 16, 32}, 2, null, "BiasAdd");
    graph.convolution("c", "b", new long[] {1, 8, 32}, 1, "short", "BiasAdd", "Add", "Relu");
    graph.convolution("d", "c", new long[] {1, 32, 8}, 1, null, "BiasAdd", "Elu");
    graph.convolution("e", "d", new long[] {1, 8, 32}, 1, "c", "BiasAdd", "Add", "Relu");
    FlatGraph flat = graph.flat("e");
    TensorRef last = flat.outputs().remove("e");
    flat.outputs().putAll(Map.of("probabilities", last, "logits", last));
    return flat;
  }

  @BeforeEach
  void calibrate() throws Exception {
    FlatGraph flat = blocks();
    GraphInput input =
        new GraphInput(
            "x", new TensorRef("x", 0), DataType.DT_FLOAT, TensorShapeProto.getDefaultInstance());
    new PreparedModelWriter().write(flat, input, Shapes.infer(flat), folder);
    Random random = new Random(4);
    random.nextBytes(pixels);
    quantization = new Quantization(ModelGraph.read(folder), LEVELS);
    assertTrue(quantization.withoutOnnx().isEmpty(), () -> quantization.withoutOnnx().get());
    HostTensor batch =
        HostTensor.floats(List.of((long) IMAGES, (long) SIZE, (long) SIZE, 3L), numbers());
    float[][] rows = quantization.calibrate(batch);
    expected = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, expected, i * rows[i].length, rows[i].length);
    }
  }

  @AfterEach
  void close() {
    quantization.close();
  }

  /** Channels last. */
  private float[] numbers() {
    float[] numbers = new float[pixels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          (float) (LEVELS.steps().get(i % 3) * ((pixels[i] & 0xff) - LEVELS.zeros().get(i % 3)));
    }
    return numbers;
  }

  private Buffer floats() {
    FloatBuffer turned =
        ByteBuffer.allocateDirect(4 * pixels.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] numbers = numbers();
    int places = SIZE * SIZE;
    for (int i = 0; i < numbers.length; i++) {
      turned.put((i / 3 / places * 3 + i % 3) * places + i / 3 % places, numbers[i]);
    }
    return turned;
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Run(double noise, boolean levels, float[] values) {}

  /** How much of the signal is noise, in power. */
  private Run run(Set<String> kept) throws Exception {
    byte[] form = quantization.onnx(ClippingRule.LARGEST, true, kept);
    assertArrayEquals(form, quantization.onnx(ClippingRule.LARGEST, true, kept));
    try (OnnxSession session = new OnnxSession(environment, form)) {
      boolean levels = session.takesLevels();
      List<Long> shape = List.of((long) IMAGES, 3L, (long) SIZE, (long) SIZE);
      Buffer images = floats();
      if (levels) {
        shape = List.of((long) IMAGES, (long) SIZE, (long) SIZE, 3L);
        images = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
      }
      assertEquals(shape.subList(1, 4), session.inputSizes().subList(1, 4));
      OnnxSession.Output output = session.run(images, shape, ModelOutput.PROBABILITIES).get(0);
      int channels = (int) output.sizes()[1];
      int places = (int) (output.sizes()[2] * output.sizes()[3]);
      double signal = 0;
      double noise = 0;
      for (int i = 0; i < expected.length; i++) {
        int turned =
            (i / channels / places * channels + i % channels) * places + i / channels % places;
        signal += expected[i] * expected[i];
        noise += Math.pow(expected[i] - output.values()[turned], 2);
      }
      return new Run(noise / signal, levels, output.values());
    }
  }

  @Test
  void computesNearlyTheSame() throws Exception {
    Run run = run(Set.of());
    assertTrue(run.levels(), "images are fed as they are");
    assertTrue(run.noise() < MOST_NOISE && run.noise() > 1e-8, "noise to signal: " + run.noise());
    assertArrayEquals(run.values(), run(Set.of()).values(), "the same bytes twice");
    // What ends in Elu is none of those that can, in TensorFlow.
    assertEquals(7, quantization.convolutions().size());
    assertEquals(7, quantization.onnxConvolutions(Set.of()));
    assertEquals(Set.of("stem"), quantization.convolutionsOfLevels());
  }

  @Test
  void whatIsKeptStaysFloat() throws Exception {
    double noise = run(Set.of()).noise();
    Run all = run(Set.copyOf(quantization.convolutions()));
    assertEquals(0, quantization.onnxConvolutions(Set.copyOf(quantization.convolutions())));
    assertTrue(all.noise() < 1e-9, "float: " + all.noise());
    Run stem = run(Set.of("stem"));
    assertTrue(!stem.levels(), "it takes floats then");
    assertTrue(stem.noise() < noise && stem.noise() > 1e-8, stem.noise() + ", " + noise);
    for (String name : quantization.convolutions()) {
      assertEquals(6, quantization.onnxConvolutions(Set.of(name)), name);
      assertTrue(run(Set.of(name)).noise() < MOST_NOISE, name);
    }
  }
}
