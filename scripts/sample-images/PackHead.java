import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.model.Head;
import io.github.resnet50.model.Head.Dense;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;

/**
 * Takes the head out of a model that {@code resnet50 adapt} has made of folders of scenes, and
 * writes it as the built-in model wants it: {@code PackHead MODEL scenes.csv TARGET}.
 */
final class PackHead {
  private final FlatGraph graph;

  private PackHead(FlatGraph graph) {
    this.graph = graph;
  }

  public static void main(String[] args) throws Exception {
    Path model = Path.of(args[0]);
    Path target = Path.of(args[2]);
    SavedModelFile file = SavedModelFile.read(model, "serving_default");
    Map<String, TensorRef> outputs = new TreeMap<>();
    file.signature()
        .getOutputsMap()
        .forEach((name, info) -> outputs.put(name, TensorRef.parse(info.getName())));
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), outputs);
    Head head = new PackHead(graph).head(outputs.get("logits"), outputs.get("features"));
    Files.createDirectories(target);
    try (OutputStream out = Files.newOutputStream(target.resolve("head.bin"))) {
      head.write(out);
    }
    Map<String, String> labels = labels(Path.of(args[1]));
    List<String> classes = Files.readAllLines(model.resolve("synset.txt"));
    for (String scene : classes) {
      if (!labels.containsKey(scene)) {
        throw new IllegalArgumentException("no scene " + scene + " in " + args[1]);
      }
    }
    Files.writeString(
        target.resolve("synset.txt"),
        classes.stream().map(labels::get).collect(Collectors.joining("\n", "", "\n")));
  }

  /** {@code n02802426 basketball} for each scene; {@code path,id,label,scene,size,guise}. */
  private static Map<String, String> labels(Path scenes) throws Exception {
    return Files.readAllLines(scenes).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .collect(Collectors.toMap(cells -> cells[3], cells -> cells[1] + " " + cells[2]));
  }

  private Head head(TensorRef logits, TensorRef features) throws Exception {
    LinkedList<Dense> layers = new LinkedList<>();
    for (TensorRef at = logits; !at.equals(features); ) {
      NodeDef node = graph.producer(at);
      boolean relu = node.getOp().equals("Relu");
      NodeDef sum = expect("BiasAdd", relu ? graph.producer(FlatGraph.input(node, 0)) : node);
      NodeDef product = expect("MatMul", graph.producer(FlatGraph.input(sum, 0)));
      float[] bias = floats(FlatGraph.input(sum, 1));
      float[] kernel = floats(FlatGraph.input(product, 1));
      float[][] weights = new float[kernel.length / bias.length][bias.length];
      for (int i = 0; i < kernel.length; i++) {
        weights[i / bias.length][i % bias.length] = kernel[i];
      }
      layers.addFirst(new Dense(weights, bias, relu));
      at = FlatGraph.input(product, 0);
    }
    return new Head(layers);
  }

  private static NodeDef expect(String operation, NodeDef node) {
    if (!node.getOp().equals(operation)) {
      throw new IllegalArgumentException(node.getName() + " is no " + operation);
    }
    return node;
  }

  private float[] floats(TensorRef constant) throws Exception {
    return graph.constant(constant).orElseThrow().floats();
  }
}
