package io.github.resnet50.graph.prepare;

import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A prepared graph for images of another size. Convolutions and poolings take any; what a graph
 * holds of its own size is changed along: the mean of the whole map as a pooling of just that size,
 * the sizes of places in reshapes, paddings that were written as a rule for its size. Whatever else
 * depends on the size, as dense layers over all places or embeddings of places do, has it refused.
 *
 * <p>Needs TensorFlow's native library to be loaded.
 */
public final class SizeChange {
  /** How many images are tried: an output of as many rows has a row an image. */
  private static final long BATCH = 3;

  private final FlatGraph graph;
  private final FlatGraph original;
  private final Shapes before;
  private final boolean compressed;

  private SizeChange(FlatGraph graph, FlatGraph original, boolean compressed) {
    this.graph = graph;
    this.original = original;
    this.before = Shapes.infer(original);
    this.compressed = compressed;
  }

  /**
   * Changes the size.
   *
   * @param file a prepared model, with the signature that has all outputs
   * @param sizes of the wanted input, -1 for the batch
   * @param compressed whether it is a compressed one, whose rules of padding may stand for amounts
   * @throws UnpreparableModelException that says what depends on the size
   */
  public static SavedModelFile apply(SavedModelFile file, List<Long> sizes, boolean compressed)
      throws SavedModelException, UnpreparableModelException {
    GraphInput input = file.input();
    FlatGraph original = file.graph();
    original.prune();
    FlatGraph graph = file.graph();
    graph.prune();
    try {
      SizeChange change = new SizeChange(graph, original, compressed);
      change.put(input, List.of(BATCH, sizes.get(1), sizes.get(2), sizes.get(3)));
      change.rewrite();
      change.check();
      change.put(input, sizes);
      return change.written(file, input, sizes);
    } catch (TensorFlowException e) {
      throw new UnpreparableModelException(
          "its graph does not fit another: " + Text.firstLine(e), e);
    }
  }

  private void put(GraphInput input, List<Long> sizes) {
    graph.put(
        Attributes.placeholder(input.tensor().node(), input.dtype(), Attributes.shape(sizes)));
  }

  /** In the order of the graph, since what one changes decides what the next one gets. */
  private void rewrite() throws UnpreparableModelException {
    for (NodeDef node : original.nodes()) {
      boolean changes =
          switch (node.getOp()) {
            case "AvgPool" -> meanOfAll(node);
            case "Reshape" -> places(node) > 0;
            default -> isRuleForItsSize(node);
          };
      if (changes) {
        long[] now = sizesNow(FlatGraph.input(node, 0));
        if (node.getOp().equals("Reshape")) {
          reshape(node, now);
        } else {
          pad(node, now);
        }
      }
    }
  }

  private long[] sizesNow(TensorRef tensor) throws UnpreparableModelException {
    FlatGraph upTo = new FlatGraph(graph.toGraphDef(), Map.of("tensor", tensor));
    upTo.prune();
    return known(Shapes.infer(upTo).of(tensor));
  }

  private long[] sizesBefore(NodeDef node) {
    return known(before.of(FlatGraph.input(node, 0)));
  }

  private static long[] known(Optional<long[]> sizes) {
    return sizes.orElse(new long[0]);
  }

  /** A pooling whose window is the whole map; it becomes the mean of whatever map there is. */
  private boolean meanOfAll(NodeDef node) {
    long[] map = sizesBefore(node);
    int h = Layout.of(node).height();
    List<Long> window = node.getAttrOrThrow("ksize").getList().getIList();
    boolean whole =
        map.length == 4
            && map[h] == window.get(h)
            && map[h + 1] == window.get(h + 1)
            && node.getAttrOrThrow("padding").getS().toStringUtf8().equals("VALID");
    if (whole) {
      TensorRef axes = graph.add(node.getName() + "/axes", HostTensor.ints(h, h + 1));
      graph.put(
          Attributes.node("Mean", node.getName(), node.getInput(0), axes.asInput())
              .putAttr("Tidx", Attributes.type(DataType.DT_INT32))
              .putAttr("keep_dims", Attributes.flag(true))
              .build());
    }
    return false; // nothing more is to be known of it
  }

  /** How many sizes of places a reshape leaves as they are, after the batch. */
  private int places(NodeDef reshape) throws UnpreparableModelException {
    Optional<HostTensor> target = original.constant(FlatGraph.input(reshape, 1));
    long[] from = sizesBefore(reshape);
    long[] to = target.isPresent() ? target.get().longs() : new long[0];
    int same = 0;
    for (int i = 1; i < Math.min(Math.min(from.length, to.length), 3); i++) {
      if (from[i] < 1 || from[i] != to[i]) {
        break;
      }
      same++;
    }
    return to.length > 2 && to[0] == -1 ? same : 0;
  }

  private void reshape(NodeDef node, long[] now) throws UnpreparableModelException {
    long[] target = original.constant(FlatGraph.input(node, 1)).orElseThrow().longs();
    for (int i = 1; i <= places(node) && i < now.length; i++) {
      target[i] = now[i];
    }
    int[] sizes = Arrays.stream(target).mapToInt(Math::toIntExact).toArray();
    TensorRef shape = graph.add(node.getName() + "/resized", HostTensor.ints(sizes));
    graph.put(
        node.toBuilder()
            .setInput(1, shape.asInput())
            .putAttr("Tshape", Attributes.type(DataType.DT_INT32))
            .build());
  }

  /**
   * Whether what a node pads was amounts and is written as the rule that gives those for its own
   * size; of compressed graphs nobody knows.
   */
  private boolean isRuleForItsSize(NodeDef node) {
    boolean same =
        node.containsAttr("padding")
            && node.getAttrOrThrow("padding").getS().toStringUtf8().equals("SAME");
    boolean listed =
        node.containsAttr("padding_list")
            && node.getAttrOrThrow("padding_list").getList().getICount() > 0;
    return same
        && !listed
        && (compressed ? isStrided(node) : node.containsAttr(PaddingMerger.AMOUNTS));
  }

  private static boolean isStrided(NodeDef node) {
    return node.containsAttr("strides")
        && node.getAttrOrThrow("strides").getList().getIList().stream().anyMatch(s -> s > 1);
  }

  private void pad(NodeDef node, long[] now) throws UnpreparableModelException {
    Layout layout = Layout.of(node);
    long[] window = PaddingMerger.window(original, node, layout);
    if (now.length != 4 || sizesBefore(node).length != 4) {
      throw new UnpreparableModelException("what " + node.getName() + " pads cannot be told");
    }
    if (compressed) {
      if (window.length == 0
          || !Arrays.equals(
              PaddingMerger.same(sizesBefore(node), node, window, layout),
              PaddingMerger.same(now, node, window, layout))) {
        throw new UnpreparableModelException(
            "its 8-bit graph pads for its own size; a multiple of 32 fits more often");
      }
      return;
    }
    List<Long> amounts = node.getAttrOrThrow(PaddingMerger.AMOUNTS).getList().getIList();
    int h = layout.height();
    if (Arrays.equals(
        PaddingMerger.same(now, node, window, layout),
        new long[] {
          amounts.get(2 * h), amounts.get(2 * h + 1), amounts.get(2 * h + 2), amounts.get(2 * h + 3)
        })) {
      return;
    }
    NodeDef.Builder padding = node.toBuilder();
    if (node.getOp().equals("MaxPool")) { // which is not to see zeros
      padding
          .putAttr("padding", Attributes.s("EXPLICIT"))
          .putAttr("explicit_paddings", node.getAttrOrThrow(PaddingMerger.AMOUNTS));
    } else {
      HostTensor pairs =
          HostTensor.ints(amounts.stream().mapToInt(Math::toIntExact).toArray()).shaped(4L, 2L);
      TensorRef paddings = graph.add(node.getName() + "/paddings", pairs);
      TensorRef padded =
          graph.add(
              Attributes.node(
                      "Pad", node.getName() + "/padded", node.getInput(0), paddings.asInput())
                  .putAttr("Tpaddings", Attributes.type(DataType.DT_INT32)));
      padding.setInput(0, padded.asInput()).putAttr("padding", Attributes.s("VALID"));
    }
    graph.put(padding.build());
  }

  /** A stale size somewhere makes other numbers of rows, or is refused by TensorFlow. */
  private void check() throws UnpreparableModelException {
    graph.prune();
    Shapes tried = Shapes.infer(graph);
    for (Map.Entry<String, TensorRef> output : graph.outputs().entrySet()) {
      long[] was = known(before.of(output.getValue()));
      long[] is = known(tried.of(output.getValue()));
      boolean map = output.getKey().equals(OutputFinder.FEATURE_MAP);
      boolean fits =
          is.length == was.length
              && is.length > 0
              && is[0] == BATCH
              && (map || Arrays.equals(was, 1, was.length, is, 1, is.length));
      if (!fits) {
        throw new UnpreparableModelException(
            "of %d larger or smaller images its %s would have the shape %s"
                .formatted(BATCH, output.getKey(), Arrays.toString(is)));
      }
    }
  }

  private SavedModelFile written(SavedModelFile file, GraphInput input, List<Long> sizes) {
    Shapes shapes = Shapes.infer(graph);
    SignatureDef.Builder signature = file.signature().toBuilder();
    Map<String, TensorInfo> outputs = new HashMap<>(signature.getOutputsMap());
    outputs.replaceAll(
        (name, info) ->
            shapes
                .of(TensorRef.parse(info.getName()))
                .map(known -> info.toBuilder().setTensorShape(Attributes.shape(known)).build())
                .orElse(info));
    TensorInfo fed =
        signature.getInputsOrThrow(input.name()).toBuilder()
            .setTensorShape(Attributes.shape(sizes))
            .build();
    signature.putAllOutputs(outputs).putInputs(input.name(), fed);
    MetaGraphDef meta =
        file.metaGraph().toBuilder()
            .setGraphDef(graph.toGraphDef())
            .clearSignatureDef()
            .putSignatureDef(file.signatureName(), signature.build())
            .build();
    return new SavedModelFile(
        file.directory(), meta, List.of(meta), file.signatureName(), signature.build());
  }
}
