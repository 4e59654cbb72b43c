package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.onnx.file.ElementType;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.graph.onnx.file.OnnxFile.ValueInfo;
import io.github.resnet50.graph.onnx.file.OnnxNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;

/**
 * The image input and the score output of a file's graph.
 *
 * @param sizes of the input as ONNX has them, the batch at {@link Batch#SIZE}
 * @param type that is fed
 * @param output the one with the scores
 */
public record Endpoints(
    ValueInfo input, List<Long> sizes, DataType type, boolean channelsFirst, ValueInfo output) {
  private static final Set<String> PASSING =
      Set.of("Cast", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze");

  /** Files are made for one image, or for as many as a batch may reasonably have. */
  private static final int MOST_IMAGES = 4096;

  /** As elsewhere, too. */
  private static final int MOST_PIXELS = 1 << 14;

  public Endpoints {
    sizes = List.copyOf(sizes);
  }

  /**
   * What the user says of a graph; each may be null.
   *
   * @param output which output has the scores
   * @param width of the images in pixels, where the graph leaves it open
   * @param height the same
   */
  public record Asked(String output, Integer width, Integer height) {}

  /**
   * Finds them.
   *
   * @throws OnnxException where the graph is no classifier of images, saying what it takes or gives
   */
  public static Endpoints of(OnnxFile file, Asked asked) throws OnnxException {
    if (file.inputs().size() != 1) {
      throw new OnnxException(
          file.inputs().isEmpty()
              ? "it takes no input; an image classifier takes one"
              : "it takes %d inputs (%s); an image classifier takes one"
                  .formatted(file.inputs().size(), inWords(file.inputs())));
    }
    ValueInfo input = file.inputs().get(0);
    List<Long> declared = input.sizes() == null ? List.of() : input.sizes();
    boolean first = declared.size() == 4 && isFew(declared.get(1)) && !isFew(declared.get(3));
    boolean last = declared.size() == 4 && !first && isFew(declared.get(3));
    if (!first && !last) {
      throw new OnnxException(
          "it takes %s instead of images [N,3,height,width] or [N,height,width,3]"
              .formatted(inWords(List.of(input))));
    }
    if (declared.get(0) > MOST_IMAGES) {
      throw new OnnxException(
          "it takes %d images at a time; at most %d are possible"
              .formatted(declared.get(0), MOST_IMAGES));
    }
    DataType type = type(input);
    int rows = first ? 2 : 1;
    List<Long> sizes = new ArrayList<>(declared);
    sizes.set(0, Batch.SIZE);
    sizes.set(rows, side(declared.get(rows), asked.height(), "height"));
    sizes.set(rows + 1, side(declared.get(rows + 1), asked.width(), "width"));
    return new Endpoints(input, sizes, type, first, output(file, asked.output()));
  }

  /** Whether a file's graph takes images of more than one size, as far as it declares that. */
  public static boolean leavesSizeOpen(OnnxFile file) {
    return file.inputs().stream()
        .map(ValueInfo::sizes)
        .anyMatch(sizes -> sizes != null && sizes.stream().skip(1).anyMatch(size -> size < 0));
  }

  /** How many images a batch of the file's has; empty where it leaves that open. */
  OptionalLong exportedBatch() {
    long batch = input.sizes().get(0);
    return batch < 0 ? OptionalLong.empty() : OptionalLong.of(batch);
  }

  /** Whether the scores come out of a softmax or sigmoid, so that none is missing. */
  public boolean givesProbabilities(OnnxFile file) {
    Map<String, OnnxNode> makers = new HashMap<>();
    file.nodes().forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
    OnnxNode maker = makers.remove(output.name());
    while (maker != null && PASSING.contains(maker.operation()) && !maker.inputs().isEmpty()) {
      maker = makers.remove(maker.inputs().get(0));
    }
    return maker != null
        && (maker.operation().equals("Softmax") || maker.operation().equals("Sigmoid"));
  }

  private static DataType type(ValueInfo input) throws OnnxException {
    ElementType type = ElementType.of(input.type()).orElse(ElementType.BOOL);
    if (type == ElementType.UINT8) {
      return DataType.DT_UINT8;
    }
    if (!type.isFraction()) {
      throw new OnnxException(
          "it takes %s instead of images as float or uint8".formatted(inWords(List.of(input))));
    }
    return DataType.DT_FLOAT;
  }

  private static boolean isFew(long channels) {
    return channels == 3 || channels == 1;
  }

  private static long side(long declared, Integer asked, String name) throws OnnxException {
    if (declared > 0 && asked != null && asked != declared) {
      throw new OnnxException(
          "its input's %s is %d, not %d (%s)".formatted(name, declared, asked, name));
    }
    if (declared < 0 && asked == null) {
      throw new OnnxException(
          "it leaves its input's %s open: give it with --%s PIXELS".formatted(name, name));
    }
    long size = declared > 0 ? declared : asked;
    if (size > MOST_PIXELS) {
      throw new OnnxException(
          "its input's %s is %d; at most %d pixels are possible"
              .formatted(name, size, MOST_PIXELS));
    }
    return size;
  }

  private static ValueInfo output(OnnxFile file, String wanted) throws OnnxException {
    List<ValueInfo> outputs = file.outputs();
    if (wanted != null) {
      return outputs.stream()
          .filter(output -> output.name().equals(wanted))
          .findFirst()
          .orElseThrow(
              () ->
                  new OnnxException(
                      "it has no output '%s', but %s".formatted(wanted, inWords(outputs))));
    }
    List<ValueInfo> scores = outputs.stream().filter(Endpoints::mayBeScores).toList();
    if (scores.size() == 1) {
      return scores.get(0);
    }
    throw new OnnxException(
        scores.isEmpty()
            ? "it gives %s: no scores of classes [N,classes]"
                .formatted(outputs.isEmpty() ? "nothing" : inWords(outputs))
            : "it has several outputs, name the one with the scores: %s (--output NAME)"
                .formatted(inWords(outputs)));
  }

  /** Whether an output is a vector of fractions an image, as far as it is declared. */
  private static boolean mayBeScores(ValueInfo output) {
    boolean fractions = ElementType.of(output.type()).filter(ElementType::isFraction).isPresent();
    if (!fractions || output.sizes() == null) {
      return fractions;
    }
    List<Long> each =
        output.sizes().subList(Math.min(1, output.sizes().size()), output.sizes().size());
    return output.sizes().size() >= 2 && each.stream().filter(size -> size > 1).count() <= 1;
  }

  /** Such as {@code images float [N,3,224,224]}. */
  private static String inWords(List<ValueInfo> values) {
    return values.stream().map(Endpoints::inWords).collect(Collectors.joining(", "));
  }

  private static String inWords(ValueInfo value) {
    String type =
        ElementType.of(value.type())
            .map(found -> found.name().toLowerCase(Locale.ROOT))
            .orElse("of another type");
    String sizes =
        value.sizes() == null
            ? ""
            : value.sizes().stream()
                .map(size -> size < 0 ? "?" : String.valueOf(size))
                .collect(Collectors.joining(",", " [", "]"));
    return value.name() + " " + type + sizes;
  }
}
