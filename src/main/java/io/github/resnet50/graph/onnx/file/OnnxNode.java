package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import io.github.resnet50.basics.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of a graph.
 *
 * @param name empty where it has none
 * @param domain empty for ONNX's own operations
 * @param inputs names of values; an empty one stands for an input that is left out
 * @param outputs the same
 */
public record OnnxNode(
    String name,
    String operation,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  static OnnxNode read(ByteString message) throws IOException {
    Reading node = new Reading();
    Message.read(message, node);
    return new OnnxNode(
        node.name, node.operation, node.domain, node.inputs, node.outputs, node.attributes);
  }

  private static final class Reading implements Message.Reader {
    private String name = "";
    private String operation = "";
    private String domain = "";
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.Node.NAME -> name = field.name();
        case Fields.Node.OPERATION -> operation = field.name();
        case Fields.Node.DOMAIN -> {
          String given = field.name();
          domain = given.equals("ai.onnx") ? "" : given;
        }
        case Fields.Node.INPUTS -> inputs.add(field.name());
        case Fields.Node.OUTPUTS -> outputs.add(field.name());
        case Fields.Node.ATTRIBUTES -> {
          OnnxAttribute.Named named = OnnxAttribute.read(field.bytes());
          if (attributes.put(named.name(), named.attribute()) != null) {
            throw new UnsupportedFileException(
                "one of its operations has two attributes '%s'"
                    .formatted(Text.shortened(named.name())));
          }
        }
        default -> {}
      }
    }
  }

  /** The operation as messages have it: with its domain, where that is not ONNX's own. */
  public String inWords() {
    String where = name.isEmpty() ? "" : " (node " + name + ")";
    return (domain.isEmpty() ? "" : domain + ".") + operation + where;
  }
}
