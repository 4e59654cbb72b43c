package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** Graphs made for one size and changed to another, against the same network made for that. */
class SizeChangeIT {
  private static final int CHANNELS = 8;

  @TempDir Path folder;

  private Nodes nodes;
  private String last;
  private int side;

  @BeforeAll
  static void loadTensorFlow() throws Exception {
    new NativeLibrary(Home.of(System.getenv())).load();
  }

  /** The same weights whatever the size. */
  @BeforeEach
  void begin() {
    begin(16);
  }

  private void begin(int newSide) {
    side = newSide;
    nodes = Nodes.graph();
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1, side, side, 3);
    last = nodes.unary("Relu", "relu", nodes.conv("conv", x, kernel("w", 3, 3), 1, "SAME"));
  }

  private String kernel(String name, int size, int inputs) {
    return nodes.weights(name, 0.5, size, size, inputs, CHANNELS);
  }

  /** Pooled and classified. */
  private void endWith(String pooled) {
    String flat =
        nodes.add(
            "Reshape",
            "flat",
            List.of(pooled, nodes.ints("flat_shape", -1, CHANNELS)),
            Nodes.t(),
            Nodes.type("Tshape", DataType.DT_INT32));
    last =
        nodes.add(
            "MatMul", "logits", List.of(flat, nodes.weights("d", 0.5, CHANNELS, 4)), Nodes.t());
  }

  private String mean() {
    return nodes.add(
        "Mean",
        "mean",
        List.of(last, nodes.ints("axes", 1, 2)),
        Nodes.t(),
        Nodes.type("Tidx", DataType.DT_INT32));
  }

  private String averagePool(int window) {
    return nodes.add(
        "AvgPool",
        "pool",
        List.of(last),
        Nodes.t(),
        Nodes.longs("ksize", 1, window, window, 1),
        Nodes.longs("strides", 1, 1, 1, 1),
        Nodes.text("padding", "VALID"));
  }

  /** As it would be prepared. */
  private SavedModelFile prepared() throws Exception {
    String softmax = nodes.unary("Softmax", "softmax", last);
    FlatGraph graph = nodes.flat();
    graph.outputs().put(OutputFinder.PROBABILITIES, new TensorRef(softmax, 0));
    graph.outputs().put(OutputFinder.LOGITS, new TensorRef(last, 0));
    graph.prune();
    new PaddingMerger(Shapes::infer, false).apply(graph);
    Path target = Files.createDirectories(folder.resolve("of" + side));
    GraphInput input =
        new GraphInput(
            "x", new TensorRef("x", 0), DataType.DT_FLOAT, TensorShapeProto.getDefaultInstance());
    new PreparedModelWriter().write(graph, input, Shapes.infer(graph), target);
    return SavedModelFile.read(target, PreparedModelWriter.ALL);
  }

  private static SavedModelFile changed(SavedModelFile file, int to) throws Exception {
    return SizeChange.apply(file, List.of(-1L, (long) to, (long) to, 3L), false);
  }

  private static float[] probabilities(SavedModelFile file, int side) throws Exception {
    float[] images = new float[2 * side * side * 3];
    Random random = new Random(side);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat() - 0.5f;
    }
    try (GraphSession session = GraphSession.of(file)) {
      return session.probabilities(
          HostTensor.floats(List.of(2L, (long) side, (long) side, 3L), images));
    }
  }

  private interface Network {
    void build();
  }

  private void assertAsIfMadeForIt(int to, Network network) throws Exception {
    begin(16);
    network.build();
    SavedModelFile changed = changed(prepared(), to);
    begin(to);
    network.build();
    float[] expected = probabilities(prepared(), to);
    assertEquals(8, expected.length);
    assertArrayEquals(expected, probabilities(changed, to), 1e-6f);
    assertEquals(
        List.of(-1L, (long) to, (long) to, 3L), changed.input().sizes(), "as its signature says");
    assertEquals(List.of(-1L, 4L), changed.outputShape(OutputFinder.LOGITS));
  }

  @Test
  void convolutionsAndMeansTakeAnySize() throws Exception {
    for (int to : new int[] {8, 17, 24}) {
      assertAsIfMadeForIt(to, () -> endWith(mean()));
    }
  }

  /** A pooling of just the map's size would leave several places of a larger one. */
  @Test
  void poolingOfTheWholeMapStaysThat() throws Exception {
    for (int to : new int[] {9, 16, 24}) {
      assertAsIfMadeForIt(to, () -> endWith(averagePool(side)));
    }
  }

  /** Of 16 places a padding of 0 and 1 is the rule SAME; of 17 that would be 1 and 1. */
  @Test
  void paddingIsOfTheAmountsThatWereMeant() throws Exception {
    for (int to : new int[] {15, 17, 18}) {
      assertAsIfMadeForIt(
          to,
          () -> {
            String padded = nodes.pad("pad", last, 0, 1, 0, 1);
            last = nodes.conv("strided", padded, kernel("w2", 3, CHANNELS), 2, "VALID");
            endWith(mean());
          });
      assertAsIfMadeForIt(
          to,
          () -> {
            String padded = nodes.pad("pad", last, 0, 1, 0, 1);
            last =
                nodes.add(
                    "MaxPool",
                    "strided",
                    List.of(padded),
                    Nodes.t(),
                    Nodes.longs("ksize", 1, 3, 3, 1),
                    Nodes.longs("strides", 1, 2, 2, 1),
                    Nodes.text("padding", "VALID"));
            endWith(mean());
          });
    }
  }

  @Test
  void theRuleItselfStaysARule() throws Exception {
    for (int to : new int[] {15, 17}) {
      assertAsIfMadeForIt(
          to,
          () -> {
            last = nodes.conv("strided", last, kernel("w2", 3, CHANNELS), 2, "SAME");
            endWith(mean());
          });
    }
  }

  /** As channels are shuffled. */
  @Test
  void reshapesKeepTheirPlaces() throws Exception {
    for (int to : new int[] {8, 17}) {
      assertAsIfMadeForIt(
          to,
          () -> {
            last = reshaped("split", -1, side, side, 2, CHANNELS / 2);
            last =
                nodes.add(
                    "Transpose",
                    "turned",
                    List.of(last, nodes.ints("order", 0, 1, 2, 4, 3)),
                    Nodes.t(),
                    Nodes.type("Tperm", DataType.DT_INT32));
            last = reshaped("joined", -1, side, side, CHANNELS);
            last = nodes.conv("next", last, kernel("w2", 3, CHANNELS), 1, "SAME");
            endWith(mean());
          });
    }
  }

  private String reshaped(String name, int... sizes) {
    return nodes.add(
        "Reshape",
        name,
        List.of(last, nodes.ints(name + "_shape", sizes)),
        Nodes.t(),
        Nodes.type("Tshape", DataType.DT_INT32));
  }

  private String refusal(int to) {
    return assertThrows(UnpreparableModelException.class, () -> changed(prepared(), to))
        .getMessage();
  }

  @Test
  void denseLayersOverAllPlacesAreRefused() {
    int all = side * side * CHANNELS;
    String flat = reshaped("flat", -1, all);
    last = nodes.add("MatMul", "logits", List.of(flat, nodes.weights("d", 0.1, all, 4)), Nodes.t());
    String message = refusal(17);
    assertTrue(message.startsWith("its graph does not fit another: "), message);
    // Of a size that divides, rows of one image would pass for those of several.
    assertEquals(
        "of 3 larger or smaller images its logits would have the shape [12, 4]", refusal(32));
  }

  @Test
  void numbersForEachPlaceAreRefused() {
    last = nodes.binary("AddV2", "positions", last, nodes.weights("p", 1, 1, side, side, CHANNELS));
    endWith(mean());
    assertTrue(refusal(8).startsWith("its graph does not fit another: "));
  }

  /** Nobody knows whether the rule of a compressed graph was one. */
  @Test
  void compressedGraphsKeepTheirPadding() throws Exception {
    last = nodes.conv("strided", last, kernel("w2", 3, CHANNELS), 2, "SAME");
    endWith(mean());
    SavedModelFile file = prepared();
    SizeChange.apply(file, List.of(-1L, 24L, 24L, 3L), true);
    String message =
        assertThrows(
                UnpreparableModelException.class,
                () -> SizeChange.apply(file, List.of(-1L, 17L, 17L, 3L), true))
            .getMessage();
    assertEquals(
        "its 8-bit graph pads for its own size; a multiple of 32 fits more often", message);
  }
}
