package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.Exports;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Preparation.HeadKind;
import io.github.resnet50.graph.prepare.PrepareOptions.Form;
import io.github.resnet50.model.Home;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;

/** Preparation as a whole, against TensorFlow's own run of the original. */
class ModelPreparerIT {

  private static final Set<String> ALL =
      Set.of("feature_map", "features", "logits", "probabilities");

  @TempDir Path scratch;

  @BeforeAll
  static void loadTensorFlow() throws Exception {
    new NativeLibrary(Home.of(System.getenv())).load();
  }

  /** A preparation and where its graph is. */
  private record Prepared(Preparation result, Path directory) {
    GraphDef graph() throws Exception {
      return SavedModelFile.read(directory, null).metaGraph().getGraphDef();
    }

    DataType inputType() throws Exception {
      return SavedModelFile.read(directory, null).input().dtype();
    }

    long count(String op) throws Exception {
      return graph().getNodeList().stream().filter(n -> n.getOp().equals(op)).count();
    }

    /** Whether the logits are one dense layer on the mean of the feature map over its area. */
    boolean isPooledDense() throws Exception {
      SavedModelFile file = SavedModelFile.read(directory, null);
      FlatGraph graph = file.graph();
      graph.prune();
      return new OutputFinder(graph, Shapes.infer(graph))
          .isMeanOf(file.output("features"), file.output("feature_map"));
    }

    List<Long> shape(String output) {
      return result.outputs().get(output);
    }

    int did(String count) {
      return result.counts().get(count);
    }
  }

  private Prepared prepare(Path model, PrepareOptions options, Path target) throws Exception {
    return new Prepared(new ModelPreparer().prepare(model, target, options), target);
  }

  private Prepared prepare(Path model, Form form) throws Exception {
    Path target = scratch.resolve(model.getFileName() + "-" + form);
    return prepare(model, PrepareOptions.defaults().withForm(form), target);
  }

  /** Prepares all forms, compares each with the original, returns the fused one. */
  private Prepared prepareAndCompare(Path model, double scale, double limit) throws Exception {
    for (Form form : List.of(Form.PLAIN, Form.EIGEN, Form.FUSED)) {
      Prepared prepared = prepare(model, form);
      Preparation result = prepared.result();
      assertTrue(result.prepared());
      Agreement agreement =
          Agreement.measure(
              model,
              prepared.directory(),
              PrepareOptions.defaults().withForm(form),
              result,
              List.of(batch(result, 3, scale), batch(result, 1, scale)));
      assertEquals(4, agreement.images());
      assertEquals(4, agreement.sameTop1());
      assertTrue(agreement.within(limit), () -> form + ": " + agreement);
      if (form == Form.FUSED) {
        return prepared;
      }
    }
    throw new AssertionError();
  }

  private static HostTensor batch(Preparation model, int count, double scale) {
    List<Long> shape = new ArrayList<>(model.input());
    shape.set(0, (long) count);
    float[] pixels = new float[Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b))];
    Random random = new Random(11);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (scale * random.nextDouble());
    }
    return HostTensor.floats(shape, pixels);
  }

  @Test
  void preparesKeras2() throws Exception {
    Prepared model = prepareAndCompare(Exports.keras2(scratch.resolve("keras2")), 1, 1e-6);
    assertEquals(ALL, model.result().outputs().keySet());
    assertEquals(List.of(-1L, 6L, 5L, 4L), model.shape("feature_map"));
    assertEquals(HeadKind.SOFTMAX, model.result().head());
    assertTrue(model.isPooledDense());
    assertEquals(
        Map.of(
            "functionsInlined", 3,
            "variablesFrozen", 9,
            "constantsFolded", 0,
            "batchNormsFound", 1,
            "batchNormsFolded", 1,
            "padsMerged", 1,
            "convolutionsFused", 2,
            "nodes", 14),
        model.result().counts());
    assertEquals(2, model.count("_FusedConv2D"));
    assertEquals(0, model.count("Pad"));
  }

  @Test
  void preparesKeras3WithoutSoftmax() throws Exception {
    Prepared model = prepareAndCompare(Exports.keras3(scratch.resolve("keras3")), 255, 1e-6);
    assertEquals(HeadKind.LOGITS, model.result().head());
    assertEquals(List.of(-1L, 3L), model.shape("logits"));
    assertEquals("serving_default", model.result().signature());
    assertEquals(1, model.did("batchNormsFolded"));
    assertEquals(1, model.did("batchNormsFound"));
    assertEquals(0, model.count("Rsqrt"));
    assertEquals(1, model.count("_FusedConv2D"));
  }

  @Test
  void preparesTensorFlow1() throws Exception {
    Prepared model = prepareAndCompare(Exports.tensorflow1(scratch.resolve("tf1")), 1, 1e-6);
    assertEquals(2, model.did("variablesFrozen"));
    assertEquals(0, model.count("Merge"));
    assertEquals(ALL, model.result().outputs().keySet());
  }

  @Test
  void preparesASigmoidOnBytes() throws Exception {
    Prepared model = prepareAndCompare(Exports.mobileNet(scratch.resolve("mobile")), 255, 1e-6);
    assertEquals(HeadKind.SIGMOID, model.result().head());
    assertEquals(List.of(-1L, 1L), model.shape("logits"));
    assertEquals(DataType.DT_UINT8, model.inputType());
    assertEquals(List.of(-1L, 14L, 18L, 3L), model.result().input());
    assertEquals(List.of(-1L, 16L), model.shape("features"));
    assertEquals(3, model.did("batchNormsFolded"));
    assertEquals(2, model.count("_FusedDepthwiseConv2dNative"));
  }

  @Test
  void decidesBranchesByTheImagesSize() throws Exception {
    Prepared model = prepareAndCompare(Exports.croppedVgg(scratch.resolve("vgg")), 1, 1e-6);
    assertEquals(0, model.count("ResizeBilinear"));
    assertEquals(1, model.count("Slice"));
    assertFalse(model.isPooledDense());
    assertEquals(List.of(-1L, 6L), model.shape("features"));
    assertEquals(List.of(-1L, 4L, 4L, 4L), model.shape("feature_map"));
  }

  @Test
  void preparesAPreparedModelAgain() throws Exception {
    Prepared plain = prepare(Exports.keras2(scratch.resolve("keras2")), Form.PLAIN);
    Prepared fused = prepareAndCompare(plain.directory(), 1, 1e-6);
    assertEquals(2, fused.did("convolutionsFused"));
    assertEquals(plain.result().outputs(), fused.result().outputs());
  }

  @Test
  void writesTheSameBytesTwice() throws Exception {
    Path model = Exports.keras2(scratch.resolve("keras2"));
    Path file = prepare(model, Form.FUSED).directory().resolve("saved_model.pb");
    byte[] first = Files.readAllBytes(file);
    assertArrayEquals(
        first,
        Files.readAllBytes(prepare(model, Form.FUSED).directory().resolve("saved_model.pb")));
    assertEquals(1, Folders.entries(file.getParent()).size());
  }

  @Test
  void refusesLoopsWithTheReason() throws Exception {
    Path model = Exports.withWhile(scratch.resolve("while"));
    Exception e = assertThrows(UnpreparableModelException.class, () -> prepare(model, Form.FUSED));
    assertTrue(e.getMessage().contains("operation StatelessWhile (node loop)"), e.getMessage());
  }

  @Test
  void refusesGraphsThatContradictThemselves() throws Exception {
    Nodes stub = Nodes.graph();
    stub.placeholder("image", DataType.DT_FLOAT, -1, 2, 2, 3);
    stub.add("Softmax", "y", List.of());
    Path inputs = Exports.write(scratch.resolve("inputs"), stub, DataType.DT_FLOAT, "y");
    assertThrows(UnpreparableModelException.class, () -> prepare(inputs, Form.FUSED));
    Nodes odd = Nodes.graph();
    String image = odd.placeholder("image", DataType.DT_FLOAT, -1, 2, 2, 3);
    odd.unary("Softmax", "y", odd.dense("dense", odd.pool("pool", image), 4, 4));
    Path shapes = Exports.write(scratch.resolve("shapes"), odd, DataType.DT_FLOAT, "y");
    assertThrows(UnpreparableModelException.class, () -> prepare(shapes, Form.FUSED));
  }

  @Test
  void refusesBatchesOfOneSize() throws Exception {
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", DataType.DT_FLOAT, 1, 2, 2, 3);
    String flat = top.add("Reshape", "flat", List.of(image, top.ints("to", 1, 12)), Nodes.t());
    top.unary("Softmax", "y", top.dense("dense", flat, 12, 4));
    Path model = Exports.write(scratch.resolve("one"), top, DataType.DT_FLOAT, "y");
    Exception e = assertThrows(UnpreparableModelException.class, () -> prepare(model, Form.FUSED));
    assertTrue(e.getMessage().contains("batches of one size"), e.getMessage());
  }

  @Test
  void neverRunsAMaliciousFunction() throws Exception {
    Path secret = Files.writeString(scratch.resolve("secret"), "1");
    Path stolen = scratch.resolve("stolen");
    Nodes body = Nodes.body();
    body.add("ReadFile", "read", List.of("from"));
    body.add("WriteFile", "write", List.of("to", "read:contents:0"));
    FunctionDef evil =
        body.function(
            "evil",
            Map.of("from", DataType.DT_STRING, "to", DataType.DT_STRING),
            Map.of("o", "read:contents:0"),
            DataType.DT_STRING);
    Nodes top = Nodes.graph();
    String image = top.placeholder("image", DataType.DT_FLOAT, -1, 2, 2, 3);
    top.unary("Softmax", "y", top.dense("dense", top.pool("pool", image), 3, 4));
    text(top, "from", secret.toString());
    text(top, "to", stolen.toString());
    top.add("StatefulPartitionedCall", "call", List.of("from", "to"), Nodes.func("f", "evil"));
    Path model = Exports.write(scratch.resolve("evil"), top, DataType.DT_FLOAT, "y", evil);
    SavedModelException e =
        assertThrows(SavedModelException.class, () -> prepare(model, Form.FUSED));
    assertTrue(e.getMessage().startsWith("the model's graph is refused: "), e.getMessage());
    assertTrue(e.getMessage().contains("ReadFile"), e.getMessage());
    assertTrue(e.getMessage().contains("WriteFile"), e.getMessage());
    assertFalse(Files.exists(stolen));
    Prepared trusted =
        prepare(model, PrepareOptions.defaults().withTrustModel(true), scratch.resolve("trusted"));
    assertEquals(0, trusted.count("ReadFile"));
  }

  private static void text(Nodes nodes, String name, String value) {
    var tensor =
        org.tensorflow.proto.TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .addStringVal(com.google.protobuf.ByteString.copyFromUtf8(value))
            .setTensorShape(org.tensorflow.proto.TensorShapeProto.getDefaultInstance());
    nodes.add(
        "Const",
        name,
        List.of(),
        Nodes.type("dtype", DataType.DT_STRING),
        new Nodes.Attr(
            "value", org.tensorflow.proto.AttrValue.newBuilder().setTensor(tensor).build()));
  }

  @Test
  void preparesResNet50() throws Exception {
    Prepared model = prepareAndCompare(SharedFiles.at("models/resnet50-imagenet"), 2, 1e-4);
    assertEquals(ALL, model.result().outputs().keySet());
    assertEquals(53, model.did("batchNormsFolded"));
    assertEquals(53, model.did("batchNormsFound"));
    assertEquals(53, model.did("convolutionsFused"));
    assertEquals(18, model.did("padsMerged"));
    assertEquals(List.of(-1L, 2048L), model.shape("features"));
    assertEquals(List.of(-1L, 7L, 7L, 2048L), model.shape("feature_map"));
    assertTrue(model.isPooledDense());
  }

  @Test
  void preparesAKerasExport() throws Exception {
    Prepared model = prepareAndCompare(SharedFiles.at("models/keras-gesture"), 255, 1e-4);
    assertEquals(ALL, model.result().outputs().keySet());
    assertEquals(27, model.did("batchNormsFolded"));
    assertEquals(28, model.did("convolutionsFused"));
    assertEquals(List.of(-1L, 5L), model.shape("logits"));
  }

  /** Pooled dense heads: logits are the dense layer on the mean of the feature map. */
  @Test
  void outputsBelongTogether() throws Exception {
    Prepared model = prepare(Exports.keras2(scratch.resolve("keras2")), Form.FUSED);
    SavedModelFile file = SavedModelFile.read(model.directory(), null);
    try (GraphRunner runner =
        GraphRunner.load(model.directory(), ConfigProto.getDefaultInstance())) {
      List<TensorRef> fetches =
          List.of("feature_map", "features").stream()
              .map(name -> file.signature().getOutputsOrThrow(name).getName())
              .map(TensorRef::parse)
              .toList();
      HostTensor image = Nodes.graph().random(1, 2, 12, 10, 3);
      List<HostTensor> values = runner.run(Map.of(new TensorRef("image", 0), image), fetches);
      float[] map = values.get(0).floats();
      float[] features = values.get(1).floats();
      for (int i = 0; i < features.length; i++) {
        double sum = 0;
        for (int place = 0; place < 30; place++) {
          sum += map[(i / 4) * 120 + place * 4 + i % 4];
        }
        assertEquals(sum / 30, features[i], 1e-5);
      }
    }
  }

  @Test
  void findsTheFusedKernels() {
    assertTrue(OneDnnKernels.fused());
  }

  /** What the unfused form is for: d logit / d feature map, against finite differences. */
  @Test
  void unfusedModelsHaveGradients() throws Exception {
    Prepared model = prepare(Exports.keras2(scratch.resolve("keras2")), Form.PLAIN);
    SavedModelFile file = SavedModelFile.read(model.directory(), null);
    try (Graph graph = new Graph()) {
      graph.importGraphDef(file.metaGraph().getGraphDef());
      Output<?> logits = output(graph, file, "logits");
      Output<?> map = output(graph, file, "feature_map");
      Output<?>[] gradient = graph.addGradients(logits, new Output<?>[] {map});
      GraphDef extended = graph.toGraphDef();
      TensorRef at = new TensorRef(gradient[0].op().name(), gradient[0].index());
      TensorRef sumOf = new TensorRef(logits.op().name(), 0);
      TensorRef fed = new TensorRef(map.op().name(), 0);
      try (GraphRunner runner = GraphRunner.of(extended, ConfigProto.getDefaultInstance())) {
        HostTensor image = Nodes.graph().random(1, 1, 12, 10, 3);
        TensorRef input = new TensorRef("image", 0);
        float[] slope = runner.run(Map.of(input, image), List.of(at)).get(0).floats();
        HostTensor value = runner.run(Map.of(input, image), List.of(fed)).get(0);
        float[] changed = value.floats();
        changed[17] += 0.5f;
        HostTensor moved = HostTensor.floats(value.shape(), changed);
        double before = sum(runner.run(Map.of(fed, value, input, image), List.of(sumOf)).get(0));
        double after = sum(runner.run(Map.of(fed, moved, input, image), List.of(sumOf)).get(0));
        assertEquals((after - before) / 0.5, slope[17], 1e-4);
      }
    }
  }

  private static Output<?> output(Graph graph, SavedModelFile file, String name) {
    TensorRef tensor = TensorRef.parse(file.signature().getOutputsOrThrow(name).getName());
    return graph.operation(tensor.node()).output(tensor.index());
  }

  private static double sum(HostTensor values) {
    double sum = 0;
    for (float value : values.floats()) {
      sum += value;
    }
    return sum;
  }
}
