package io.github.resnet50.model.weights;

import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.resnet.ResNet;
import io.github.resnet50.graph.resnet.ResNetGraph;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.SavedModel;

/**
 * A state dictionary that is a {@link ResNet}'s, tensor by tensor: its architecture is recognised,
 * and it has neither more nor fewer nor other tensors than that.
 *
 * @param architecture the recognised one
 */
public record ResNetDictionary(StateDictionary dictionary, ResNet architecture) {
  private static final int SHOWN = 3;

  /** A SavedModel is one message, which is limited to 2 GiB; this leaves room for its nodes. */
  private static final long MOST_BYTES = 2_000_000_000;

  /**
   * Recognises it.
   *
   * @throws ModelException naming the first tensors that do not fit
   */
  public static ResNetDictionary of(StateDictionary dictionary) throws ModelException {
    Map<String, List<Long>> found = dictionary.shapes();
    ResNet architecture = new ResNetShapes(found).architecture();
    Map<String, List<Long>> expected = expected(architecture);
    requireSame(dictionary, architecture, found, expected);
    long elements = 0;
    for (Map.Entry<String, List<Long>> tensor : expected.entrySet()) {
      dictionary.requireReadable(tensor.getKey());
      elements += tensor.getValue().stream().reduce(1L, (a, b) -> a * b);
    }
    if (elements * Float.BYTES > MOST_BYTES) {
      throw new ModelException(
          "%s has %d numbers, more than a SavedModel can hold"
              .formatted(dictionary.source(), elements));
    }
    return new ResNetDictionary(dictionary, architecture);
  }

  /** The model for images of any size. */
  public SavedModel savedModel() throws IOException {
    try {
      return new ResNetGraph(
              architecture, ResNetGraph.ANY_SIZE, new NamedTensors.Stored(dictionary))
          .savedModel();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What an architecture's graph asks for. */
  static Map<String, List<Long>> expected(ResNet architecture) {
    NamedTensors.Expected expected = new NamedTensors.Expected(new LinkedHashMap<>());
    new ResNetGraph(architecture, ResNetGraph.ANY_SIZE, expected).savedModel();
    return expected.shapes();
  }

  private static void requireSame(
      StateDictionary dictionary,
      ResNet architecture,
      Map<String, List<Long>> found,
      Map<String, List<Long>> expected)
      throws ModelException {
    List<String> missing =
        expected.keySet().stream().filter(name -> !found.containsKey(name)).toList();
    List<String> unexpected =
        found.keySet().stream().filter(name -> !expected.containsKey(name)).toList();
    List<String> others =
        expected.entrySet().stream()
            .filter(
                e -> found.containsKey(e.getKey()) && !found.get(e.getKey()).equals(e.getValue()))
            .map(e -> e.getKey() + " " + found.get(e.getKey()) + ", expected " + e.getValue())
            .toList();
    if (missing.isEmpty() && unexpected.isEmpty() && others.isEmpty()) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    describe("missing", missing, reasons);
    describe("unexpected", unexpected, reasons);
    describe("wrong shape", others, reasons);
    boolean stranger = missing.size() > expected.size() / 2;
    throw new ModelException(
        "%s holds no ResNet as torchvision or timm name its weights (%s): %s"
            .formatted(
                dictionary.source(),
                stranger
                    ? "the only kind of network that is known by them"
                    : "nearest: " + architecture.name(),
                String.join("; ", reasons)));
  }

  private static void describe(String what, List<String> names, List<String> reasons) {
    if (!names.isEmpty()) {
      String first = String.join(", ", names.stream().limit(SHOWN).map(Text::shortened).toList());
      int more = names.size() - SHOWN;
      reasons.add(what + ": " + first + (more > 0 ? " and " + more + " more" : ""));
    }
  }
}
