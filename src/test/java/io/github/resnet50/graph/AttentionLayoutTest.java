package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.AttentionLayout.AttentionLayer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

/** Transformers as bare as can be, for one image; shapes by hand. */
class AttentionLayoutTest {
  private static final int SIDE = 4;

  private final Nodes nodes = Nodes.graph();
  private final Map<String, long[]> sizes = new HashMap<>();

  private String shaped(String name, long... shape) {
    sizes.put(name, shape);
    return name;
  }

  /** Patches of an image, {@code [1, 4, 4, 6]}. */
  private String patches() {
    String x = nodes.placeholder("x", DataType.DT_FLOAT, 1, 8, 8, 3);
    String conv = nodes.conv("conv", x, nodes.weights("kernel", 1, 2, 2, 3, 6), 2, "VALID");
    return shaped(conv, 1, SIDE, SIDE, 6);
  }

  private String reshaped(String name, String x, int... shape) {
    nodes.add("Reshape", name, List.of(x, nodes.ints(name + "_shape", shape)), Nodes.t());
    return shaped(name, Arrays.stream(shape).asLongStream().toArray());
  }

  /** Attention without any weights of its own, biased where a bias is given. */
  private String attend(String name, String queries, String keys, HostTensor bias, long... shape) {
    String product = nodes.binary("BatchMatMulV2", name + "_product", queries, keys);
    String logits =
        bias == null
            ? product
            : nodes.binary("AddV2", name + "_sum", product, nodes.constant(name + "_bias", bias));
    String weights = shaped(nodes.unary("Softmax", name + "_softmax", logits), shape);
    return nodes.binary("BatchMatMulV2", name + "_mixed", weights, keys);
  }

  /** A block with a bypass, on {@code [1, 17, 6]}. */
  private String block(String name, String tokens) {
    String mixed = attend(name, tokens, tokens, null, 1, 2, 17, 17);
    return shaped(nodes.binary("AddV2", name, tokens, mixed), 1, 17, 6);
  }

  private String tokens() {
    String places = reshaped("places", patches(), 1, 16, 6);
    String all = nodes.binary("ConcatV2", "all", nodes.weights("class", 1, 1, 1, 6), places);
    return shaped(all, 1, 17, 6);
  }

  private String pooled(String tokens) {
    shaped("pooled", 1, 6);
    return nodes.add(
        "Mean",
        "pooled",
        List.of(tokens, nodes.ints("axes", 1)),
        Nodes.t(),
        Nodes.type("Tidx", DataType.DT_INT32));
  }

  private AttentionFinder finder(String output) throws Exception {
    FlatGraph graph = nodes.flat(output);
    graph.prune();
    return new AttentionFinder(graph, tensor -> Optional.ofNullable(sizes.get(tensor.node())));
  }

  private String refused(String output) {
    return assertThrows(UnpreparableModelException.class, () -> AttentionLayout.of(finder(output)))
        .getMessage();
  }

  @Test
  void tokensOfTheLastBlockAreWhatAllGoesThroughBeforeItsAttention() throws Exception {
    String end = block("third", block("second", block("first", tokens())));
    AttentionFinder finder = finder(end);
    assertEquals(
        List.of("first_softmax", "second_softmax", "third_softmax"),
        finder.weights().stream().map(TensorRef::node).toList());
    assertEquals(Optional.of(new TokenGrid(1, SIDE, SIDE)), finder.grid());
    assertEquals(Optional.of(new TensorRef("second", 0)), finder.lastTokens(new TensorRef(end, 0)));
    AttentionLayout layout = AttentionLayout.of(finder);
    assertEquals(3, layout.layers().size());
    assertEquals(1, layout.placeless());
    assertEquals(List.of(0), layout.classified());
  }

  @Test
  void aMeanOverTokensIsSeen() throws Exception {
    assertEquals(
        List.of(), AttentionLayout.of(finder(pooled(block("only", tokens())))).classified());
  }

  private String token(String name, String tokens, int number) {
    String begin = nodes.ints(name + "_begin", 0, number);
    String end = nodes.ints(name + "_end", 0, number + 1);
    String strides = nodes.ints(name + "_strides", 1, 1);
    nodes.add("StridedSlice", name, List.of(tokens, begin, end, strides), Nodes.t());
    return shaped(name, 1, 6);
  }

  /** As DeiT's are when it was distilled, whichever comes first in the graph. */
  @Test
  void eachTokenThatIsTakenOutIsSeen() throws Exception {
    String places = reshaped("places", patches(), 1, 16, 6);
    String two = nodes.weights("two", 1, 1, 2, 6);
    String all = shaped(nodes.binary("ConcatV2", "all", two, places), 1, 18, 6);
    String mixed = shaped(attend("only", all, all, null, 1, 2, 18, 18), 1, 18, 6);
    String scores = nodes.binary("AddV2", "sum", token("b", mixed, 1), token("a", mixed, 0));
    AttentionLayout layout = AttentionLayout.of(finder(shaped(scores, 1, 6)));
    assertEquals(2, layout.placeless());
    assertEquals(List.of(0, 1), layout.classified());
  }

  @Test
  void softmaxesOfOtherThingsAreNoAttention() throws Exception {
    String tokens = tokens();
    String choice = shaped(nodes.unary("Softmax", "choice", tokens), 1, 17, 17);
    String product = nodes.binary("Mul", "chosen", choice, tokens); // as selective kernels do
    assertEquals(List.of(), finder(product).weights());
    assertEquals("none was found in its graph", refused(product));
    assertEquals(Optional.empty(), finder(product).lastTokens(new TensorRef(product, 0)));
  }

  @Test
  void queriesOtherThanKeysAreRefused() {
    String tokens = tokens();
    String query = shaped(nodes.unary("Relu", "query", tokens), 1, 1, 6);
    assertTrue(refused(attend("last", query, tokens, null, 1, 2, 1, 17)).contains("last_softmax"));
  }

  @Test
  void tokensThatAreNoGridAreRefused() {
    String some = reshaped("some", patches(), 1, 12, 8);
    assertTrue(refused(attend("only", some, some, null, 1, 2, 12, 12)).contains("no grid"));
  }

  /** Four windows of 2 x 2 places, with another bias. */
  private String windows(HostTensor bias) {
    String windows = reshaped("windows", patches(), 4, 4, 6);
    return attend("cut", windows, windows, bias, 4, 2, 4, 4);
  }

  /** The mask of Swin for a shift of one place: which of a window's places are torn off. */
  private static HostTensor mask(int rows) {
    float[] values = new float[4 * 16];
    for (int i = 0; i < values.length; i++) {
      int window = i / 16;
      int a = i / 4 % 4;
      int b = i % 4;
      boolean rowsApart = window / 2 == 1 && a / 2 != b / 2;
      boolean columnsApart = window % 2 == 1 && a % 2 != b % 2;
      values[i] = (rowsApart && rows > 0) || columnsApart ? -100 : 0;
    }
    return HostTensor.floats(List.of(4L, 1L, 4L, 4L), values);
  }

  @Test
  void theMaskTellsTheShift() throws Exception {
    AttentionLayout layout = AttentionLayout.of(finder(windows(mask(1))));
    TensorRef weights = new TensorRef("cut_softmax", 0);
    assertEquals(List.of(new AttentionLayer(weights, SIDE, SIDE, 4, 1)), layout.layers());
    assertEquals(List.of(), layout.classified());
  }

  @Test
  void windowsOfUnknownPlacesAreRefused() {
    assertTrue(refused(windows(null)).contains("parts of the image"));
  }

  @Test
  void otherMasksAreRefused() {
    assertTrue(refused(windows(mask(0))).contains("masked in another way"));
  }

  @Test
  void aShiftOfThreeOfSevenPlacesIsFoundInRealMasks() {
    int side = 7;
    int tokens = side * side;
    int[] part = IntStream.range(0, 14).map(i -> i < 7 ? 0 : i < 11 ? 1 : 2).toArray();
    float[] values = new float[4 * tokens * tokens];
    for (int window = 0; window < 4; window++) {
      for (int a = 0; a < tokens; a++) {
        for (int b = 0; b < tokens; b++) {
          int top = window / 2 * side;
          int left = window % 2 * side;
          boolean same =
              part[top + a / side] == part[top + b / side]
                  && part[left + a % side] == part[left + b % side];
          values[(window * tokens + a) * tokens + b] = same ? 0 : -100;
        }
      }
    }
    assertEquals(3, new ShiftMask(2, 2, side, values).shift().orElseThrow());
    values[5] = -100;
    assertTrue(new ShiftMask(2, 2, side, values).shift().isEmpty());
  }
}
