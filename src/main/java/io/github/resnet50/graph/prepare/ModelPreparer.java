package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.PrepareOptions.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Turns any image classifier's SavedModel into a flat, frozen graph that loads and runs fast and
 * has named inner outputs.
 *
 * <p>Needs TensorFlow's native library to be loaded. Stateless; an instance may be shared.
 */
public final class ModelPreparer {
  /**
   * Goes up when what preparing makes of a model changes, by another pass or otherwise: prepared
   * models that are kept under another version are made again.
   */
  public static final String VERSION = "v4";

  private static final String SCORES = "scores";
  private static final String FOLDED = "batchNormsFolded";
  private static final GraphPass NOTHING = graph -> 0;

  /**
   * Prepares a model.
   *
   * @param model the SavedModel's directory; only read
   * @param target the directory that receives the prepared {@code saved_model.pb}; made if needed.
   *     It loads in DJL with the tag {@code serve}, and its signatures are those of {@link
   *     PreparedModelWriter}
   * @return the result, not yet compared with the original
   * @throws SavedModelException if it is not a usable SavedModel, or is not safe
   * @throws UnpreparableModelException if it can only be used unprepared
   * @throws IOException if a file cannot be read or written
   * @throws org.tensorflow.exceptions.TensorFlowException if the failure may be temporary
   */
  public Preparation prepare(Path model, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    SavedModelFile file = SavedModelFile.read(model, options.signature());
    if (!options.trustModel()) {
      new GraphSafety().require(file);
    }
    try {
      return prepare(file, target, options);
    } catch (TensorFlowException e) {
      // Invalid argument or unimplemented: the graph is at fault, permanently. Other errors may be
      // temporary.
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof UnsupportedOperationException) {
        throw new UnpreparableModelException("TensorFlow refuses its graph: " + e.getMessage(), e);
      }
      throw e;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // A node lacks inputs or attributes that its operation requires.
      throw new UnpreparableModelException("its graph contradicts itself: " + e.getMessage(), e);
    }
  }

  private static Preparation prepare(SavedModelFile file, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    boolean fuse = options.form() != Form.PLAIN && OneDnnKernels.fused();
    Endpoints ends = Endpoints.of(file, options.output());
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), Map.of(SCORES, ends.scores()));
    GraphInput input = ends.openInput(graph);

    Map<String, Integer> counts = new LinkedHashMap<>();
    OutputNamer outputs = new OutputNamer(Shapes::infer);
    GraphPass byEigen =
        options.form() == Form.EIGEN && fuse
            ? new EigenConvolutions(Shapes::infer).counted("convolutionsByEigen", counts)
            : NOTHING;
    GraphPass fuser = fuse ? new ConvolutionFuser(Shapes::infer) : NOTHING;
    List<GraphPass> passes =
        List.of(
            new Flattener(file.directory(), input.tensor(), counts),
            new BatchNormFolder().counted(FOLDED, counts),
            new PaddingMerger(Shapes::infer, fuse).counted("padsMerged", counts),
            outputs,
            byEigen,
            fuser.counted("convolutionsFused", counts));
    for (GraphPass pass : passes) {
      pass.apply(graph);
      graph.prune();
    }
    if (graph.producer(input.tensor()) == null) {
      throw new UnpreparableModelException("its scores do not depend on its input");
    }

    Shapes shapes = Shapes.infer(graph);
    Map<String, List<Long>> sizes = new TreeMap<>();
    graph.outputs().forEach((name, tensor) -> sizes.put(name, sizes(shapes, tensor)));
    requireOpenBatch(sizes.get(OutputFinder.PROBABILITIES));
    new PreparedModelWriter().write(graph, input, shapes, target);
    counts.put("batchNormsFound", counts.get(FOLDED) + BatchNormFolder.remaining(graph));
    counts.put("nodes", graph.nodes().size());
    return Preparation.made(
        file.signatureName(), sizes, outputs.head(), sizes(shapes, input.tensor()), counts);
  }

  private static void requireOpenBatch(List<Long> probabilities) throws UnpreparableModelException {
    if (probabilities.isEmpty() || probabilities.get(0) != -1) {
      throw new UnpreparableModelException(
          "it is made for batches of one size, its scores being " + probabilities);
    }
  }

  private static List<Long> sizes(Shapes shapes, TensorRef tensor) {
    return shapes.of(tensor).map(s -> Arrays.stream(s).boxed().toList()).orElse(List.of());
  }
}
