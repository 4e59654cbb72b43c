package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.graph.onnx.file.OnnxNode;
import io.github.resnet50.graph.onnx.file.OnnxTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/**
 * Makes a SavedModel of a classifier in ONNX: images in and scores out, the size of the batch open,
 * channels last. What of the file does not lead to the scores is left out.
 *
 * <p>Needs TensorFlow's native library to be loaded. One file each.
 */
public final class OnnxImport {
  private final OnnxFile file;
  private final TargetGraph target;
  private final Axes axes;
  private final Arithmetic arithmetic;
  private final Map<String, Translation> translations = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  private OnnxImport(OnnxFile file, Endpoints ends, TargetGraph target) {
    this.file = file;
    this.target = target;
    this.axes = new Axes(target, new Batch(ends.exportedBatch()));
    this.arithmetic = new Arithmetic(target, axes);
    new PointwiseTranslations(arithmetic).addTo(translations);
    new WindowTranslations(target, axes, arithmetic).addTo(translations);
    new ShapeTranslations(target, axes, arithmetic).addTo(translations);
    new SelectionTranslations(target, axes, arithmetic).addTo(translations);
    new ProductTranslations(target, axes, arithmetic).addTo(translations);
    new ReductionTranslations(axes, arithmetic).addTo(translations);
  }

  /**
   * Writes the SavedModel.
   *
   * @param directory receives {@code saved_model.pb}
   * @throws OnnxException where the file contradicts itself
   * @throws UnpreparableModelException naming what cannot be translated
   */
  public static void write(OnnxFile file, Endpoints ends, Path directory)
      throws OnnxException, UnpreparableModelException, IOException {
    try (TargetGraph target = new TargetGraph()) {
      new OnnxImport(file, ends, target).translate(ends, directory);
    } catch (TargetGraph.Oversized e) {
      throw new OnnxException(e.getMessage(), e);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    } catch (IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      // A node lacks what its operation requires, or has it of another type.
      throw new UnpreparableModelException("its graph contradicts itself: " + e.getMessage(), e);
    }
  }

  private void translate(Endpoints ends, Path directory)
      throws OnnxException, UnpreparableModelException, IOException {
    GraphInput input = addInput(ends);
    for (OnnxNode node : new NodeOrder(file).upTo(ends.output().name())) {
      target.enter(node.name().isEmpty() ? String.join("_", node.outputs()) : node.name());
      translate(node);
    }
    target.enter("scores");
    Value output = value(ends.output().name());
    if (output.isConstant()) {
      throw new OnnxException("its scores do not depend on its input");
    }
    TensorRef scores = scores(output);
    FlatGraph graph = target.graph();
    graph.outputs().put(ends.output().name(), scores);
    graph.prune();
    if (graph.producer(input.tensor()) == null) {
      throw new OnnxException("its scores do not depend on its input");
    }
    new PreparedModelWriter().writeServing(graph, input, Shapes.infer(graph), directory);
  }

  /** Images lie with their channels last, whatever the file has. */
  private GraphInput addInput(Endpoints ends) throws UnpreparableModelException {
    List<Integer> order = ends.channelsFirst() ? Value.CHANNELS_LAST : Value.plain(4);
    List<Long> inMemory = order.stream().map(ends.sizes()::get).toList();
    String name = ends.input().name();
    target.enter(name);
    GraphInput input = target.addInput(name, ends.type(), inMemory);
    values.put(name, axes.value(input.tensor(), order));
    return input;
  }

  private void translate(OnnxNode node) throws OnnxException, UnpreparableModelException {
    Translation translation = node.domain().isEmpty() ? translations.get(node.operation()) : null;
    if (translation == null) {
      throw new UnpreparableModelException("operation " + node.inWords() + " is not translated");
    }
    List<Value> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      inputs.add(name.isEmpty() ? null : value(name));
    }
    OnnxTensor held = tensor(node);
    if (held != null) {
      inputs.add(constant(held)); // where operations have it whose value is no attribute
    }
    List<Value> results =
        node.operation().equals("Constant") && held != null
            ? inputs
            : translation.translate(new Step(node, file.operatorSet(), inputs, target));
    for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
      values.put(node.outputs().get(i), results.get(i));
    }
  }

  /** What a constant, or one of a shape, holds, where that is a tensor; else null. */
  private static OnnxTensor tensor(OnnxNode node) {
    boolean holds = node.operation().startsWith("Constant");
    return holds && node.attributes().containsKey("value")
        ? node.attributes().get("value").tensor().orElse(null)
        : null;
  }

  private Value value(String name) throws OnnxException, UnpreparableModelException {
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    OnnxTensor initialiser = file.initialisers().get(name);
    if (initialiser == null) {
      throw new OnnxException("nothing gives its value '" + name + "'");
    }
    Value value = constant(initialiser);
    values.put(name, value);
    return value;
  }

  /** Fractions of any precision are computed with as floats. */
  private Value constant(OnnxTensor tensor) throws OnnxException, UnpreparableModelException {
    // Converted here, so that the graph holds no casts of weights that others would have to fold.
    return axes.value(target.constant(tensor.value(file.external()).inFloats()));
  }

  private TensorRef scores(Value output) throws UnpreparableModelException {
    List<Long> sizes = output.sizes();
    long classes = Batch.product(sizes) / Batch.SIZE;
    boolean isVector =
        sizes.size() >= 2
            && sizes.get(0) == Batch.SIZE
            && sizes.stream().skip(1).filter(size -> size > 1).count() <= 1;
    if (!isVector || output.type() != DataType.DT_FLOAT) {
      throw new UnpreparableModelException(
          "its output is of sizes %s (with %d images in a batch) instead of [N,classes]"
              .formatted(sizes, Batch.SIZE));
    }
    return axes.plain(axes.reshaped(output, List.of(Batch.SIZE, classes))).tensor();
  }
}
